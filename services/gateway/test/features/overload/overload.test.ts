import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMetrics } from '@linguamate/shared/metrics';
import { testClient } from '@linguamate/shared/testing/http';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { createOverloadGuard } from '../../../src/features/overload/overload.ts';
import { startGateway, startService } from '../../support/gateway.ts';

/** A clock that runs `lagMs` more with every look at it. */
function laggingClock(): { now: () => number; lagMs: number } {
  let elapsedMs = 0;
  const clock = {
    lagMs: 0,
    now: () => {
      elapsedMs += clock.lagMs;
      return performance.now() + elapsedMs;
    },
  };
  return clock;
}

describe('an overloaded gateway', () => {
  it('refuses requests with 503 before any work, but never probes, and recovers', async () => {
    const upstream = await startService();
    const clock = laggingClock();
    const overload = createOverloadGuard({
      maxDelayMs: 100,
      metrics: createMetrics({ service: 'test' }),
      now: clock.now,
    });
    const gateway = await startGateway({ upstreamUrl: upstream.url, overrides: { overload } });
    const client = testClient(gateway.url);
    assert.equal((await client.get('/api/auth/x')).status, 200);
    clock.lagMs = 500;
    await waitFor(async () => (await client.get('/api/auth/x')).status === 503);
    upstream.requests.splice(0);
    const answer = await client.get('/api/auth/x');
    assert.equal(answer.body.code, 'overloaded');
    assert.equal(answer.headers.get('retry-after'), '1');
    assert.equal(upstream.requests.length, 0);
    for (const path of ['/livez', '/readyz']) assert.equal((await client.get(path)).status, 200);
    clock.lagMs = 0;
    await waitFor(async () => (await client.get('/api/auth/x')).status === 200);
    overload.close();
    await gateway.close();
    await upstream.close();
  });

  it('is told by a real blocked event loop', async () => {
    const overload = createOverloadGuard({
      maxDelayMs: 60,
      metrics: createMetrics({ service: 'test' }),
    });
    overload.check();
    await waitFor(() => {
      const until = performance.now() + 300;
      while (performance.now() < until);
      try {
        overload.check();
        return false;
      } catch {
        return true;
      }
    });
    overload.close();
  });
});
