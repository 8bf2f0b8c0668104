import assert from 'node:assert/strict';
import { createHmac, createPublicKey, sign as signBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { exportJWK, generateKeyPair, type JWTPayload } from 'jose';
import { staticJwks } from '../../src/identity/jwks.ts';
import { createTokenVerifier, type RevocationCheck } from '../../src/identity/verifier.ts';
import { newId } from '../../src/ids.ts';
import { createTestClock } from '../../src/testing/clock.ts';
import { createTestIssuer, type TestIssuer } from '../../src/testing/identity.ts';

const clock = createTestClock();
const nowSeconds = () => Math.floor(clock.now() / 1_000);
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

describe('token verifier', () => {
  let issuer: TestIssuer;
  before(async () => {
    issuer = await createTestIssuer({ clock });
  });
  after(() => issuer.close());

  const goodHeader = () => ({ alg: 'EdDSA', typ: 'at+jwt', kid: issuer.key().kid });
  const goodClaims = (): JWTPayload => ({
    iss: issuer.issuer,
    aud: issuer.audience,
    sub: newId(),
    sid: newId(),
    jti: newId(),
    iat: nowSeconds(),
    exp: nowSeconds() + 600,
    auth_time: nowSeconds(),
    amr: ['pwd'],
    roles: ['learner'],
  });
  // Signs whatever it is given with the real key, as no library would.
  const forge = async (header: object, payload: unknown): Promise<string> => {
    const input = `${encode(header)}.${encode(payload)}`;
    const signature = await crypto.subtle.sign('Ed25519', issuer.key().privateKey, Buffer.from(input));
    return `${input}.${Buffer.from(signature).toString('base64url')}`;
  };
  const withClaims = (changes: object) => forge(goodHeader(), { ...goodClaims(), ...changes });
  const withHeader = (changes: object) => forge({ ...goodHeader(), ...changes }, goodClaims());
  const without = (name: string) => {
    const { [name]: _left, ...claims } = goodClaims();
    return forge(goodHeader(), claims);
  };
  const refuses = async (token: string, code = 'unauthenticated') => {
    await assert.rejects(issuer.verifier().verify(token), (error: unknown) => {
      const { status, headers, ...rest } = error as {
        status: number;
        code: string;
        headers: Record<string, string>;
      };
      assert.equal(rest.code, code);
      assert.equal(status, 401);
      assert.match(headers['www-authenticate'] ?? '', /^Bearer error="invalid_token"/);
      return true;
    });
  };

  it('accepts what the issuer signs, and tells who it is', async () => {
    const [sub, sid] = [newId(), newId()];
    const token = await issuer.issueToken({ sub, sid, roles: ['learner', 'author'] });
    const identity = await issuer.verifier().verify(token);
    assert.equal(identity.userId, sub);
    assert.equal(identity.sessionId, sid);
    assert.deepEqual(identity.roles, ['learner', 'author']);
    assert.equal(identity.token, token);
    assert.equal(identity.issuedAt, nowSeconds());
    const lifeSeconds = identity.expiresAt - identity.issuedAt;
    assert.ok(lifeSeconds <= 600 && lifeSeconds >= 570, `lives ${lifeSeconds} s`);
    await issuer.verifier().verify(await forge(goodHeader(), goodClaims()));
  });

  for (const alg of ['none', 'nOnE', 'NONE', 'HS256', 'RS256', 'ES256', 'Ed25519', '', null, ['EdDSA']]) {
    it(`refuses alg ${JSON.stringify(alg)} even over a good signature`, async () => {
      await refuses(await withHeader({ alg }));
    });
  }

  it('refuses alg none with an empty signature', async () => {
    for (const alg of ['none', 'nOnE', 'EdDSA']) {
      await refuses(`${encode({ ...goodHeader(), alg })}.${encode(goodClaims())}.`);
    }
  });

  it('refuses HS256 with the public key as the secret, in every form that key has', async () => {
    const jwk = issuer.key().publicJwk;
    const key = createPublicKey({ key: jwk as never, format: 'jwk' });
    const secrets = [
      key.export({ type: 'spki', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(jwk),
      Buffer.from(jwk.x ?? '', 'base64url'),
    ];
    for (const secret of secrets) {
      const input = `${encode({ ...goodHeader(), alg: 'HS256' })}.${encode(goodClaims())}`;
      await refuses(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`);
    }
  });

  it('refuses a signature of another key of the right kind', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const input = `${encode(goodHeader())}.${encode(goodClaims())}`;
    const other = signBytes(null, Buffer.from(input), {
      key: (await exportJWK(privateKey)) as never,
      format: 'jwk',
    });
    await refuses(`${input}.${other.toString('base64url')}`);
  });

  it('refuses a token that was changed in the middle of header, payload or signature', async () => {
    const parts = (await issuer.issueToken()).split('.');
    for (const index of [0, 1, 2]) {
      const part = parts[index] ?? '';
      const middle = Math.floor(part.length / 2);
      const changed = part.slice(0, middle) + (part[middle] === 'A' ? 'B' : 'A') + part.slice(middle + 1);
      await refuses(parts.with(index, changed).join('.'));
    }
  });

  it('refuses a payload that was edited under an old signature', async () => {
    const [header, , signature] = (await issuer.issueToken()).split('.');
    await refuses(`${header}.${encode({ ...goodClaims(), roles: ['admin'] })}.${signature}`);
  });

  for (const [name, values] of Object.entries({
    exp: ['soon', 1e300, null, nowSeconds() + 1.5],
    iat: ['now', 1e300, null, -1],
    iss: ['another', null, ['linguamate'], ''],
    aud: ['another', ['another'], null, []],
    sub: [42, null, '', 'admin', `${newId()}'--`, newId().toUpperCase(), { id: 1 }],
    sid: [42, null, 'session'],
    jti: [42, null, '', 'x'.repeat(65)],
    auth_time: ['now', null],
    roles: ['admin', null, ['owner'], [42], Array(17).fill('learner')],
  })) {
    it(`refuses a token without ${name}, or with one of the wrong kind`, async () => {
      await refuses(await without(name));
      for (const value of values) await refuses(await withClaims({ [name]: value }));
    });
  }

  it('refuses a token from the future, one that lives too long, and one that ends before it begins', async () => {
    await refuses(await withClaims({ iat: nowSeconds() + 3_600, exp: nowSeconds() + 3_900 }));
    await refuses(await withClaims({ iat: nowSeconds() + 6 }));
    await refuses(await withClaims({ nbf: nowSeconds() + 3_600 }));
    await refuses(await withClaims({ exp: nowSeconds() + 901 }));
    await refuses(await withClaims({ iat: nowSeconds(), exp: nowSeconds() }));
    await issuer.verifier().verify(await withClaims({ iat: nowSeconds() + 5 }));
    await issuer.verifier().verify(await withClaims({ exp: nowSeconds() + 900 }));
  });

  it('answers token_expired for a good token whose time is over, with five seconds of grace', async () => {
    const times = (ageSeconds: number) => ({ iat: nowSeconds() - 600, exp: nowSeconds() - ageSeconds });
    await refuses(await withClaims(times(6)), 'token_expired');
    await issuer.verifier().verify(await withClaims(times(4)));
  });

  for (const typ of ['JWT', 'jwt', 'application/at+jwt', 'AT+JWT', 'refresh+jwt', '', null]) {
    it(`refuses typ ${JSON.stringify(typ)}`, async () => {
      await refuses(await withHeader({ typ }));
    });
  }

  it('refuses a key id that is missing, strange, or of another type', async () => {
    const { kid: _left, ...header } = goodHeader();
    await refuses(await forge(header, goodClaims()));
    for (const kid of [
      '../../etc/passwd',
      "' OR 1=1--",
      ['a'],
      { a: 1 },
      1,
      '',
      null,
      'x'.repeat(129),
      newId(),
    ]) {
      await refuses(await withHeader({ kid }));
    }
  });

  it('refuses headers that name a key or change the format, and sends no request because of them', async () => {
    let visits = 0;
    const canary = createServer((_request, response) => {
      visits += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/`;
    const jwk = issuer.key().publicJwk;
    for (const extra of [
      { jku: url },
      { x5u: url },
      { jwk },
      { x5c: ['MIIB'] },
      { x5t: 'x' },
      { crit: ['exp'], exp: 1 },
      { crit: ['b64'], b64: false },
      { b64: false },
      { zip: 'DEF' },
      { cty: 'JWT' },
      { enc: 'A256GCM' },
      { unknown: 1 },
    ]) {
      await refuses(await withHeader(extra));
    }
    assert.equal(visits, 0);
    await new Promise((resolve) => canary.close(resolve));
  });

  it('refuses what is not a token at all', async () => {
    const token = await issuer.issueToken();
    const nonsense = [
      '',
      '.',
      '..',
      '...',
      'a.b.c',
      `${token}.x`,
      token.slice(0, -20),
      ` ${token}`,
      '\0',
      '🦉.🦉.🦉',
    ];
    for (const text of nonsense) await refuses(text);
    await refuses(await forge(goodHeader(), '"a string"'));
    await refuses(await forge(goodHeader(), '[]'));
    await refuses(await forge(goodHeader(), 'null'));
    await refuses(await forge(goodHeader(), 'not json'));
  });

  it('refuses a token above 4 kB without looking at it', async () => {
    await refuses(await withClaims({ padding: 'x'.repeat(4_096) }));
    const startedAt = performance.now();
    await refuses(`${'A'.repeat(1_000_000)}.B.C`);
    assert.ok(performance.now() - startedAt < 100);
  });

  it('does not take a remembered token beyond its time', async () => {
    const own = createTestClock();
    const verifier = createTokenVerifier({ ...rules(), clock: own });
    const token = await issuer.issueToken();
    await verifier.verify(token);
    own.advance(606_000);
    await assert.rejects(verifier.verify(token), { code: 'token_expired' });
  });

  it('does not take a remembered token once its key was retired', async () => {
    let keys = [issuer.key().publicJwk];
    const verifier = createTokenVerifier({ ...rules(), jwks: staticJwks(() => keys) });
    const token = await issuer.issueToken();
    await verifier.verify(token);
    keys = [];
    await assert.rejects(verifier.verify(token), { code: 'unauthenticated' });
  });

  it('refuses a revoked session at once, also when the token is remembered or written another way', async () => {
    const revoked = new Set<string>();
    const revocations: RevocationCheck = { isRevoked: (sessionId) => revoked.has(sessionId) };
    const verifier = createTokenVerifier({ ...rules(), revocations });
    const sid = newId();
    const token = await issuer.issueToken({ sid });
    await verifier.verify(token);
    revoked.add(sid);
    await assert.rejects(verifier.verify(token), { code: 'unauthenticated' });
    // The last character of an Ed25519 signature has bits to spare: several spellings verify (malleability).
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const last of alphabet) {
      await assert.rejects(verifier.verify(token.slice(0, -1) + last), { code: 'unauthenticated' });
    }
  });

  it('checks a signature once and remembers the result', async () => {
    let lookups = 0;
    const keys = staticJwks([issuer.key().publicJwk]);
    const jwks = {
      ...keys,
      find: (kid: string) => {
        lookups += 1;
        return keys.find(kid);
      },
    };
    const verifier = createTokenVerifier({ ...rules(), jwks });
    const token = await issuer.issueToken();
    for (let use = 0; use < 5; use += 1) await verifier.verify(token);
    assert.equal(lookups, 1);
  });

  const rules = () => ({
    jwks: staticJwks([issuer.key().publicJwk]),
    issuer: issuer.issuer,
    audience: issuer.audience,
    clock,
  });
});
