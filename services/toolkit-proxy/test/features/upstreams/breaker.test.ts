import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, type TestContext, test } from 'node:test';
import { createMetrics } from '@linguamate/shared/metrics';
import { createTestClock } from '@linguamate/shared/testing/clock';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { type Outcome, UpstreamFailure } from '../../../src/features/upstreams/outcome.ts';
import { createRetryBudget } from '../../../src/features/upstreams/retry-budget.ts';
import { type Attempt, ChainExhausted, runChain } from '../../../src/features/upstreams/run-chain.ts';
import { createUpstream, type Upstream } from '../../../src/features/upstreams/upstream.ts';
import { readUpstreamDocument } from '../../../src/features/upstreams/upstream-document.ts';

const document = readUpstreamDocument({
  upstreams: [{ id: 'ai', kind: 'rork', baseUrl: 'https://ai.example' }],
  retry: { maxRetries: 0 },
});
const surroundings = {
  metrics: createMetrics({ service: 'test' }),
  logger: silentLogger(),
  clock: createTestClock(),
};
const budget = createRetryBudget({ ratio: 0, minPerSecond: 0 }, surroundings.clock);
const chainDeps = { ...surroundings, retry: document.retry, budget, random: () => 0 };
const failure: Outcome = { kind: 'status', status: 500 };

let upstream: Upstream;
let calls: number;

// The hands of the clock are the test's: opossum's timers and Date move only by `tick`.
beforeEach((context) => {
  (context as TestContext).mock.timers.enable({
    apis: ['setTimeout', 'setInterval', 'Date'],
    now: 1_000_000,
  });
  const [settings] = document.upstreams;
  assert.ok(settings);
  upstream = createUpstream(settings, document.breaker, surroundings);
  calls = 0;
});

afterEach(() => upstream.close());

const time = { signal: new AbortController().signal, remainingMs: () => 30_000 };

async function run(attempt: Attempt<string>): Promise<string> {
  const counted: Attempt<string> = (context) => {
    calls += 1;
    return attempt(context);
  };
  try {
    const link = { upstream, model: null };
    return (await runChain([link], 'text.generate', time, counted, chainDeps)).value;
  } catch (error) {
    assert.ok(error instanceof ChainExhausted);
    return error.outcome.kind;
  }
}

const succeed = () => run(async () => ({ value: 'ok' }));
const failWith = (outcome: Outcome) => run(async () => Promise.reject(new UpstreamFailure(outcome)));
const state = () => upstream.breaker('text.generate').state();

async function open() {
  for (let failed = 0; failed < 5; failed += 1) await failWith(failure);
  assert.equal(state(), 'open');
}

describe('closed', () => {
  test('opens on exactly the fifth failure', async () => {
    for (let failed = 1; failed <= 4; failed += 1) await failWith(failure);
    assert.equal(state(), 'closed');
    await failWith(failure);
    assert.equal(state(), 'open');
  });

  test('stays closed below half of the calls', async () => {
    for (let round = 0; round < 4; round += 1) {
      await succeed();
      await succeed();
      await failWith(failure);
    }
    assert.equal(state(), 'closed');
  });

  const neutral: Outcome[] = [
    { kind: 'client_gone' },
    { kind: 'deadline' },
    { kind: 'status', status: 400 },
    { kind: 'status', status: 401 },
    { kind: 'rate_limited' },
    { kind: 'overloaded' },
  ];
  for (const outcome of neutral) {
    test(`twenty times ${outcome.kind} never open it`, async () => {
      for (let round = 0; round < 20; round += 1) await failWith(outcome);
      assert.equal(state(), 'closed');
    });
  }

  test('failures of long ago are forgotten', async (t) => {
    for (let failed = 1; failed <= 4; failed += 1) await failWith(failure);
    t.mock.timers.tick(60_000);
    await failWith(failure);
    assert.equal(state(), 'closed');
  });
});

describe('open', () => {
  test('refuses without asking the upstream, for 30 seconds', async (t) => {
    await open();
    calls = 0;
    t.mock.timers.tick(29_999);
    assert.equal(await succeed(), 'breaker_open');
    assert.equal(calls, 0);
    t.mock.timers.tick(1);
    assert.equal(state(), 'half-open');
  });

  test('tells how long it will stay open', async (t) => {
    await open();
    t.mock.timers.tick(10_000);
    const link = { upstream, model: null };
    const attempt: Attempt<string> = async () => ({ value: 'ok' });
    await assert.rejects(runChain([link], 'text.generate', time, attempt, chainDeps), (error) => {
      assert.ok(error instanceof ChainExhausted && error.outcome.kind === 'breaker_open');
      assert.equal(error.outcome.retryAfterMs, 20_000);
      return true;
    });
  });

  test('another operation of the same upstream has a breaker of its own', async () => {
    await open();
    assert.equal(upstream.breaker('image.generate').state(), 'closed');
  });
});

describe('half-open', () => {
  const halfOpen = async (t: TestContext) => {
    await open();
    t.mock.timers.tick(30_000);
    calls = 0;
  };

  test('lets exactly one probe through, and its success closes the breaker', async (t) => {
    await halfOpen(t);
    const gate = Promise.withResolvers<void>();
    const probe = run(async () => {
      await gate.promise;
      return { value: 'probe' };
    });
    const others = await Promise.all([succeed(), succeed()]);
    assert.deepEqual([others, calls], [['breaker_open', 'breaker_open'], 1]);
    gate.resolve();
    assert.equal(await probe, 'probe');
    assert.equal(state(), 'closed');
    assert.equal(await succeed(), 'ok');
  });

  test('a failed probe opens it again for another 30 seconds', async (t) => {
    await halfOpen(t);
    await failWith(failure);
    assert.equal(state(), 'open');
    t.mock.timers.tick(29_999);
    assert.equal(state(), 'open');
    t.mock.timers.tick(1);
    assert.equal(state(), 'half-open');
  });

  test('a probe whose client went away proves nothing: the breaker does not close', async (t) => {
    await halfOpen(t);
    await failWith({ kind: 'client_gone' });
    assert.notEqual(state(), 'closed');
    await failWith(failure);
    assert.equal(state(), 'open');
  });

  test('a probe that never answers is ended by its own clock and does not block the breaker', async (t) => {
    await halfOpen(t);
    const hanging = run(
      ({ watch }) =>
        new Promise((_resolve, reject) => {
          watch.signal.addEventListener('abort', () => reject(watch.failure(undefined)));
        }),
    );
    await new Promise(setImmediate);
    t.mock.timers.tick(60_000);
    assert.equal(await hanging, 'timeout');
    t.mock.timers.tick(30_000);
    assert.equal(await succeed(), 'ok');
    assert.equal(state(), 'closed');
  });

  test('a stream counts when it has ended, not when it has begun', async (t) => {
    await halfOpen(t);
    const end = Promise.withResolvers<void>();
    assert.equal(await run(async () => ({ value: 'begun', finished: end.promise })), 'begun');
    assert.equal(state(), 'half-open');
    end.reject(new UpstreamFailure({ kind: 'broken_stream', reason: 'cut' }));
    await new Promise(setImmediate);
    assert.equal(state(), 'open');
  });
});

test('one attempt that times out ends no other attempt of the breaker', async () => {
  const slow = Promise.withResolvers<void>();
  const patient = run(async ({ watch }) => {
    await slow.promise;
    return { value: String(watch.signal.aborted) };
  });
  await failWith({ kind: 'timeout', phase: 'first_byte' });
  slow.resolve();
  assert.equal(await patient, 'false');
});
