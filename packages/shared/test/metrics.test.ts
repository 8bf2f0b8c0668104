import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '../src/metrics.ts';

test('a metric that is asked for twice is the same one', async () => {
  const metrics = createMetrics({ service: 'test' });
  for (let i = 0; i < 2; i++) {
    metrics.counter('jobs_total', 'Jobs', ['queue']).inc({ queue: 'mail' });
    metrics.gauge('depth', 'Depth').set(i);
    metrics.histogram('took_seconds', 'Took', ['queue'], [1, 2]).observe({ queue: 'mail' }, 1.5);
  }
  const text = await metrics.render();
  assert.match(text, /jobs_total\{queue="mail",service="test"\} 2/);
  assert.match(text, /depth\{service="test"\} 1/);
  assert.match(text, /took_seconds_bucket\{le="2",service="test",queue="mail"\} 2/);
});

test('one name cannot be two kinds of metric', () => {
  const metrics = createMetrics({ service: 'test' });
  metrics.counter('things', 'Things');
  assert.throws(() => metrics.gauge('things', 'Things'));
});

test('two apps in one process do not share metrics', async () => {
  const [one, other] = [createMetrics({ service: 'one' }), createMetrics({ service: 'other' })];
  one.counter('only_here', 'Only here').inc();
  assert.doesNotMatch(await other.render(), /only_here/);
});

test('the process itself is measured', async () => {
  assert.match(await createMetrics({ service: 'test' }).render(), /process_resident_memory_bytes/);
});
