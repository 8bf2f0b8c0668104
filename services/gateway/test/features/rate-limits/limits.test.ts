import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { testClient } from '@linguamate/shared/testing/http';
import { createTestIssuer, type TestIssuer } from '@linguamate/shared/testing/identity';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';
import { sendRaw, statusOf } from '../../support/raw-http.ts';

describe('limits', () => {
  let upstream: ScriptedUpstream;
  let issuer: TestIssuer;
  const open: TestGateway[] = [];
  before(async () => {
    upstream = await startService();
    issuer = await createTestIssuer();
  });
  after(async () => {
    await issuer.close();
    await upstream.close();
  });
  beforeEach(async () => {
    upstream.requests.splice(0);
  });
  const start = async (env: Record<string, string>, prefix?: string) => {
    const gateway = await startGateway({
      upstreamUrl: upstream.url,
      env,
      overrides: { verifier: issuer.verifier() },
      ...(prefix === undefined ? {} : { prefix }),
    });
    open.push(gateway);
    return gateway;
  };
  const closeAll = async () => {
    for (const gateway of open.splice(0)) await gateway.close();
  };

  it('plan 6: thirty requests to one gateway, and the next to another gets 429', async () => {
    const { prefix } = createTestRedis();
    const first = await start({ RATE_LIMIT_ADDRESS_PER_MINUTE: '30' }, prefix);
    const second = await start({ RATE_LIMIT_ADDRESS_PER_MINUTE: '30' }, prefix);
    for (let count = 1; count <= 30; count++) {
      const { status, headers } = await testClient(first.url).get('/api/');
      assert.equal(status, 200);
      assert.equal(headers.get('x-ratelimit-limit'), '30');
      assert.equal(headers.get('x-ratelimit-remaining'), String(30 - count));
    }
    const answer = await testClient(second.url).get('/api/');
    assert.equal(answer.status, 429);
    assert.equal(answer.body.code, 'rate_limited');
    assert.equal(answer.headers.get('x-ratelimit-remaining'), '0');
    const retryAfter = Number(answer.headers.get('retry-after'));
    assert.ok(retryAfter > 0 && retryAfter <= 60, String(retryAfter));
    assert.equal(answer.headers.get('x-ratelimit-reset'), String(retryAfter));
    assert.equal(answer.body.retryAfter, retryAfter);
    assert.equal(answer.headers.get('ratelimit-policy'), '"address";q=30;w=60');
    assert.equal(answer.headers.get('ratelimit'), `"address";r=0;t=${retryAfter}`);
    await closeAll();
  });

  it('two gateways, 1,000 concurrent requests, limit 100: exactly 100 pass', {
    timeout: 60_000,
  }, async () => {
    const { prefix } = createTestRedis();
    const env = { RATE_LIMIT_ADDRESS_PER_MINUTE: '100', RATE_LIMIT_REDIS_TIMEOUT_MS: '20000' };
    const gateways = [await start(env, prefix), await start(env, prefix)];
    const statuses = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => {
        const answer = await fetch(`${gateways[index % 2]?.url}/api/auth/x`);
        await answer.arrayBuffer();
        return answer.status;
      }),
    );
    assert.equal(statuses.filter((status) => status === 200).length, 100);
    assert.equal(statuses.filter((status) => status === 429).length, 900);
    assert.equal(upstream.requests.length, 100);
    await closeAll();
  });

  it('the 61st login in a minute is refused, under any spelling of the path, and nothing else starves', async () => {
    const gateway = await start({ RATE_LIMIT_LOGIN_PER_MINUTE: '60' });
    const client = testClient(gateway.url);
    const spellings = ['/api/auth/login', '/api/auth/%6cogin', '/api/auth/login?x=1', '/api/auth/login/'];
    for (let count = 0; count < 60; count++) {
      assert.equal((await client.post(spellings[count % 4] ?? '', { body: {} })).status, 200);
    }
    for (const path of spellings) {
      const answer = await client.post(path, { body: {} });
      assert.equal(answer.status, 429, path);
      assert.match(String(answer.headers.get('ratelimit-policy')), /"login";q=60;w=60/);
    }
    assert.equal((await client.post('/api/auth/refresh', { body: {} })).status, 200);
    assert.equal((await client.post('/api/auth/logout')).status, 200);
    assert.equal((await client.get('/livez')).status, 200);
    assert.equal(upstream.requests.filter(({ path }) => path.includes('ogin')).length, 60);
    await closeAll();
  });

  it('count unknown paths and wrong methods, but never probes', async () => {
    const gateway = await start({ RATE_LIMIT_ADDRESS_PER_MINUTE: '3' });
    const client = testClient(gateway.url);
    assert.equal((await client.get('/nowhere')).status, 404);
    assert.equal((await client.request('HEAD', '/api/auth/x')).status, 200);
    assert.equal((await client.delete('/api/')).status, 405);
    assert.equal((await client.get('/nowhere')).status, 429);
    for (let count = 0; count < 10; count++) assert.equal((await client.get('/livez')).status, 200);
    await closeAll();
  });

  it('count a signed-in user by name, so that one address may hold many users', async () => {
    const gateway = await start({ RATE_LIMIT_USER_PER_MINUTE: '3', RATE_LIMIT_ADDRESS_PER_MINUTE: '1000' });
    const client = testClient(gateway.url);
    const [one, other] = [await issuer.issueToken(), await issuer.issueToken()];
    for (let count = 0; count < 3; count++) {
      assert.equal((await client.get('/api/users/me', { token: one })).status, 200);
    }
    const refused = await client.get('/api/users/me', { token: one });
    assert.equal(refused.status, 429);
    assert.match(String(refused.headers.get('ratelimit-policy')), /"user";q=3;w=60/);
    assert.equal((await client.get('/api/users/me', { token: other })).status, 200);
    await closeAll();
  });

  it('count the same user with another token together', async () => {
    const gateway = await start({ RATE_LIMIT_USER_PER_MINUTE: '2' });
    const client = testClient(gateway.url);
    const sub = crypto.randomUUID();
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) {
      const token = await issuer.issueToken({ sub });
      statuses.push((await client.get('/api/users/me', { token })).status);
    }
    assert.deepEqual(statuses, [200, 200, 429]);
    await closeAll();
  });

  it('cannot be escaped or burnt for others with X-Forwarded-For from a stranger', async () => {
    const gateway = await start({ RATE_LIMIT_ADDRESS_PER_MINUTE: '2' });
    const client = testClient(gateway.url);
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) {
      statuses.push(
        (await client.get('/api/', { headers: { 'x-forwarded-for': `10.0.0.${count}` } })).status,
      );
    }
    assert.deepEqual(statuses, [200, 200, 429]);
    await closeAll();
  });

  it('believe the address that a trusted proxy gives, and count IPv6 by /64', async () => {
    const env = { RATE_LIMIT_ADDRESS_PER_MINUTE: '1', TRUSTED_PROXIES: '127.0.0.0/8' };
    const gateway = await start(env);
    const client = testClient(gateway.url);
    const from = async (address: string) =>
      (await client.get('/api/', { headers: { 'x-forwarded-for': address } })).status;
    assert.equal(await from('192.0.2.1'), 200);
    assert.equal(await from('192.0.2.1'), 429);
    assert.equal(await from('192.0.2.2'), 200);
    assert.equal(await from('2001:db8:1:2::1'), 200);
    assert.equal(await from('2001:db8:1:2:ffff::9'), 429);
    assert.equal(await from('2001:db8:1:3::1'), 200);
    assert.equal(await from('6.6.6.6, 192.0.2.2'), 429, 'only the entry of the trusted proxy counts');
    await closeAll();
  });

  it('use up nothing for refused requests', async () => {
    const gateway = await start({ RATE_LIMIT_LOGIN_PER_MINUTE: '1', RATE_LIMIT_ADDRESS_PER_MINUTE: '5' });
    const client = testClient(gateway.url);
    for (let count = 0; count < 20; count++) await client.post('/api/auth/login', { body: {} });
    const { headers } = await client.get('/api/');
    assert.equal(headers.get('x-ratelimit-remaining'), '3');
    await closeAll();
  });

  it('treat pipelined requests one by one', async () => {
    const gateway = await start({ RATE_LIMIT_ADDRESS_PER_MINUTE: '1' });
    const one = 'GET /api/ HTTP/1.1\r\nHost: a\r\n\r\n';
    const answers = await sendRaw(gateway.port, one + one, { until: /rate_limited/ });
    assert.equal(statusOf(answers), 200);
    assert.match(answers, /HTTP\/1\.1 429/);
    await closeAll();
  });
});
