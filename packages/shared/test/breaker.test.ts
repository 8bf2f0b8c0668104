import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type BreakerTuning, createBreaker } from '../src/breaker.ts';
import { ClientClosedError, commonErrors, ServiceError } from '../src/errors.ts';
import { UpstreamError } from '../src/http/upstream-error.ts';
import { createMetrics } from '../src/metrics.ts';
import { captureLogger } from '../src/testing/logger.ts';
import { waitFor } from '../src/testing/wait-for.ts';

const never = () => new Promise<never>(() => {});
const succeed = async () => 'fine';
const fail = async () => {
  throw commonErrors.upstream_unreachable();
};
const abort = async () => {
  throw new ClientClosedError();
};
const notFound = async () => {
  throw new UpstreamError('a call', { status: 404 });
};

function setUp(t: TestContext, tuning: BreakerTuning = {}) {
  const metrics = createMetrics({ service: 'test' });
  const { logger, lines } = captureLogger();
  const breaker = createBreaker({ name: 'upstream', metrics, logger, resetMs: 60, ...tuning });
  t.after(() => breaker.close());
  const times = async (count: number, action: () => Promise<unknown>) => {
    for (let i = 0; i < count; i++) await breaker.run(action).catch(() => {});
  };
  const open = async () => {
    await times(5, fail);
    assert.equal(breaker.state(), 'open');
  };
  const halfOpen = async () => {
    await open();
    await waitFor(() => breaker.state() === 'half-open', { message: 'the breaker to be half-open' });
  };
  return { breaker, metrics, lines, times, open, halfOpen };
}

describe('a closed breaker', () => {
  test('stays closed below five calls, whatever they do', async (t) => {
    const { breaker, times } = setUp(t);
    await times(4, fail);
    assert.equal(breaker.state(), 'closed');
  });
  test('opens at exactly half of the calls failing', async (t) => {
    const { breaker, times } = setUp(t);
    await times(3, succeed);
    await times(2, fail);
    assert.equal(breaker.state(), 'closed');
    await times(1, fail);
    assert.equal(breaker.state(), 'open');
  });
  test('is not opened by any number of clients that go away or ask nonsense', async (t) => {
    const { breaker, times } = setUp(t);
    await times(20, abort);
    await times(20, notFound);
    assert.equal(breaker.state(), 'closed');
  });
  test('is not kept closed by clients that go away: they count as no call at all', async (t) => {
    const { breaker, times } = setUp(t);
    await times(50, abort);
    await times(5, fail);
    assert.equal(breaker.state(), 'open');
  });
  test('is not opened by many calls at once of a healthy upstream', async (t) => {
    const { breaker } = setUp(t);
    const results = await Promise.all(Array.from({ length: 200 }, () => breaker.run(succeed)));
    assert.ok(results.every((result) => result === 'fine'));
    assert.equal(breaker.state(), 'closed');
  });
  test('ends a call that takes too long, and counts it as failed', async (t) => {
    const { breaker, times } = setUp(t, { callTimeoutMs: 20 });
    await assert.rejects(breaker.run(never), { code: 'upstream_timeout' });
    await times(4, never);
    assert.equal(breaker.state(), 'open');
  });
  test('aborts only the call that took too long, not those beside it', async (t) => {
    const { breaker } = setUp(t, { callTimeoutMs: 120 });
    const signals: AbortSignal[] = [];
    const hung = breaker.run((signal) => {
      signals.push(signal);
      return never();
    });
    await waitFor(() => performance.now() > 0);
    const quick = breaker.run(async (signal) => {
      signals.push(signal);
      return 'fine';
    });
    assert.equal(await quick, 'fine');
    await assert.rejects(hung);
    assert.deepEqual(
      signals.map((signal) => signal.aborted),
      [true, false],
    );
  });
});

