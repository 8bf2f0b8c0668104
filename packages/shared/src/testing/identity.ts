import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';
import { type Clock, systemClock } from '../clock.ts';
import { staticJwks } from '../identity/jwks.ts';
import { type AccessTokenClaims, signAccessToken, TOKEN_ALGORITHM } from '../identity/tokens.ts';
import { createTokenVerifier, type RevocationCheck, type TokenVerifier } from '../identity/verifier.ts';
import { newId } from '../ids.ts';

export type TestKey = { kid: string; privateKey: CryptoKey; publicJwk: JWK };

export type TestIssuer = {
  issuer: string;
  audience: string;
  /** Base address, as AUTH_URL would have it. */
  url: string;
  jwksUrl: string;
  /** The key that tokens are signed with at present. */
  key(): TestKey;
  /** How often the key set was fetched. */
  fetches(): number;
  /** Signs with a new key from now on; the old one stays in the key set unless `retire` is true. */
  rotate(options?: { retire?: boolean }): Promise<TestKey>;
  /** `ageSeconds` dates the token back: one older than `ttlSeconds` (600 unless told otherwise) has expired. */
  issueToken(
    claims?: Partial<AccessTokenClaims> & { ttlSeconds?: number; ageSeconds?: number },
  ): Promise<string>;
  /** A verifier that knows the keys without a request. */
  verifier(revocations?: RevocationCheck): TokenVerifier;
  /** Makes the key set answer with an error, or not. */
  setAway(away: boolean): void;
  close(): Promise<void>;
};

/** Returns a signing key of the kind that auth uses. */
export async function createTestKey(): Promise<TestKey> {
  const { publicKey, privateKey } = await generateKeyPair(TOKEN_ALGORITHM, {
    crv: 'Ed25519',
    extractable: true,
  });
  const kid = newId();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: TOKEN_ALGORITHM, use: 'sig' };
  return { kid, privateKey, publicJwk };
}

/** Starts a token issuer: real keys, real signatures, and its key set on a real socket. */
export async function createTestIssuer(
  options: { clock?: Clock; issuer?: string; audience?: string } = {},
): Promise<TestIssuer> {
  const { clock = systemClock, issuer = 'linguamate', audience = 'linguamate' } = options;
  let keys = [await createTestKey()];
  const current = (): TestKey => {
    const key = keys.at(-1);
    if (key === undefined) throw new Error('the issuer has no key');
    return key;
  };
  const publicKeys = (): JWK[] => keys.map((key) => key.publicJwk);
  const server = await serveKeySet(publicKeys);
  return {
    issuer,
    audience,
    ...server,
    key: current,
    rotate: async ({ retire = false } = {}) => {
      keys = [...(retire ? [] : keys), await createTestKey()];
      return current();
    },
    issueToken: ({ ttlSeconds = 600, ageSeconds = 0, ...given } = {}) => {
      const past: Clock = { now: () => clock.now() - ageSeconds * 1_000 };
      const claims = completeClaims(given, past);
      return signAccessToken({ key: current(), issuer, audience, ttlSeconds, clock: past, claims });
    },
    verifier: (revocations) =>
      createTokenVerifier({
        jwks: staticJwks(publicKeys),
        issuer,
        audience,
        clock,
        ...(revocations === undefined ? {} : { revocations }),
      }),
  };
}

function completeClaims(claims: Partial<AccessTokenClaims>, clock: Clock): AccessTokenClaims {
  return {
    sub: newId(),
    sid: newId(),
    roles: ['learner'],
    auth_time: Math.floor(clock.now() / 1_000),
    amr: ['pwd'],
    ...claims,
  };
}

type KeyServer = Pick<TestIssuer, 'url' | 'jwksUrl' | 'fetches' | 'setAway' | 'close'>;

async function serveKeySet(publicKeys: () => JWK[]): Promise<KeyServer> {
  let fetches = 0;
  let away = false;
  const server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(away ? 503 : 200, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(away ? {} : { keys: publicKeys() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    jwksUrl: `${url}/.well-known/jwks.json`,
    fetches: () => fetches,
    setAway: (value) => {
      away = value;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
