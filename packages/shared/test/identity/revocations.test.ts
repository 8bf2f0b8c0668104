import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Redis } from 'ioredis';
import {
  createRevocationFeed,
  publishRevocation,
  type RevocationFeed,
} from '../../src/identity/revocations.ts';
import { newId } from '../../src/ids.ts';
import { createRedis } from '../../src/redis.ts';
import { createTestClock, type TestClock } from '../../src/testing/clock.ts';
import { createFaultProxy } from '../../src/testing/fault-proxy.ts';
import { silentLogger } from '../../src/testing/logger.ts';
import { createTestRedis, type TestRedis } from '../../src/testing/redis.ts';
import { waitFor } from '../../src/testing/wait-for.ts';

describe('revocation feed', () => {
  let redis: TestRedis;
  let producer: Redis;
  let clock: TestClock;
  const feeds: RevocationFeed[] = [];
  beforeEach(() => {
    redis = createTestRedis();
    clock = createTestClock();
    producer = createRedis({ url: redis.url, role: 'producer', logger: silentLogger() });
  });
  afterEach(async () => {
    for (const feed of feeds.splice(0)) await feed.stop();
    producer.disconnect();
    await redis.flush();
  });

  const listen = async (url = redis.url): Promise<RevocationFeed> => {
    const subscriber = createRedis({ url, role: 'subscriber', logger: silentLogger() });
    const feed = createRevocationFeed({ subscriber, prefix: redis.prefix, logger: silentLogger(), clock });
    feeds.push(feed);
    await feed.start();
    return feed;
  };
  const inTenMinutes = () => clock.now() + 600_000;
  const revoke = (target: { sessionId: string } | { userId: string }) =>
    publishRevocation(producer, redis.prefix, { ...target, untilMs: inTenMinutes() }, clock);
  const isRevoked = (feed: RevocationFeed, sessionId: string) => feed.isRevoked(sessionId, newId(), 0);

  it('knows a revocation on every other instance within a second', async () => {
    const all = await Promise.all([listen(), listen()]);
    const sessionId = newId();
    assert.equal(isRevoked(all[0], sessionId), false);
    const startedAt = performance.now();
    await revoke({ sessionId });
    for (const feed of all) await waitFor(() => isRevoked(feed, sessionId), { timeoutMs: 1_000 });
    assert.ok(performance.now() - startedAt < 1_000);
    assert.equal(isRevoked(all[0], newId()), false);
  });

  it('knows after its start what was revoked before', async () => {
    const sessionIds = Array.from({ length: 1_200 }, newId);
    for (const sessionId of sessionIds) await revoke({ sessionId });
    const feed = await listen();
    assert.ok(sessionIds.every((sessionId) => isRevoked(feed, sessionId)));
  });

  it('catches up after it was cut off', async () => {
    const proxy = await createFaultProxy(redis.url);
    const feed = await listen(proxy.url);
    proxy.setMode('refuse');
    const sessionId = newId();
    await revoke({ sessionId });
    assert.equal(isRevoked(feed, sessionId), false);
    proxy.setMode('pass');
    await waitFor(() => isRevoked(feed, sessionId));
    await feed.stop();
    await proxy.close();
  });

  it('shows how long it has heard nothing, also when Redis is frozen, and recovers', async () => {
    const proxy = await createFaultProxy(redis.url);
    const feed = await listen(proxy.url);
    assert.ok(feed.lagMs() < 2_000);
    proxy.setMode('freeze');
    await waitFor(() => feed.lagMs() > 2_000, { timeoutMs: 10_000 });
    proxy.setMode('pass');
    const sessionId = newId();
    await revoke({ sessionId });
    await waitFor(() => isRevoked(feed, sessionId), { timeoutMs: 10_000 });
    assert.ok(feed.lagMs() < 2_000);
    await feed.stop();
    await proxy.close();
  });

  it('starts without Redis after its patience, with infinite lag', async () => {
    const subscriber = createRedis({
      url: 'redis://127.0.0.1:1',
      role: 'subscriber',
      logger: silentLogger(),
    });
    const feed = createRevocationFeed({ subscriber, prefix: redis.prefix, logger: silentLogger() });
    await feed.start(50);
    assert.equal(feed.lagMs(), Number.POSITIVE_INFINITY);
    await feed.stop();
  });

  it('ends all tokens that a user got before, and none that he gets later', async () => {
    const feed = await listen();
    const userId = newId();
    const issuedBefore = Math.floor(clock.now() / 1_000) - 1;
    await revoke({ userId });
    await waitFor(() => feed.isRevoked(newId(), userId, issuedBefore));
    const issuedLater = Math.floor(clock.now() / 1_000) + 1;
    assert.equal(feed.isRevoked(newId(), userId, issuedLater), false);
    assert.equal(feed.isRevoked(newId(), newId(), issuedBefore), false);
  });

  it('forgets a revocation when the last token that it concerns has expired', async () => {
    const feed = await listen();
    const sessionId = newId();
    await revoke({ sessionId });
    await waitFor(() => isRevoked(feed, sessionId));
    clock.advance(600_000);
    assert.equal(isRevoked(feed, sessionId), false);
  });

  it('passes over entries that it cannot read', async () => {
    const feed = await listen();
    const key = `${redis.prefix}:revocations`;
    for (const text of ['not json', '{}', '{"sessionId":1,"untilMs":"x"}'])
      await producer.xadd(key, '*', 'entry', text);
    const sessionId = newId();
    await revoke({ sessionId });
    await waitFor(() => isRevoked(feed, sessionId));
  });

  it('fails to publish within a second or so when Redis is away', async () => {
    const away = createRedis({ url: 'redis://127.0.0.1:1', role: 'producer', logger: silentLogger() });
    await assert.rejects(
      publishRevocation(away, redis.prefix, { sessionId: newId(), untilMs: inTenMinutes() }),
    );
    away.disconnect();
  });
});
