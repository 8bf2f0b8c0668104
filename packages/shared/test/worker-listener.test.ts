import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReadiness } from '../src/health.ts';
import { createMetrics } from '../src/metrics.ts';
import { testClient } from '../src/testing/http.ts';
import { captureLogger } from '../src/testing/logger.ts';
import { createWorkerListener } from '../src/worker-listener.ts';
import { testConfig } from './http/kit-server.ts';

function parts(environment: Record<string, string>) {
  const service = 'auth-worker';
  const metrics = createMetrics({ service });
  const readiness = createReadiness();
  const { logger } = captureLogger();
  return { service, metrics, readiness, logger, config: testConfig(environment) };
}

test('a worker shows health and metrics on WORKER_PORT, and is not ready without what it needs', async (t) => {
  let works = true;
  const database = async () => {
    if (!works) throw new Error('away');
  };
  const options = parts({ WORKER_PORT: '0' });
  options.metrics.gauge('jobs_waiting', 'Jobs that wait').set(3);
  const listener = createWorkerListener({ ...options, checks: { database } });
  t.after(() => listener.close());
  const client = testClient(String(await listener.listen()));
  assert.equal((await client.get('/readyz')).status, 200);
  assert.match((await client.get('/metrics')).text, /^jobs_waiting.* 3$/m);
  works = false;
  options.readiness.setNotReady('shutting down');
  assert.equal((await client.get('/readyz')).status, 503);
  assert.equal((await client.get('/livez')).status, 200);
});

test('without WORKER_PORT nothing listens', async () => {
  const listener = createWorkerListener({ ...parts({}), checks: {} });
  assert.equal(await listener.listen(), undefined);
  await listener.close();
});
