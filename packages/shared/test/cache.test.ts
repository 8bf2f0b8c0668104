import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Redis } from 'ioredis';
import Type from 'typebox';
import { type Cache, createCache } from '../src/cache.ts';
import { createMetrics, type Metrics } from '../src/metrics.ts';
import { createRedis } from '../src/redis.ts';
import { createTestClock, type TestClock } from '../src/testing/clock.ts';
import { createFaultProxy, type FaultProxy } from '../src/testing/fault-proxy.ts';
import { silentLogger } from '../src/testing/logger.ts';
import { createTestRedis, type TestRedis } from '../src/testing/redis.ts';
import { waitFor } from '../src/testing/wait-for.ts';

describe('cache', () => {
  let redis: TestRedis;
  let proxy: FaultProxy;
  let clock: TestClock;
  let metrics: Metrics;
  let connections: Redis[];
  let loads: number;

  beforeEach(async () => {
    redis = createTestRedis();
    proxy = await createFaultProxy(redis.url);
    clock = createTestClock();
    metrics = createMetrics({ service: 'test' });
    connections = [];
    loads = 0;
  });
  afterEach(async () => {
    for (const connection of connections) connection.disconnect();
    await proxy.close();
    await redis.flush();
  });

  const connect = () => {
    const connection = createRedis({ url: proxy.url, role: 'cache', logger: silentLogger() });
    connections.push(connection);
    return connection;
  };
  const open = (connection = connect()): Cache =>
    createCache({ redis: connection, prefix: redis.prefix, metrics, logger: silentLogger(), clock });
  const load = async () => {
    loads += 1;
    return `value ${loads}`;
  };
  const minute = { ttlSeconds: 60 };
  const requests = async (result: string) => {
    const { values } = await metrics.counter('cache_requests_total', '', ['result']).get();
    return values.find((each) => each.labels.result === result)?.value ?? 0;
  };

  it('loads once and answers from Redis afterwards, in every process', async () => {
    assert.equal(await open().read('key', minute, load), 'value 1');
    assert.equal(await open().read('key', minute, load), 'value 1');
    assert.deepEqual([await requests('miss'), await requests('hit')], [1, 1]);
  });

  it('keeps null, and does not keep undefined or a failure', async () => {
    const cache = open();
    assert.equal(await cache.read('null', minute, async () => null), null);
    assert.equal(await cache.read('null', minute, async () => 'not asked'), null);
    await cache.read('undefined', minute, async () => undefined);
    assert.equal(await cache.read('undefined', minute, async () => 'asked'), 'asked');
    const failing = async () => {
      throw new Error('source is away');
    };
    await assert.rejects(cache.read('failed', minute, failing), /source is away/);
    assert.equal(await cache.read('failed', minute, load), 'value 1');
  });

  it('shares one load among a hundred callers', async () => {
    const cache = open();
    const gate = Promise.withResolvers<void>();
    const slow = async () => {
      await gate.promise;
      return await load();
    };
    const reads = Array.from({ length: 100 }, () => cache.read('key', minute, slow));
    gate.resolve();
    assert.deepEqual(new Set(await Promise.all(reads)), new Set(['value 1']));
    assert.equal(loads, 1);
  });

  it('keeps values no longer than asked, and not all equally long', async () => {
    const cache = open();
    const connection = connect();
    const lives = new Set<number>();
    for (let index = 0; index < 20; index += 1) {
      await cache.read(`key ${index}`, { ttlSeconds: 1_000 }, load);
      lives.add(await connection.pttl(`${redis.prefix}:cache:{key ${index}}`));
    }
    for (const lifeMs of lives) assert.ok(lifeMs <= 1_000_000 && lifeMs > 890_000, String(lifeMs));
    assert.ok(lives.size > 10);
  });

  it('loads again what does not fit the schema, or is not JSON', async () => {
    const connection = connect();
    const cache = open(connection);
    const options = { ttlSeconds: 60, schema: Type.Object({ name: Type.String() }) };
    for (const stored of ['{"name":42}', '"other"', 'not json', '']) {
      await connection.set(`${redis.prefix}:cache:{key}`, stored);
      assert.deepEqual(await cache.read('key', options, async () => ({ name: 'Ada' })), { name: 'Ada' });
    }
  });

  it('forgets what was invalidated, in every process', async () => {
    const [one, two] = [open(), open()];
    await one.read('key', minute, load);
    await two.invalidate('key', 'another');
    assert.equal(await one.read('key', minute, load), 'value 2');
    assert.equal(await two.read('key', minute, load), 'value 2');
  });

  it('does not store a value that was invalidated while it was being loaded, even by another process', async () => {
    const [one, two] = [open(), open()];
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const stale = one.read('key', minute, async () => {
      started.resolve();
      await gate.promise;
      return 'stale';
    });
    await started.promise;
    await two.invalidate('key');
    gate.resolve();
    assert.equal(await stale, 'stale');
    assert.equal(await one.read('key', minute, load), 'value 1');
  });

  it('does not let a caller join a load that began before an invalidation', async () => {
    const cache = open();
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const stale = cache.read('key', minute, async () => {
      started.resolve();
      await gate.promise;
      return 'stale';
    });
    await started.promise;
    await cache.invalidate('key');
    assert.equal(await cache.read('key', minute, load), 'value 1');
    gate.resolve();
    await stale;
    assert.equal(await cache.read('key', minute, load), 'value 1');
  });

  it('loads every value while Redis is frozen, and waits for Redis only once per cool-down', async () => {
    const connection = connect();
    const cache = open(connection);
    await cache.read('key', minute, load);
    proxy.setMode('freeze');
    const startedAt = performance.now();
    for (let index = 0; index < 20; index += 1) await cache.read(`frozen ${index}`, minute, load);
    assert.ok(performance.now() - startedAt < 1_000, `took ${performance.now() - startedAt} ms`);
    assert.equal(loads, 21);
    proxy.setMode('pass');
    clock.advance(1_000);
    await waitFor(async () => {
      clock.advance(1_000);
      return (await cache.read('key', minute, load)) === 'value 1';
    });
  });

  it('makes up for an invalidation that Redis missed as soon as Redis is back', async () => {
    const connection = connect();
    const cache = open(connection);
    await cache.read('key', minute, load);
    proxy.setMode('refuse');
    await waitFor(() => connection.status !== 'ready');
    await cache.invalidate('key');
    proxy.setMode('pass');
    await waitFor(() => connection.status === 'ready');
    clock.advance(1_000);
    assert.equal(await cache.read('key', minute, load), 'value 2');
  });
});
