import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { testClient } from '@linguamate/shared/testing/http';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { startGateway, startService } from '../../support/gateway.ts';
import { type RawServer, startRawServer } from '../../support/raw-http.ts';

type RedisProxy = RawServer & { freeze(): void; thaw(): void; cut(): void; allow(): void };

/** Stands before the real Redis, and can freeze (accept and not answer) or refuse. */
async function startRedisProxy(redisUrl: string): Promise<RedisProxy> {
  const target = new URL(redisUrl);
  const real = { port: Number(target.port || 6379), host: target.hostname };
  let frozen = false;
  let refusing = false;
  const backends = new Set<Socket>();
  const proxy = await startRawServer((socket) => {
    if (refusing) return void socket.destroy();
    const backend = connect(real);
    backends.add(backend);
    backend.on('error', () => socket.destroy());
    backend.on('close', () => {
      backends.delete(backend);
      socket.destroy();
    });
    socket.on('close', () => backend.destroy());
    socket.pipe(backend);
    backend.pipe(socket);
    if (frozen) backend.pause();
  });
  target.hostname = '127.0.0.1';
  target.port = String(proxy.port);
  return {
    ...proxy,
    url: target.href,
    freeze: () => {
      frozen = true;
      for (const backend of backends) backend.unpipe().pause();
    },
    thaw: () => {
      frozen = false;
      for (const socket of proxy.sockets) socket.destroy();
    },
    cut: () => {
      refusing = true;
      for (const socket of proxy.sockets) socket.destroy();
    },
    allow: () => {
      refusing = false;
    },
  };
}

describe('when Redis is in trouble', () => {
  let upstream: ScriptedUpstream;
  before(async () => {
    upstream = await startService();
  });
  after(() => upstream.close());

  for (const trouble of ['frozen', 'away'] as const) {
    it(`${trouble}: the local limiter takes over once, limits, and hands back`, {
      timeout: 60_000,
    }, async (t) => {
      const real = createTestRedis();
      const proxy = await startRedisProxy(real.url);
      const gateway = await startGateway({
        upstreamUrl: upstream.url,
        env: {
          REDIS_URL: proxy.url,
          RATE_LIMIT_ADDRESS_PER_MINUTE: '20',
          RATE_LIMIT_LOGIN_PER_MINUTE: '9',
          RATE_LIMIT_REDIS_TIMEOUT_MS: '80',
        },
      });
      t.after(async () => {
        await gateway.close();
        await proxy.close();
      });
      const client = testClient(gateway.url);
      await waitFor(async () => (await gateway.dependencies.redis.ping()) === 'PONG');
      assert.equal((await client.get('/api/')).status, 200);
      const changes = () => gateway.log.lines.filter(({ msg }) => msg?.includes('limits on its own'));
      // On a slow machine an earlier takeover is possible; what counts is what happens from here.
      await waitFor(
        () =>
          gateway.log.lines.filter(({ msg }) => msg?.includes('limits are shared')).length ===
          changes().length,
      );
      const before = changes().length;
      if (trouble === 'frozen') proxy.freeze();
      else proxy.cut();
      const startedAt = performance.now();
      const [first] = await Promise.all([client.get('/api/'), client.get('/api/'), client.get('/api/')]);
      const tookMs = performance.now() - startedAt;
      assert.equal(first.status, 200);
      assert.ok(tookMs < 1_000, `takeover took ${tookMs} ms`);
      const laterAt = performance.now();
      const statuses: number[] = [];
      for (let count = 0; count < 30; count++) statuses.push((await client.get('/api/')).status);
      assert.ok(performance.now() - laterAt < 30 * 60, 'later requests do not wait for Redis');
      assert.equal(changes().length, before + 1);
      assert.deepEqual(new Set(statuses), new Set([200, 429]), 'limited, and never a 500');
      assert.equal(statuses.filter((status) => status === 200).length, 17);
      assert.match(await gateway.dependencies.metrics.render(), /gateway_limits_local\{[^}]*\} 1/);
      if (trouble === 'frozen') proxy.thaw();
      else proxy.allow();
      await waitFor(
        async () => /gateway_limits_local\{[^}]*\} 0/.test(await gateway.dependencies.metrics.render()),
        {
          timeoutMs: 15_000,
          message: 'the limits to be shared again',
        },
      );
      const { status, headers } = await client.get('/api/');
      assert.equal(status, 200);
      assert.equal(headers.get('x-ratelimit-limit'), '20');
    });
  }

  it('login is limited to a third per gateway', { timeout: 30_000 }, async (t) => {
    const real = createTestRedis();
    const proxy = await startRedisProxy(real.url);
    const gateway = await startGateway({
      upstreamUrl: upstream.url,
      env: {
        REDIS_URL: proxy.url,
        RATE_LIMIT_LOGIN_PER_MINUTE: '9',
        RATE_LIMIT_REDIS_TIMEOUT_MS: '80',
      },
    });
    t.after(async () => {
      await gateway.close();
      await proxy.close();
    });
    proxy.cut();
    const statuses: number[] = [];
    for (let count = 0; count < 5; count++) {
      statuses.push((await testClient(gateway.url).post('/api/auth/login', { body: {} })).status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
  });
});
