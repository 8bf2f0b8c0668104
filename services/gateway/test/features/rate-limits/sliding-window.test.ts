import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createRedis } from '@linguamate/shared/redis';
import { createTestClock } from '@linguamate/shared/testing/clock';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import type { Redis } from 'ioredis';
import type { Limit } from '../../../src/features/rate-limits/limit-table.ts';
import type { Limiter } from '../../../src/features/rate-limits/limiter.ts';
import { createLocalLimiter } from '../../../src/features/rate-limits/local-limiter.ts';
import { createRedisLimiter } from '../../../src/features/rate-limits/redis-limiter.ts';

const windowMs = 400;
const limit: Limit = { name: 'test', subject: 'address', max: 5, windowMs, localMax: 5 };
const other: Limit = { ...limit, name: 'other', max: 2, localMax: 2 };

describe('the limiter in Redis', () => {
  const { url, prefix } = createTestRedis();
  let redis: Redis;
  let limiter: Limiter;
  before(() => {
    redis = createRedis({ url, role: 'cache', logger: silentLogger() });
    redis.options.commandTimeout = 20_000;
    limiter = createRedisLimiter(redis, prefix);
  });
  after(() => redis.disconnect());

  it('lets exactly the maximum of a parallel burst pass', async () => {
    const slow = { ...limit, max: 50, windowMs: 60_000 };
    const decisions = await Promise.all(
      Array.from({ length: 500 }, () => limiter.consume([{ limit: slow, key: 'burst' }])),
    );
    assert.equal(decisions.filter(({ allowed }) => allowed).length, 50);
  });

  it('never lets more than the maximum pass in any window, also around its edges', async () => {
    const passedAtMs: number[] = [];
    const endAtMs = performance.now() + 4 * windowMs;
    await waitFor(
      async () => {
        const beforeMs = performance.now();
        const { allowed } = await limiter.consume([{ limit, key: 'edges' }]);
        // The moment of counting lies between asking and answering: the earlier bound makes the check lenient.
        if (allowed) passedAtMs.push(beforeMs);
        return performance.now() > endAtMs;
      },
      { intervalMs: 5, timeoutMs: 20_000 },
    );
    assert.ok(passedAtMs.length >= 10, 'places must become free again');
    for (const [index, atMs] of passedAtMs.entries()) {
      const sixth = passedAtMs[index + limit.max];
      if (sixth !== undefined) assert.ok(sixth - atMs > windowMs - 60, `${sixth - atMs}`);
    }
  });

  it('says when the next place is free', async () => {
    for (let count = 0; count < 5; count++) await limiter.consume([{ limit, key: 'reset' }]);
    const { allowed, standings } = await limiter.consume([{ limit, key: 'reset' }]);
    assert.equal(allowed, false);
    assert.equal(standings[0]?.remaining, 0);
    const resetMs = standings[0]?.resetMs ?? 0;
    assert.ok(resetMs > 0 && resetMs <= windowMs, String(resetMs));
    const startedAt = performance.now();
    await waitFor(async () => (await limiter.consume([{ limit, key: 'reset' }])).allowed);
    assert.ok(performance.now() - startedAt >= resetMs - 20);
  });

  it('counts all limits of a request or none', async () => {
    const checks = [
      { limit: { ...limit, windowMs: 60_000 }, key: 'all' },
      { limit: { ...other, windowMs: 60_000 }, key: 'none' },
    ];
    for (let count = 0; count < 10; count++) await limiter.consume(checks);
    const { standings } = await limiter.consume(checks);
    assert.deepEqual(
      standings.map(({ remaining }) => remaining),
      [3, 0],
    );
  });

  it('forgets a caller by itself after the window', async () => {
    await limiter.consume([{ limit, key: 'forgotten' }]);
    assert.ok((await redis.pttl(`${prefix}:limit:forgotten`)) <= windowMs);
    await waitFor(async () => (await redis.exists(`${prefix}:limit:forgotten`)) === 0);
  });
});

describe('the local limiter', () => {
  it('keeps the same promise with a clock of ours', async () => {
    const clock = createTestClock();
    const limiter = createLocalLimiter(clock);
    const consume = () => limiter.consume([{ limit, key: 'a' }]);
    for (let count = 0; count < 5; count++) assert.equal((await consume()).allowed, true);
    clock.advance(windowMs - 1);
    const refused = await consume();
    assert.equal(refused.allowed, false);
    assert.equal(refused.standings[0]?.resetMs, 1);
    clock.advance(1);
    assert.equal((await consume()).allowed, true);
    assert.equal((await limiter.consume([{ limit, key: 'b' }])).allowed, true);
  });
});
