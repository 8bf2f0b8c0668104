import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Redis } from 'ioredis';
import { createRedis, keys, type RedisRole, redisCheck } from '../src/redis.ts';
import { createFaultProxy, type FaultProxy } from '../src/testing/fault-proxy.ts';
import { captureLogger, silentLogger } from '../src/testing/logger.ts';
import { createTestRedis } from '../src/testing/redis.ts';
import { waitFor } from '../src/testing/wait-for.ts';

const { url, prefix, flush } = createTestRedis();

async function timed(action: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await assert.rejects(action);
  return performance.now() - startedAt;
}

describe('createRedis', () => {
  const opened: Redis[] = [];
  const proxies: FaultProxy[] = [];
  after(async () => {
    for (const redis of opened) redis.disconnect();
    for (const proxy of proxies) await proxy.close();
    await flush();
  });
  const open = (role: RedisRole, address = url, logger = silentLogger()) => {
    const redis = createRedis({ url: address, role, logger });
    opened.push(redis);
    return redis;
  };
  const openProxy = async () => {
    const proxy = await createFaultProxy(url);
    proxies.push(proxy);
    return proxy;
  };

  it('takes commands before the first connection stands', async () => {
    assert.equal(await open('cache').set(`${prefix}:early`, '1'), 'OK');
    assert.equal(await open('producer').get(`${prefix}:early`), '1');
  });

  for (const [role, limitMs] of [
    ['cache', 1_000],
    ['producer', 2_500],
  ] as const) {
    it(`fails a ${role} command on a frozen Redis within its command timeout, and recovers by itself`, async () => {
      const proxy = await openProxy();
      const redis = open(role, proxy.url);
      await redis.ping();
      proxy.setMode('freeze');
      assert.ok((await timed(redis.ping())) < limitMs);
      proxy.setMode('pass');
      await waitFor(() => redis.ping());
    });

    it(`fails a ${role} command at once while Redis is away, and recovers by itself`, async () => {
      const proxy = await openProxy();
      const redis = open(role, proxy.url);
      await redis.ping();
      proxy.setMode('refuse');
      await waitFor(() => redis.status !== 'ready');
      assert.ok((await timed(redis.ping())) < 100);
      proxy.setMode('pass');
      await waitFor(() => redis.ping());
    });

    it(`does not repeat a ${role} command that was under way when the connection broke`, async () => {
      const proxy = await openProxy();
      const redis = open(role, proxy.url);
      await redis.ping();
      proxy.setMode('freeze');
      const counted = assert.rejects(redis.incr(`${prefix}:count:${role}`));
      proxy.setMode('refuse');
      await counted;
      proxy.setMode('pass');
      await waitFor(() => redis.ping());
      assert.equal(await redis.get(`${prefix}:count:${role}`), null);
    });
  }

  it('lets a worker wait until Redis is back', async () => {
    const proxy = await openProxy();
    const redis = open('worker', proxy.url);
    await redis.ping();
    proxy.setMode('refuse');
    await waitFor(() => redis.status !== 'ready');
    const answer = redis.ping();
    proxy.setMode('pass');
    assert.equal(await answer, 'PONG');
  });

  it('logs one line when Redis goes and one when it is back, without the password', async () => {
    const proxy = await openProxy();
    const captured = captureLogger();
    const redis = open('cache', proxy.url, captured.logger);
    await redis.ping();
    proxy.setMode('refuse');
    let attempts = 0;
    redis.on('reconnecting', () => {
      attempts += 1;
    });
    await waitFor(() => attempts >= 3);
    proxy.setMode('pass');
    await waitFor(() => captured.lines.some((line) => line.msg === 'redis is reachable again'));
    assert.equal(captured.lines.filter((line) => line.msg === 'redis is not reachable').length, 1);
    const { password } = new URL(url);
    if (password !== '') assert.equal(captured.text().includes(password), false);
  });

  it('offers a health check that fails with its signal', async () => {
    const proxy = await openProxy();
    const redis = open('worker', proxy.url);
    await redisCheck(redis)(AbortSignal.timeout(5_000));
    proxy.setMode('freeze');
    assert.ok((await timed(redisCheck(redis)(AbortSignal.timeout(50)))) < 1_000);
  });
});

describe('keys', () => {
  it('joins parts below the prefix', () => {
    assert.equal(keys('lm')('limit', 'login', '42'), 'lm:limit:login:42');
  });
});
