import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { testClient } from '@linguamate/shared/testing/http';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';
import { sendRaw, statusOf } from '../../support/raw-http.ts';

describe('the guard', () => {
  let upstream: ScriptedUpstream;
  let gateway: TestGateway;
  before(async () => {
    upstream = await startService();
    gateway = await startGateway({ upstreamUrl: upstream.url });
  });
  after(async () => {
    await gateway.close();
    await upstream.close();
  });
  beforeEach(() => upstream.requests.splice(0));
  const target = async (path: string, headers = 'Host: a') =>
    statusOf(await sendRaw(gateway.port, `GET ${path} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`));

  it('refuses paths that climb, hide or confuse', async () => {
    const paths = [
      '/api/auth/../internal',
      '/api/auth/..%2finternal',
      '/api/auth/%2e%2e/internal',
      '/api/auth/.%2E/x',
      '/api/auth/./x',
      '/api/auth/x%00.json',
      '/api/auth/a%2fb',
      '/api/auth/a%5cb',
      '/api/auth\\x',
      '/api/auth/%0d%0aX:1',
      '/api/auth/%zz',
      '/api/auth/x#frag',
      '/api/auth/caf\u00e9',
      'http://internal/api/auth/x',
    ];
    for (const path of paths) assert.equal(await target(path), 400, path);
    assert.equal(upstream.requests.length, 0);
  });

  it('knows no other spelling of a protected prefix', async () => {
    for (const path of [
      '/API/users/me',
      '//api/users/me',
      '/api//users/me',
      '/api;x/users/me',
      '/internal/openapi.json',
    ]) {
      assert.equal(await target(path), 404, path);
    }
    assert.equal(await target('/%61pi/users/me'), 401, 'an encoded letter is the same letter');
    assert.equal(upstream.requests.length, 0);
  });

  it('refuses headers that two servers could read in two ways', async () => {
    const heads = [
      'Host: a\r\nHost: b',
      'Host: a\r\nAuthorization: Bearer x\r\nAuthorization: Bearer y',
      'Host: a\r\nContent-Type: application/json\r\nContent-Type: text/plain',
      'Host: a\r\nContent-Length: 0\r\nContent-Length: 1',
      'Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked',
      'Host: a\r\nTransfer-Encoding: chunked, identity',
      'Host: a\r\nTransfer-Encoding: xchunked',
      'Host: a\r\nIdempotency-Key: a\r\nIdempotency-Key: b',
      'Host: a\r\nX : y',
      'Host: a\r\n X-Folded: y',
      'Host: a\r\nX: a\u0000b',
    ];
    for (const head of heads) assert.equal(await target('/api/auth/x', head), 400, JSON.stringify(head));
    assert.equal(await target('/api/auth/x', 'X-Nothing: 1'), 400, 'no Host at all');
    assert.equal(upstream.requests.length, 0);
  });

  it('does not let a smuggled second request through', async () => {
    const smuggled =
      'POST /api/auth/x HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' +
      'GET /api/auth/smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
    const answer = await sendRaw(gateway.port, smuggled, { until: /requestId/ });
    assert.equal(statusOf(answer), 400);
    assert.ok(upstream.requests.every(({ path }) => !path.includes('smuggled')));
  });

  it('cannot be used to drop headers that decide who one is', async () => {
    await sendRaw(
      gateway.port,
      'GET /api/auth/x HTTP/1.1\r\nHost: a\r\nConnection: close, x-forwarded-for, x-request-id, x-mine\r\nX-Mine: 1\r\n\r\n',
    );
    const [request] = upstream.requests;
    assert.equal(request?.headers['x-forwarded-for'], '127.0.0.1');
    assert.ok(request?.headers['x-request-id']);
    assert.equal(request?.headers['x-mine'], undefined);
  });

  it('answers too many or too large headers with 431', async () => {
    assert.equal(await target('/api/auth/x', `Host: a\r\nX-Big: ${'x'.repeat(20_000)}`), 431);
    const many = Array.from({ length: 2_000 }, (_, index) => `X-${index}: 1`).join('\r\n');
    assert.equal(await target('/api/auth/x', `Host: a\r\n${many}`), 431);
  });

  it('serves no method but those of the API', async () => {
    for (const method of ['TRACE', 'CONNECT', 'PROPFIND', 'PURGE', 'FOO']) {
      const answer = await sendRaw(
        gateway.port,
        `${method} /api/auth/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      );
      assert.ok(answer === '' || statusOf(answer) >= 400, method);
    }
    const tunnelled = await testClient(gateway.url).post('/api/auth/x', {
      headers: {
        'x-http-method-override': 'DELETE',
        'x-http-method': 'DELETE',
        'x-method-override': 'DELETE',
      },
    });
    assert.equal(tunnelled.status, 200);
    assert.equal(upstream.requests.at(-1)?.method, 'POST');
    assert.equal(upstream.requests.at(-1)?.headers['x-http-method-override'], undefined);
  });

  it('puts the security headers on every answer', async () => {
    const client = testClient(gateway.url);
    for (const path of ['/api/', '/api/auth/x', '/nowhere', '/api/users/me', '/livez', '/api/auth/a%2fb']) {
      const { headers } = await client.get(path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(
        headers.get('content-security-policy'),
        "default-src 'none'; frame-ancestors 'none'",
        path,
      );
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.match(String(headers.get('strict-transport-security')), /max-age=\d{8}/, path);
      assert.equal(headers.get('x-frame-options'), 'DENY', path);
      assert.equal(headers.get('x-powered-by'), null, path);
    }
  });

  it('is alive and well after all that', async () => {
    assert.equal((await testClient(gateway.url).get('/api/auth/x')).status, 200);
  });
});
