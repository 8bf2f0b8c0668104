import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type TestClient, testClient } from '@linguamate/shared/testing/http';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';
import { startRawServer } from '../../support/raw-http.ts';

/** No breaker may open here: it would hide what the single attempts do. */
const patient = { minimumCalls: 100_000 };

describe('a service that fails', () => {
  let upstream: ScriptedUpstream;
  let gateway: TestGateway;
  let client: TestClient;
  before(async () => {
    upstream = await startService();
    gateway = await startGateway({
      upstreamUrl: upstream.url,
      breakers: patient,
      env: { REQUEST_TIMEOUT_MS: '400' },
    });
    client = testClient(gateway.url);
  });
  after(async () => {
    await gateway.close();
    await upstream.close();
  });
  beforeEach(() => upstream.requests.splice(0));

  it('is asked once when it answers 503, whatever Retry-After says', async () => {
    upstream.reply(replies.json(503, {}, { 'retry-after': '5' }));
    const answer = await client.get('/api/auth/x');
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get('retry-after'), '5');
    assert.equal(upstream.requests.length, 1);
  });

  it('is asked once when it resets the connection: 502 without its address', async () => {
    for (const method of ['GET', 'POST']) {
      upstream.requests.splice(0);
      upstream.reply(replies.reset());
      const answer = await client.request(method, '/api/auth/x');
      assert.equal(answer.status, 502);
      assert.equal(answer.body.code, 'upstream_failed');
      assert.match(String(answer.headers.get('content-type')), /^application\/problem\+json/);
      assert.doesNotMatch(answer.text, /127\.0\.0\.1|ECONN|UND_/);
      assert.equal(upstream.requests.length, 1);
    }
  });

  it('gets 502 in its place when it breaks off a small answer', async () => {
    upstream.reply(replies.truncated());
    const answer = await client.get('/api/auth/x');
    assert.equal(answer.status, 502);
  });

  it('makes the client see a cut connection when it breaks off a large answer', async () => {
    upstream.reply(({ response, socket }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000' });
      response.write('x'.repeat(100_000), () => socket.destroy());
    });
    await assert.rejects(client.get('/api/auth/x'));
  });

  it('that never answers is given up at the deadline: 504, logged with the request id', async () => {
    upstream.reply(replies.silent());
    const startedAt = performance.now();
    const answer = await client.get('/api/auth/x');
    assert.equal(answer.status, 504);
    assert.equal(answer.body.code, 'upstream_timeout');
    assert.ok(performance.now() - startedAt < 3_000);
    const requestId = answer.headers.get('x-request-id');
    const line = gateway.log.lines.find((entry) => entry.requestId === requestId);
    assert.equal(line?.reason, 'upstream');
    await waitFor(() => upstream.requests[0]?.aborted, { message: 'the request to be cancelled' });
  });

  it('is told how much time is left, a little less than the gateway has', async () => {
    await client.get('/api/auth/x');
    const timeoutMs = Number(upstream.requests[0]?.headers['x-request-timeout-ms']);
    assert.ok(timeoutMs > 50 && timeoutMs <= 150, String(timeoutMs));
  });

  it('that passes on its own 408 is heard', async () => {
    upstream.reply(replies.json(408, { code: 'request_timeout' }));
    assert.equal((await client.get('/api/auth/x')).status, 408);
  });

  it('keeps working after 300 KB error bodies: no connection is leaked', async () => {
    upstream.always(replies.raw(503, 'text/plain', 'x'.repeat(300_000)));
    for (let count = 0; count < 20; count++) assert.equal((await client.get('/api/auth/x')).status, 503);
    assert.ok(upstream.openSockets() <= 2, String(upstream.openSockets()));
    upstream.always(replies.json(200, {}));
    assert.equal((await client.get('/api/auth/x')).status, 200);
  });

  it('that speaks no HTTP is answered for with 502', async () => {
    const garbage = await startRawServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    const other = await startGateway({ upstreamUrl: garbage.url, breakers: patient });
    const answer = await testClient(other.url).get('/api/auth/x');
    assert.equal(answer.status, 502);
    assert.equal(garbage.connections(), 1);
    await other.close();
    await garbage.close();
  });
});