describe('an open breaker', () => {
  test('refuses at once, says when to come back, and does not call', async (t) => {
    const { breaker, open } = setUp(t, { resetMs: 30_000 });
    await open();
    let called = false;
    const refused = breaker.run(async () => {
      called = true;
    });
    await assert.rejects(refused, (error) => {
      assert.ok(error instanceof ServiceError);
      assert.deepEqual([error.code, error.status, error.retryAfterSeconds], ['service_unavailable', 503, 30]);
      return true;
    });
    assert.equal(called, false);
  });
  test('ignores what calls from before it opened come to', async (t) => {
    const { breaker, open } = setUp(t);
    const gate = Promise.withResolvers<string>();
    const old = breaker.run(() => gate.promise);
    await open();
    await waitFor(() => breaker.state() === 'half-open', { message: 'the breaker to be half-open' });
    gate.resolve('late');
    assert.equal(await old, 'late');
    assert.equal(breaker.state(), 'half-open');
  });
});

describe('a half-open breaker', () => {
  test('lets exactly one probe through, and closes when it succeeds', async (t) => {
    const { breaker, halfOpen } = setUp(t);
    await halfOpen();
    const gate = Promise.withResolvers<string>();
    const probe = breaker.run(() => gate.promise);
    await assert.rejects(breaker.run(succeed), { code: 'service_unavailable' });
    gate.resolve('fine');
    assert.equal(await probe, 'fine');
    assert.equal(breaker.state(), 'closed');
    assert.equal(await breaker.run(succeed), 'fine');
  });
  test('opens again when the probe fails', async (t) => {
    const { breaker, halfOpen, times } = setUp(t);
    await halfOpen();
    await times(1, fail);
    assert.equal(breaker.state(), 'open');
  });
  test('closes when the upstream answers the probe with "not found": it is alive', async (t) => {
    const { breaker, halfOpen, times } = setUp(t);
    await halfOpen();
    await times(1, notFound);
    assert.equal(breaker.state(), 'closed');
  });
  test('decides nothing when the client of the probe goes away, and probes again', async (t) => {
    const { breaker, halfOpen, times } = setUp(t);
    await halfOpen();
    await times(1, abort);
    assert.equal(breaker.state(), 'half-open');
    await times(1, succeed);
    assert.equal(breaker.state(), 'closed');
  });
  test('is not stuck with a probe that never ends', async (t) => {
    const { breaker, halfOpen } = setUp(t, { callTimeoutMs: 30 });
    await halfOpen();
    await assert.rejects(breaker.run(never), { code: 'upstream_timeout' });
    assert.equal(breaker.state(), 'open');
    await waitFor(() => breaker.state() === 'half-open', { message: 'the next probe' });
    assert.equal(await breaker.run(succeed), 'fine');
  });
});

test('thousands of failures cost little, because no percentiles are sorted', async (t) => {
  const { times } = setUp(t, { minimumCalls: 1_000_000 });
  const startedAt = performance.now();
  await times(3_000, fail);
  assert.ok(performance.now() - startedAt < 1_500);
});

test('changes of state are metrics and warnings', async (t) => {
  const { breaker, metrics, lines, open } = setUp(t, { resetMs: 30_000 });
  await open();
  await breaker.run(succeed).catch(() => {});
  const text = await metrics.render();
  assert.match(text, /circuit_breaker_state\{breaker="upstream",service="test"\} 2/);
  assert.match(text, /circuit_breaker_calls_total\{breaker="upstream",outcome="failure",service="test"\} 5/);
  assert.match(text, /circuit_breaker_calls_total\{breaker="upstream",outcome="rejected",service="test"\} 1/);
  assert.deepEqual(
    lines.map((line) => [line.level, line.state]),
    [['warn', 'open']],
  );
});

test('a capability that is not set up upstream is no illness', async (t) => {
  const { breaker, times } = setUp(t);
  const problem = {
    type: '',
    title: '',
    status: 503,
    detail: '',
    code: 'capability_unavailable',
    requestId: '',
  };
  await times(10, async () => {
    throw new UpstreamError('a call', { status: 503, problem });
  });
  assert.equal(breaker.state(), 'closed');
  await times(10, async () => {
    throw new UpstreamError('a call', { status: 500 });
  });
  assert.equal(breaker.state(), 'open');
});
