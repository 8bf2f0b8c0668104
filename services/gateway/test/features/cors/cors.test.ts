import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type TestClient, testClient } from '@linguamate/shared/testing/http';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';

const run = promisify(execFile);
const app = 'https://app.linguamate.com';
const www = 'https://www.linguamate.com';

function corsHeaders(headers: Headers): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}

describe('CORS', () => {
  let upstream: ScriptedUpstream;
  let gateway: TestGateway;
  let client: TestClient;
  before(async () => {
    upstream = await startService();
    gateway = await startGateway({
      upstreamUrl: upstream.url,
      env: { CORS_ORIGIN: `${app}, ${www}`, RATE_LIMIT_LOGIN_PER_MINUTE: '1' },
    });
    client = testClient(gateway.url);
  });
  after(async () => {
    await gateway.close();
    await upstream.close();
  });

  const curl = async (origin: string) => {
    const { stdout } = await run('curl', ['-s', '-i', '-H', `Origin: ${origin}`, `${gateway.url}/api/`]);
    return stdout.toLowerCase();
  };

  it('plan 1: curl from an allowed origin gets Access-Control-Allow-Origin', async () => {
    const answer = await curl(app);
    assert.match(answer, /^http\/1\.1 200/);
    assert.ok(answer.includes(`access-control-allow-origin: ${app}\r\n`));
  });

  it('plan 1: curl from a denied origin gets no Access-Control-Allow-Origin', async () => {
    const answer = await curl('https://evil.com');
    assert.match(answer, /^http\/1\.1 200/);
    assert.ok(!answer.includes('access-control-'));
  });

  for (const path of ['/api/', '/api/auth/x']) {
    it(`answers both allowed origins on ${path}, with credentials and Vary`, async () => {
      for (const origin of [app, www]) {
        const { headers } = await client.get(path, { headers: { origin } });
        assert.equal(headers.get('access-control-allow-origin'), origin);
        assert.equal(headers.get('access-control-allow-credentials'), 'true');
        assert.match(String(headers.get('access-control-expose-headers')), /x-request-id/);
        assert.match(String(headers.get('vary')), /origin/i);
      }
    });

    it(`gives look-alike origins nothing on ${path}`, async () => {
      const strangers = [
        `${app}.evil.com`,
        'https://evilapp.linguamate.com',
        'http://app.linguamate.com',
        `${app}:8443`,
        `${app}/`,
        'https://APP.linguamate.com',
        'https://app.linguamate.com`.evil.com',
        'null',
        '*',
      ];
      for (const origin of strangers) {
        const { headers } = await client.get(path, { headers: { origin } });
        assert.deepEqual(corsHeaders(headers), [], origin);
        assert.match(String(headers.get('vary')), /origin/i);
      }
    });
  }

  it('answers a preflight of every method, cached by the browser, without asking the service', async () => {
    const asked = upstream.requests.length;
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await client.request('OPTIONS', '/api/users/me', {
        headers: {
          origin: app,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,content-type,idempotency-key',
        },
      });
      assert.equal(status, 204);
      assert.equal(headers.get('access-control-allow-origin'), app);
      assert.ok(headers.get('access-control-allow-methods')?.includes(method));
      for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-match']) {
        assert.ok(headers.get('access-control-allow-headers')?.includes(name));
      }
      assert.equal(headers.get('access-control-max-age'), '600');
      assert.match(String(headers.get('vary')), /origin/i);
    }
    assert.equal(upstream.requests.length, asked);
  });

  it('answers the preflight of a denied origin without any permission', async () => {
    const { headers } = await client.request('OPTIONS', '/api/users/me', {
      headers: { origin: 'https://evil.com', 'access-control-request-method': 'DELETE' },
    });
    assert.deepEqual(corsHeaders(headers), []);
    assert.match(String(headers.get('vary')), /origin/i);
  });

  it('lets an allowed origin read 400, 401, 404, 413, 415, 429, 502 and 503', async () => {
    const read = async (expected: number, path: string, method = 'GET', extra: object = {}) => {
      const { status, headers } = await client.request(method, path, { headers: { origin: app }, ...extra });
      assert.equal(status, expected, path);
      assert.equal(headers.get('access-control-allow-origin'), app, String(expected));
      assert.match(String(headers.get('x-content-type-options')), /nosniff/);
    };
    await read(400, '/api/auth/a%2fb');
    await read(401, '/api/users/me');
    await read(404, '/nowhere');
    await read(413, '/api/auth/x', 'POST', { rawBody: 'x'.repeat(70_000) });
    const gzip = { rawBody: 'x', headers: { origin: app, 'content-encoding': 'gzip' } };
    await read(415, '/api/auth/x', 'POST', gzip);
    await client.post('/api/auth/login');
    await read(429, '/api/auth/login', 'POST');
    upstream.reply(replies.reset());
    await read(502, '/api/auth/x');
    upstream.reply(replies.json(503, {}));
    await read(503, '/api/auth/x');
  });
});

describe('CORS_ORIGIN=*', () => {
  it('outside production lets everyone in, but never with credentials', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url, env: { CORS_ORIGIN: '*' } });
    const { headers } = await testClient(gateway.url).get('/api/', {
      headers: { origin: 'https://any.example' },
    });
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('access-control-allow-credentials'), null);
    await gateway.close();
    await upstream.close();
  });
});
