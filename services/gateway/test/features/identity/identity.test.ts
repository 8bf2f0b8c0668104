import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { publishRevocation } from '@linguamate/shared/identity/revocations';
import { signAccessToken } from '@linguamate/shared/identity/tokens';
import { type TestClient, testClient } from '@linguamate/shared/testing/http';
import { createTestIssuer, type TestIssuer } from '@linguamate/shared/testing/identity';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { routeTable } from '../../../src/features/proxy/route-table.ts';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';

describe('identity at the edge', () => {
  let upstream: ScriptedUpstream;
  let issuer: TestIssuer;
  let gateway: TestGateway;
  let client: TestClient;
  before(async () => {
    upstream = await startService();
    issuer = await createTestIssuer();
    gateway = await startGateway({
      upstreamUrl: upstream.url,
      env: { AUTH_URL: issuer.url, LEARNING_URL: upstream.url },
    });
    client = testClient(gateway.url);
  });
  after(async () => {
    await gateway.close();
    await issuer.close();
    await upstream.close();
  });
  beforeEach(() => upstream.requests.splice(0));

  it('demands a token on every route that the table marks as required', async () => {
    for (const { prefix } of routeTable.filter(({ access }) => access === 'required')) {
      for (const path of [prefix, `${prefix}/x`]) {
        const answer = await client.get(path);
        assert.equal(answer.status, 401, path);
        assert.equal(answer.body.code, 'unauthenticated');
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
      }
    }
    assert.equal(upstream.requests.length, 0);
  });

  it('lets strangers in where a token is optional, but not with a bad token', async () => {
    assert.equal((await client.get('/api/courses')).status, 200);
    assert.equal((await client.get('/api/courses', { token: 'nonsense' })).status, 401);
    const basic = await client.get('/api/courses', { headers: { authorization: 'Basic eA==' } });
    assert.equal(basic.status, 401);
  });

  it('does not look at tokens on public routes', async () => {
    const answer = await client.post('/api/auth/login', { token: 'nonsense', body: {} });
    assert.notEqual(answer.status, 401);
  });

  it('verifies a token against the key set, once for many requests', async () => {
    const before = issuer.fetches();
    const token = await issuer.issueToken();
    const statuses = await Promise.all(
      Array.from({ length: 50 }, async () => (await client.get('/api/progress', { token })).status),
    );
    assert.deepEqual(new Set(statuses), new Set([200]));
    assert.equal(issuer.fetches(), before + 1);
  });

  it('accepts no edited, foreign, expired or unsigned token', async () => {
    const [header, payload, signature] = (await issuer.issueToken()).split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const edited = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    const stranger = await createTestIssuer();
    const past = { now: () => Date.now() - 3_600_000 };
    const sub = crypto.randomUUID();
    const expired = await signAccessToken({
      key: issuer.key(),
      issuer: issuer.issuer,
      audience: issuer.audience,
      ttlSeconds: 600,
      clock: past,
      claims: { sub, sid: sub, roles: ['learner'], auth_time: Math.floor(past.now() / 1000), amr: ['pwd'] },
    });
    const tokens = [
      `${header}.${edited}.${signature}`,
      `${none}.${payload}.`,
      `${header}.${payload}.`,
      await stranger.issueToken(),
      expired,
      'a.b.c',
      'x'.repeat(5_000),
    ];
    await stranger.close();
    for (const token of tokens) {
      const answer = await client.get('/api/progress', { token });
      assert.equal(answer.status, 401, token.slice(0, 40));
      assert.match(String(answer.headers.get('www-authenticate')), /^Bearer error="invalid_token"/);
      assert.equal(answer.body.code, token === expired ? 'token_expired' : 'unauthenticated');
    }
    assert.equal(upstream.requests.length, 0);
  });

  it('keeps known users signed in while auth is away', async () => {
    const token = await issuer.issueToken();
    assert.equal((await client.get('/api/progress', { token })).status, 200);
    issuer.setAway(true);
    assert.equal((await client.get('/api/progress', { token: await issuer.issueToken() })).status, 200);
    issuer.setAway(false);
  });

  it('two Authorization headers are refused', async () => {
    const { request } = await import('node:http');
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(`${gateway.url}/api/progress`, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.setHeader('authorization', ['Bearer a', 'Bearer b']);
      sent.on('error', reject);
      sent.end();
    });
    assert.equal(status, 400);
    assert.equal(upstream.requests.length, 0);
  });
});

describe('a revocation', () => {
  it('is in force on every gateway within a second, for cached tokens too', async () => {
    const upstream = await startService();
    const issuer = await createTestIssuer();
    const prefix = createTestRedis().prefix.replaceAll(':', '-');
    const options = { upstreamUrl: upstream.url, prefix, env: { AUTH_URL: issuer.url } };
    const gateways = [await startGateway(options), await startGateway(options)];
    const sid = crypto.randomUUID();
    const token = await issuer.issueToken({ sid });
    const other = await issuer.issueToken();
    const statusesOf = (bearer: string) =>
      Promise.all(
        gateways.map(
          async ({ url }) => (await testClient(url).get('/api/progress', { token: bearer })).status,
        ),
      );
    assert.deepEqual(await statusesOf(token), [200, 200]);
    const [first] = gateways;
    assert.ok(first);
    await publishRevocation(first.dependencies.redis, prefix, {
      sessionId: sid,
      untilMs: Date.now() + 600_000,
    });
    await waitFor(async () => (await statusesOf(token)).every((status) => status === 401), {
      timeoutMs: 1_000,
    });
    assert.deepEqual(await statusesOf(other), [200, 200]);
    const late = await startGateway(options);
    assert.equal(
      (await testClient(late.url).get('/api/progress', { token })).status,
      401,
      'a new gateway knows it',
    );
    for (const gateway of [...gateways, late]) await gateway.close();
    await issuer.close();
    await upstream.close();
  });
});