describe('a service that is away', () => {
  it('gives 503 with Retry-After and no address; a safe method is tried twice, others once', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url, breakers: patient });
    const client = testClient(gateway.url);
    await upstream.refuse();
    for (const method of ['GET', 'POST']) {
      const answer = await client.request(method, '/api/auth/x');
      assert.equal(answer.status, 503);
      assert.equal(answer.body.code, 'service_unavailable');
      assert.ok(Number(answer.headers.get('retry-after')) >= 1);
      assert.equal(answer.body.retryAfter, Number(answer.headers.get('retry-after')));
      assert.doesNotMatch(answer.text, /ECONNREFUSED|127\.0\.0\.1|:\d{4}/);
    }
    await upstream.accept();
    assert.equal((await client.get('/api/auth/x')).status, 200);
    await gateway.close();
    await upstream.close();
  });

  it('gives 503 when its name cannot be resolved', async () => {
    const gateway = await startGateway({ upstreamUrl: 'http://service.invalid:8101', breakers: patient });
    const answer = await testClient(gateway.url).get('/api/auth/x');
    assert.equal(answer.status, 503);
    assert.doesNotMatch(answer.text, /invalid:|ENOTFOUND|EAI_AGAIN/);
    await gateway.close();
  });
});

describe('the breaker of a service', () => {
  const quick = { resetMs: 300 };

  it('opens after five failures, answers 503 without asking, lets one probe through and closes', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url, breakers: quick });
    const client = testClient(gateway.url);
    upstream.always(replies.reset());
    for (let count = 0; count < 5; count++) assert.equal((await client.get('/api/auth/x')).status, 502);
    const asked = upstream.requests.length;
    const refused = await client.get('/api/auth/x');
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.equal(upstream.requests.length, asked);
    assert.equal((await client.get('/api/auth/x/y')).status, 503);
    upstream.always(replies.json(200, {}));
    assert.equal(
      (await client.get('/.well-known/jwks.json')).status,
      200,
      'other routes have their own breaker',
    );
    await waitFor(async () => (await client.get('/api/auth/x')).status === 200, {
      message: 'the breaker to close',
    });
    await gateway.close();
    await upstream.close();
  });

  it('opens when a load balancer answers for a service that is not there', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url, breakers: quick });
    upstream.always(replies.raw(503, 'text/html', '<h1>503</h1>'));
    const client = testClient(gateway.url);
    for (let count = 0; count < 5; count++) await client.get('/api/auth/x');
    assert.equal((await client.get('/api/auth/x')).body.code, 'service_unavailable');
    await gateway.close();
    await upstream.close();
  });

  it('stays closed when clients go away, when they err, and when the service says 500 or 503 itself', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url, breakers: quick });
    const client = testClient(gateway.url);
    const problem = { 'content-type': 'application/problem+json' };
    for (const status of [400, 404, 422, 429, 500]) {
      upstream.always(replies.json(status, {}));
      for (let count = 0; count < 6; count++) await client.get('/api/auth/x');
    }
    upstream.always(replies.json(503, { code: 'capability_unavailable' }, problem));
    for (let count = 0; count < 12; count++) await client.get('/api/auth/x');
    upstream.always(replies.json(502, { error: 'the AI upstream failed' }));
    for (let count = 0; count < 12; count++) assert.equal((await client.get('/api/auth/x')).status, 502);
    upstream.always(replies.silent());
    for (let count = 0; count < 6; count++) {
      const seen = upstream.requests.length;
      const leaving = new AbortController();
      const left = fetch(`${gateway.url}/api/auth/x`, { signal: leaving.signal });
      await waitFor(() => upstream.requests.length > seen);
      leaving.abort();
      await assert.rejects(left);
    }
    upstream.always(replies.json(200, {}));
    assert.equal((await client.get('/api/auth/x')).status, 200);
    await gateway.close();
    await upstream.close();
  });
});
