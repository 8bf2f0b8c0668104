import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { testClient } from '@linguamate/shared/testing/http';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';

const well = { status: 'ok', dependencies: { database: 'ok', redis: 'ok' } };

describe('health', () => {
  let upstream: ScriptedUpstream;
  let gateway: TestGateway;
  before(async () => {
    upstream = await startService(well);
    gateway = await startGateway({
      upstreamUrl: upstream.url,
      env: { GIT_COMMIT_SHA: '0123456789abcdef', RATE_LIMIT_ADDRESS_PER_MINUTE: '1' },
    });
  });
  after(async () => {
    await gateway.close();
    await upstream.close();
  });

  for (const listener of ['url', 'internalUrl'] as const) {
    it(`plan 7: the report on the ${listener} has status, build and dependencies`, async () => {
      const answer = await testClient(gateway[listener]).get('/health');
      assert.equal(answer.status, 200);
      assert.equal(answer.body.status, 'ok');
      assert.equal(answer.body.buildSha, '0123456');
      assert.deepEqual(answer.body.dependencies, {
        database: 'ok',
        redis: 'ok',
        toolkit: 'ok',
        auth: 'ok',
        learning: 'ok',
      });
      assert.equal(answer.body.env, 'test');
      assert.ok(!Number.isNaN(Date.parse(String(answer.body.timestamp))));
      assert.ok(Number(answer.body.uptime) > 0);
      assert.ok(answer.body.version);
    });
  }

  it('plan 7: the report is 503 when a dependency is down, while the gateway stays ready', async () => {
    upstream.always(replies.json(503, { dependencies: { database: 'error' } }));
    const client = testClient(gateway.url);
    await waitFor(async () => (await client.get('/health')).status === 503, {
      message: 'the cached report to end',
    });
    const { body } = await client.get('/health');
    assert.equal(body.status, 'degraded');
    assert.equal((body.dependencies as Record<string, string>).database, 'error');
    assert.equal((await client.get('/readyz')).status, 200);
    assert.equal((await client.get('/livez')).status, 200);
    upstream.always(replies.json(200, well));
  });

  it('readiness ends with the first sign of shutdown, and answers ask clients to reconnect', async () => {
    const own = await startGateway({ upstreamUrl: upstream.url });
    const client = testClient(own.url);
    own.dependencies.readiness.setNotReady('shutting down');
    assert.equal((await client.get('/readyz')).status, 503);
    assert.equal((await client.get('/livez')).status, 200);
    const answer = await client.get('/api/auth/x');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('connection'), 'close');
    await own.close();
  });
});

describe('metrics', () => {
  it('plan 11: duration, count and errors by route pattern, on the internal listener only', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    const client = testClient(gateway.url);
    await client.get('/api/auth/secret-id-1');
    await client.get('/api/auth/secret-id-2');
    upstream.reply(replies.reset());
    await client.get('/api/auth/x');
    await client.get('/nowhere/secret-id-3');
    const metrics = async () => (await testClient(gateway.internalUrl).get('/metrics')).text;
    await waitFor(async () => /http_requests_total\{[^}]*status="404"/.test(await metrics()));
    const text = await metrics();
    assert.match(text, /http_requests_total\{method="GET",route="\/api\/auth\/\*",status="200"[^}]*\} 2/);
    assert.match(
      text,
      /http_request_errors_total\{method="GET",route="\/api\/auth\/\*",status="502"[^}]*\} 1/,
    );
    assert.match(text, /http_request_duration_seconds_bucket\{le="0.1",[^}]*route="\/api\/auth\/\*"/);
    assert.doesNotMatch(text, /secret-id/);
    assert.equal((await client.get('/metrics')).status, 404);
    await gateway.close();
    await upstream.close();
  });

  it('are on the public listener where configured', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url, env: { METRICS_PUBLIC: 'true' } });
    const answer = await testClient(gateway.url).get('/metrics');
    assert.equal(answer.status, 200);
    assert.match(answer.text, /http_requests_total/);
    await gateway.close();
    await upstream.close();
  });

  it('one access line per request, with the reason in one word and no secret', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    await testClient(gateway.url).get('/api/users/me?secret-query=1', { token: 'secret-token' });
    await waitFor(() => gateway.log.lines.some(({ status }) => status === 401));
    const lines = gateway.log.lines.filter(({ msg }) => msg === 'request');
    assert.equal(lines.length, 1);
    assert.equal(lines[0]?.reason, 'unauthenticated');
    assert.equal(lines[0]?.route, '/api/users/*');
    assert.doesNotMatch(gateway.log.text(), /secret-token|secret-query/);
    await gateway.close();
    await upstream.close();
  });
});
