import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestClient, testClient } from '@linguamate/shared/testing/http';
import { createTestIssuer, type TestIssuer } from '@linguamate/shared/testing/identity';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';

describe('forwarding', () => {
  let upstream: ScriptedUpstream;
  let issuer: TestIssuer;
  let gateway: TestGateway;
  let client: TestClient;
  before(async () => {
    upstream = await startService();
    issuer = await createTestIssuer();
    gateway = await startGateway({ upstreamUrl: upstream.url, overrides: { verifier: issuer.verifier() } });
    client = testClient(gateway.url);
  });
  after(async () => {
    await gateway.close();
    await issuer.close();
    await upstream.close();
  });
  const last = () => {
    const request = upstream.requests.at(-1);
    assert.ok(request);
    return request;
  };

  it('passes method, path, query and body on unchanged', async () => {
    const path = '/api/auth/x/%C3%A9t%C3%A9?b=2&a=1&a=%20%2B&empty=';
    const answer = await client.post(path, { rawBody: '{ "a" : 1 }' });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, { ok: true });
    assert.equal(last().method, 'POST');
    assert.equal(last().path, path);
    assert.equal(last().body.toString(), '{ "a" : 1 }');
    assert.equal(last().headers['content-type'], 'application/json');
  });

  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    it(`forwards ${method}`, async () => {
      const answer = await client.request(method, '/api/auth/things');
      assert.equal(answer.status, 200);
      assert.equal(last().method, method);
    });
  }

  it('answers HEAD with headers and no body', async () => {
    const answer = await client.request('HEAD', '/api/auth/things');
    assert.equal(answer.status, 200);
    assert.equal(answer.text, '');
    assert.equal(last().method, 'HEAD');
  });

  it('deletes every identity and forwarding header of the client and sets its own', async () => {
    const forged = {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
      'x-forwarded-user': 'admin',
      forwarded: 'for=6.6.6.6',
      'x-real-ip': '6.6.6.6',
      'true-client-ip': '6.6.6.6',
      'cf-connecting-ip': '6.6.6.6',
      'x-user-id': 'someone-else',
      'x-user-role': 'admin',
      x_user_id: 'someone-else',
      'x-internal-token': 'letmein',
      'x-session-id': 'stolen',
      'x-gateway-secret': 'x',
      'x-auth-request-user': 'admin',
      'x-role': 'admin',
      'x-original-url': '/internal',
      'x-rewrite-url': '/internal',
      'x-http-method-override': 'DELETE',
      'proxy-authorization': 'Basic eA==',
      'x-request-timeout-ms': '999999999',
      baggage: 'k=v',
      te: 'trailers',
    };
    await client.get('/api/auth/x', {
      headers: { ...forged, 'x-harmless': 'kept', 'accept-language': 'es' },
    });
    const { headers } = last();
    const own = new Set(['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-request-timeout-ms']);
    for (const name of Object.keys(forged)) {
      if (!own.has(name)) assert.equal(headers[name], undefined, name);
    }
    assert.equal(headers['x-forwarded-for'], '127.0.0.1');
    assert.equal(headers['x-forwarded-proto'], 'http');
    assert.equal(headers['x-forwarded-host'], new URL(gateway.url).host);
    assert.equal(headers.host, new URL(upstream.url).host);
    assert.ok(Number(headers['x-request-timeout-ms']) <= 30_000);
    assert.equal(headers['x-harmless'], 'kept');
    assert.equal(headers['accept-language'], 'es');
  });

  it('deletes forged identity headers also beside a valid token, and forwards the token itself', async () => {
    const token = await issuer.issueToken();
    const answer = await client.get('/api/users/me', { token, headers: { 'x-user-id': 'someone-else' } });
    assert.equal(answer.status, 200);
    assert.equal(last().headers['x-user-id'], undefined);
    assert.equal(last().headers.authorization, `Bearer ${token}`);
  });

  it('sets a request id and trace context of its own, and keeps sane ones', async () => {
    const fresh = await client.get('/api/auth/x', {
      headers: { 'x-request-id': 'bad id!', traceparent: 'no' },
    });
    assert.match(String(last().headers['x-request-id']), /^[0-9a-f-]{36}$/);
    assert.match(String(last().headers.traceparent), /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
    assert.equal(fresh.headers.get('x-request-id'), last().headers['x-request-id']);
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const kept = await client.get('/api/auth/x', {
      headers: { 'x-request-id': 'client-id-12345', traceparent: `00-${trace}-b7ad6b7169203331-01` },
    });
    assert.equal(kept.headers.get('x-request-id'), 'client-id-12345');
    assert.equal(last().headers['x-request-id'], 'client-id-12345');
    assert.ok(String(last().headers.traceparent).startsWith(`00-${trace}-`));
  });

  it('deletes hop-by-hop, server and CORS headers of the service and merges Vary', async () => {
    upstream.reply(({ response }) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'access-control-allow-credentials': 'true',
        'x-powered-by': 'secret-framework',
        server: 'secret-server',
        'x-internal-shard': '7',
        'keep-alive': 'timeout=5',
        'proxy-authenticate': 'Basic',
        'x-frame-options': 'ALLOWALL',
        vary: 'Accept-Language',
        etag: '"v1"',
        'set-cookie': ['a=1', 'b=2'],
      });
      response.end('{}');
    });
    const { headers } = await client.get('/api/auth/x');
    for (const name of [
      'access-control-allow-origin',
      'access-control-allow-credentials',
      'x-powered-by',
      'server',
      'x-internal-shard',
      'proxy-authenticate',
    ]) {
      assert.equal(headers.get(name), null, name);
    }
    assert.equal(headers.get('x-frame-options'), 'DENY');
    assert.equal(headers.get('etag'), '"v1"');
    assert.deepEqual(headers.getSetCookie(), ['a=1', 'b=2']);
    const vary = String(headers.get('vary')).toLowerCase();
    assert.ok(vary.includes('accept-language') && vary.includes('origin'), vary);
  });

  it('never follows a redirect and hides the address of the service in it', async () => {
    upstream.reply(replies.redirect(`${upstream.url}/api/auth/next?a=1`));
    const internal = await client.get('/api/auth/x');
    assert.equal(internal.status, 307);
    assert.equal(internal.headers.get('location'), '/api/auth/next?a=1');
    upstream.reply(replies.redirect('https://accounts.example.com/o?x=1'));
    const external = await client.get('/api/auth/x');
    assert.equal(external.headers.get('location'), 'https://accounts.example.com/o?x=1');
  });

  it('keeps answers about a user out of shared caches unless the service says otherwise', async () => {
    const token = await issuer.issueToken();
    const silent = await client.get('/api/users/me', { token });
    assert.equal(silent.headers.get('cache-control'), 'private, no-store');
    upstream.reply(replies.json(200, {}, { 'cache-control': 'private, max-age=5' }));
    const said = await client.get('/api/users/me', { token });
    assert.equal(said.headers.get('cache-control'), 'private, max-age=5');
  });

  it('passes 204, 304 and unknown error statuses through as they are', async () => {
    for (const status of [204, 304, 404, 409, 418, 500]) {
      upstream.reply(({ response }) => void response.writeHead(status).end());
      assert.equal((await client.get('/api/auth/x')).status, status);
    }
  });
});
