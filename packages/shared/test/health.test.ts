import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createReadiness, type HealthOptions, registerHealth, registerMetricsRoute } from '../src/health.ts';
import { testClient } from '../src/testing/http.ts';
import { startServer, testConfig } from './http/kit-server.ts';

async function setUp(t: TestContext, options: Partial<HealthOptions>) {
  const readiness = createReadiness();
  const config = testConfig({ GIT_COMMIT_SHA: 'abcdef0123', NODE_ENV: 'test' });
  const started = await startServer(t, (server) => {
    registerHealth(server, {
      config,
      readiness,
      checks: {},
      criticalForReadiness: [],
      cacheMs: 0,
      ...options,
    });
  });
  return { ...started, readiness, client: testClient(started.baseUrl) };
}

const fine = async () => {};
const broken = async () => {
  throw new Error('connect ECONNREFUSED 10.0.0.7');
};

describe('GET /health', () => {
  test('reports everything the plan asks for', async (t) => {
    const { client } = await setUp(t, { checks: { database: fine, toolkit: async () => 'unconfigured' } });
    const { status, body } = await client.get('/health');
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), [
      'buildSha',
      'dependencies',
      'env',
      'status',
      'timestamp',
      'uptime',
      'version',
    ]);
    assert.deepEqual([body.status, body.buildSha, body.env], ['ok', 'abcdef0', 'test']);
    assert.deepEqual(body.dependencies, { database: 'ok', toolkit: 'unconfigured' });
  });
  test('is 503 when any dependency is down, and does not say where it stands', async (t) => {
    const { client } = await setUp(t, { checks: { database: fine, redis: broken } });
    const { status, body, text } = await client.get('/health');
    assert.deepEqual([status, body.status], [503, 'degraded']);
    assert.deepEqual(body.dependencies, { database: 'ok', redis: 'error' });
    assert.doesNotMatch(text, /10\.0\.0\.7/);
  });
  test('does not wait for a dependency that is frozen', async (t) => {
    const { client } = await setUp(t, {
      checks: { database: () => new Promise(() => {}) },
      checkTimeoutMs: 50,
    });
    const startedAt = performance.now();
    assert.equal((await client.get('/health')).status, 503);
    assert.ok(performance.now() - startedAt < 1_000);
  });
  test('counts a check that throws before it promises anything as down', async (t) => {
    const check = () => {
      throw new Error('not even a promise');
    };
    const { client } = await setUp(t, { checks: { database: check } });
    assert.equal((await client.get('/health')).status, 503);
  });
});

describe('GET /readyz', () => {
  test('is 503 only when a critical dependency is down', async (t) => {
    const checks = { database: fine, toolkit: broken };
    const { client } = await setUp(t, { checks, criticalForReadiness: ['database'] });
    assert.equal((await client.get('/readyz')).status, 200);
    const other = await setUp(t, { checks: { database: broken }, criticalForReadiness: ['database'] });
    const { status, body } = await other.client.get('/readyz');
    assert.deepEqual([status, body.reason], [503, 'database is down']);
  });
  test('is 503 for good once the instance drains', async (t) => {
    const { client, readiness } = await setUp(t, { checks: { database: fine } });
    readiness.setNotReady('shutting down');
    readiness.setNotReady('something else');
    const { status, body } = await client.get('/readyz');
    assert.deepEqual([status, body.reason, readiness.ready], [503, 'shutting down', false]);
  });
  test('shares one round of checks among all who ask at once', async (t) => {
    let rounds = 0;
    const database = async () => {
      rounds += 1;
    };
    const { client } = await setUp(t, { checks: { database }, cacheMs: 60_000 });
    await Promise.all(Array.from({ length: 10 }, () => client.get('/readyz')));
    await client.get('/health');
    assert.equal(rounds, 1);
  });
});

test('GET /livez asks nobody', async (t) => {
  let asked = false;
  const database = async () => {
    asked = true;
  };
  const { client } = await setUp(t, { checks: { database } });
  assert.deepEqual((await client.get('/livez')).body, { status: 'ok' });
  assert.equal(asked, false);
});

test('probes that succeed are no news, those that fail are', async (t) => {
  const { client, accessLines } = await setUp(t, { checks: { redis: broken } });
  await client.get('/livez');
  await client.get('/health');
  assert.deepEqual(
    accessLines().map((line) => [line.path, line.level]),
    [
      ['/livez', 'debug'],
      ['/health', 'warn'],
    ],
  );
});

test('GET /metrics is in the text format of Prometheus', async (t) => {
  const { createMetrics } = await import('../src/metrics.ts');
  const { baseUrl } = await startServer(t, (server) =>
    registerMetricsRoute(server, createMetrics({ service: 'm' })),
  );
  const answer = await testClient(baseUrl).get('/metrics');
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  assert.match(answer.text, /# TYPE http_requests_total counter/);
});
