import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { createJwksClient } from '../../src/identity/jwks.ts';
import { createTokenVerifier } from '../../src/identity/verifier.ts';
import { createTestClock, type TestClock } from '../../src/testing/clock.ts';
import { createTestIssuer, createTestKey, type TestIssuer } from '../../src/testing/identity.ts';
import { silentLogger } from '../../src/testing/logger.ts';
import { waitFor } from '../../src/testing/wait-for.ts';

describe('key set client', () => {
  let issuer: TestIssuer;
  let clock: TestClock;
  beforeEach(async () => {
    clock = createTestClock();
    issuer = await createTestIssuer({ clock });
  });
  afterEach(() => issuer.close());

  const client = (url = issuer.jwksUrl) =>
    createJwksClient({ url, clock, logger: silentLogger(), timeoutMs: 500 });
  const verifier = (jwks = client()) =>
    createTokenVerifier({ jwks, issuer: issuer.issuer, audience: issuer.audience, clock });

  it('fetches the keys once for a hundred tokens that arrive together', async () => {
    const tokens = await Promise.all(Array.from({ length: 100 }, () => issuer.issueToken()));
    const { verify } = verifier();
    await Promise.all(tokens.map((token) => verify(token)));
    assert.equal(issuer.fetches(), 1);
  });

  it('picks up a new key when a token names it, once the cool-down is over', async () => {
    const { verify } = verifier();
    await verify(await issuer.issueToken());
    clock.advance(30_000);
    await issuer.rotate();
    await verify(await issuer.issueToken());
    assert.equal(issuer.fetches(), 2);
  });

  it('does not fetch more than once in thirty seconds for any number of invented key ids', async () => {
    const jwks = client();
    await jwks.find(issuer.key().kid);
    const invented = Array.from({ length: 1_000 }, (_, index) => jwks.find(`invented-${index}`));
    assert.deepEqual(new Set(await Promise.all(invented)), new Set([undefined]));
    assert.equal(issuer.fetches(), 1);
    clock.advance(30_000);
    await Promise.all(Array.from({ length: 100 }, (_, index) => jwks.find(`later-${index}`)));
    assert.equal(issuer.fetches(), 2);
  });

  it('forgets a retired key after the age limit, in the background', async () => {
    const jwks = client();
    const old = issuer.key().kid;
    assert.ok(await jwks.find(old));
    await issuer.rotate({ retire: true });
    clock.advance(600_000);
    assert.ok(await jwks.find(old), 'this caller does not wait for the fetch');
    await waitFor(() => !jwks.isCurrent(old));
    assert.equal(await jwks.find(old), undefined);
  });

  it('goes on with the last known keys while the issuer is away', async () => {
    const jwks = client();
    const { verify } = verifier(jwks);
    await verify(await issuer.issueToken());
    issuer.setAway(true);
    clock.advance(3_600_000);
    await verify(await issuer.issueToken());
    await waitFor(() => issuer.fetches() === 2);
    assert.ok(jwks.isCurrent(issuer.key().kid));
  });

  it('answers service_unavailable, not 401, when it never got a key, and recovers a second after the issuer', async () => {
    issuer.setAway(true);
    const { verify } = verifier();
    const token = await issuer.issueToken();
    await assert.rejects(verify(token), { code: 'service_unavailable', status: 503 });
    issuer.setAway(false);
    clock.advance(1_000);
    await verify(token);
  });

  describe('with a server that is not an issuer', () => {
    const servers: (() => void)[] = [];
    after(() => {
      for (const close of servers) close();
    });
    const serve = async (body: string | undefined) => {
      const server = createServer((_request, response) => {
        if (body !== undefined) response.end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      servers.push(() => {
        server.closeAllConnections();
        server.close();
      });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    };

    for (const [name, body] of Object.entries({
      'that is not JSON': '<html>',
      'of another shape': '{"keys":"none"}',
      'without keys': '{"keys":[]}',
      'that is endless': 'x'.repeat(100_000),
      'that never comes': undefined,
    })) {
      it(`answers service_unavailable to a key set ${name}`, async () => {
        await assert.rejects(client(await serve(body)).find('any'), { code: 'service_unavailable' });
      });
    }

    it('passes over keys of other kinds and takes no private or symmetric part', async () => {
      const { publicJwk } = await createTestKey();
      const foreign = [
        { kty: 'oct', kid: 'oct', k: 'c2VjcmV0' },
        { kty: 'RSA', kid: 'rsa', n: 'x', e: 'AQAB' },
        null,
      ];
      const jwks = client(
        await serve(JSON.stringify({ keys: [...foreign, { ...publicJwk, d: 'private' }] })),
      );
      assert.equal((await jwks.find(String(publicJwk.kid)))?.type, 'public');
      assert.equal(await jwks.find('oct'), undefined);
    });
  });
});
