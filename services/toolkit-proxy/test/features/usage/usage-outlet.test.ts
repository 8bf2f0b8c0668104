import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { createMetrics } from '@linguamate/shared/metrics';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import type { UsageEntry } from '../../../src/features/usage/usage-entry.ts';
import { createUsageOutlet } from '../../../src/features/usage/usage-outlet.ts';

const entry = (): UsageEntry => ({
  id: newId(),
  userId: newId(),
  operation: 'text.generate',
  upstream: null,
  model: null,
  outcome: 'ok',
  attempts: 1,
  inputUnits: 1,
  outputUnits: 1,
  estimated: false,
  durationMs: 1,
  at: new Date().toISOString(),
});

function createScene(capacity: number) {
  const delivered: string[] = [];
  const queue = { away: true };
  const metrics = createMetrics({ service: 'test' });
  const outlet = createUsageOutlet({
    enqueue: async ({ id }) => {
      if (queue.away) throw new Error('queue is away');
      delivered.push(id);
    },
    metrics,
    logger: silentLogger(),
    capacity,
    retryIntervalMs: 5,
  });
  return { delivered, queue, metrics, outlet };
}

test('entries wait while the queue is away and are delivered when it is back', async () => {
  const { delivered, queue, outlet } = createScene(10);
  const first = entry();
  outlet.put(first);
  await waitFor(() => outlet.waiting() === 1);
  queue.away = false;
  await waitFor(() => delivered.length === 1);
  assert.deepEqual(delivered, [first.id]);
  await outlet.close();
});

test('the spill is bounded, gives up the oldest first and counts what is lost', async () => {
  const { delivered, queue, metrics, outlet } = createScene(2);
  const entries = [entry(), entry(), entry()];
  for (const one of entries) outlet.put(one);
  await waitFor(() => outlet.waiting() === 2);
  assert.match(await metrics.render(), /toolkit_usage_lost_total\{service="test"\} 1/);
  queue.away = false;
  await outlet.close();
  assert.equal(delivered.length, 2);
});

test('closing delivers what waits', async () => {
  const { delivered, queue, outlet } = createScene(5);
  outlet.put(entry());
  await waitFor(() => outlet.waiting() === 1);
  queue.away = false;
  await outlet.close();
  assert.equal(delivered.length, 1);
});
