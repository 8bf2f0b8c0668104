import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpServer } from '@linguamate/shared/http/server';
import { createMetrics } from '@linguamate/shared/metrics';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { startGateway, type TestGateway } from './support/gateway.ts';

const requestsPerSecond = 200;
const durationMs = 6_000;

/** A service on the kit, so that it drains as ours do. */
async function startKitService() {
  const config = {
    environment: 'test',
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
    buildSha: 'x',
    version: '0',
    requestTimeoutMs: 30_000,
    shutdown: { lameDuckMs: 0, graceMs: 10_000 },
  } as const;
  const metrics = createMetrics({ service: 'test' });
  const server = createHttpServer({ service: 'test', logger: silentLogger(), metrics, config });
  server.get('/api/auth/work', async () => {
    await sleep(20);
    return { done: true };
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return { server, port: (server.server.address() as AddressInfo).port };
}

type KitService = Awaited<ReturnType<typeof startKitService>>;

/** One address for the instances of a service: new connections go to the present one, old ones are left alone. */
async function startServiceAddress(present: () => KitService) {
  const address = createServer((client) => {
    const instance = connect(present().port, '127.0.0.1');
    // However one side goes away, the other sees an orderly end.
    client.on('error', () => {}).on('close', () => instance.end());
    instance.on('error', () => {}).on('close', () => client.end());
    client.pipe(instance).pipe(client);
  });
  await new Promise<void>((listening) => address.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(address.address() as AddressInfo).port}`, close: () => address.close() };
}

/** Chooses as Kubernetes does: new connections go to ready instances only, old ones are left alone. */
function createBalancer(targets: () => TestGateway[]): () => string {
  let turn = 0;
  return () => {
    const ready = targets();
    turn += 1;
    const chosen = ready[turn % ready.length];
    assert.ok(chosen);
    return chosen.url;
  };
}

describe('plan 14: a rolling restart under 200 requests per second', () => {
  it('of the service and of both gateways fails no request', { timeout: 180_000 }, async (t) => {
    const prefix = createTestRedis().prefix;
    let service = await startKitService();
    const { url: upstreamUrl, close } = await startServiceAddress(() => service);
    let gateways = [await startGateway({ upstreamUrl, prefix }), await startGateway({ upstreamUrl, prefix })];
    t.after(async () => {
      clearInterval(load);
      agent.destroy();
      for (const gateway of gateways) await gateway.close();
      await service.server.close();
      close();
    });
    const nextUrl = createBalancer(() => gateways.filter(({ dependencies }) => dependencies.readiness.ready));
    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    const failures: string[] = [];
    let answered = 0;
    const inFlight = new Map<string, number>();
    const send = () =>
      new Promise<void>((done) => {
        const url = nextUrl();
        inFlight.set(url, (inFlight.get(url) ?? 0) + 1);
        const resolve = () => {
          inFlight.set(url, (inFlight.get(url) ?? 0) - 1);
          done();
        };
        const sent = request(`${url}/api/auth/work`, { agent }, (response) => {
          response.resume();
          response.on('close', () => {
            answered += 1;
            if (response.statusCode !== 200) failures.push(`status ${response.statusCode}`);
            resolve();
          });
        });
        sent.on('error', (error) => {
          failures.push(error.message);
          resolve();
        });
        sent.end();
      });
    const pending: Promise<void>[] = [];
    const startedAt = performance.now();
    const load = setInterval(() => {
      // A slow machine must not lower the load: what is due is sent.
      const due = Math.floor(((performance.now() - startedAt) / 1000) * requestsPerSecond);
      while (pending.length < due && performance.now() - startedAt < durationMs) pending.push(send());
    }, 5);
    const at = (fraction: number) =>
      waitFor(() => performance.now() - startedAt > fraction * durationMs, { timeoutMs: 10 * durationMs });

    await at(0.2);
    const replaced = service;
    service = await startKitService();
    await replaced.server.close();
    for (const fraction of [0.4, 0.6]) {
      await at(fraction);
      const [oldest, ...others] = gateways;
      assert.ok(oldest);
      gateways = [...gateways, await startGateway({ upstreamUrl, prefix })];
      oldest.dependencies.readiness.setNotReady('shutting down');
      // The lame duck: the balancer has noticed, and what was under way ends.
      await waitFor(() => inFlight.get(oldest.url) === 0, { timeoutMs: 60_000, message: 'requests to end' });
      gateways = [...others, ...gateways.slice(-1)];
      await oldest.close();
    }
    await at(1);
    clearInterval(load);
    await Promise.all(pending);
    assert.deepEqual(failures, []);
    assert.ok(answered >= 0.9 * requestsPerSecond * (durationMs / 1000), String(answered));
  });
});
