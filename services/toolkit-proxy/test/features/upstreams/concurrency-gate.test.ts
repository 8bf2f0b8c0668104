import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConcurrencyGate } from '../../../src/features/upstreams/concurrency-gate.ts';
import { UpstreamFailure } from '../../../src/features/upstreams/outcome.ts';

const forever = new AbortController().signal;
const overloaded = (error: unknown) =>
  error instanceof UpstreamFailure && error.outcome.kind === 'overloaded';

test('lets the limit through, holds the line in order, and refuses beyond it', async () => {
  const gate = createConcurrencyGate({ maxConcurrency: 1, maxQueued: 1, queueTimeoutMs: 10_000 });
  const leave = await gate.enter(forever);
  const second = gate.enter(forever);
  await assert.rejects(gate.enter(forever), overloaded);
  leave();
  const leaveSecond = await second;
  assert.equal(gate.inFlight(), 1);
  leaveSecond();
  assert.equal(gate.inFlight(), 0);
});

test('leaving twice gives the place back once', async () => {
  const gate = createConcurrencyGate({ maxConcurrency: 2, maxQueued: 0, queueTimeoutMs: 1 });
  const leave = await gate.enter(forever);
  await gate.enter(forever);
  leave();
  leave();
  assert.equal(gate.inFlight(), 1);
});

test('waits in line no longer than allowed', async () => {
  const gate = createConcurrencyGate({ maxConcurrency: 1, maxQueued: 5, queueTimeoutMs: 5 });
  await gate.enter(forever);
  await assert.rejects(gate.enter(forever), overloaded);
});

test('a client that leaves the line makes room and is never admitted', async () => {
  const gate = createConcurrencyGate({ maxConcurrency: 1, maxQueued: 1, queueTimeoutMs: 10_000 });
  const leave = await gate.enter(forever);
  const client = new AbortController();
  const waiting = gate.enter(client.signal);
  client.abort(new Error('gone'));
  await assert.rejects(waiting, /gone/);
  leave();
  assert.equal(gate.inFlight(), 0);
});
