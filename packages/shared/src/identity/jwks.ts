import { type CryptoKey, importJWK, type JWK } from 'jose';
import Type from 'typebox';
import { request } from 'undici';
import type { Clock } from '../clock.ts';
import { commonErrors } from '../errors.ts';
import { fits } from '../json-schema.ts';
import type { Logger } from '../logger.ts';
import { TOKEN_ALGORITHM } from './tokens.ts';

/** Where a verifier gets public keys from. */
export type KeySource = {
  /**
   * Returns the key with this id, or undefined when the issuer has no such key.
   *
   * @throws service_unavailable when that cannot be found out
   */
  find(kid: string): Promise<CryptoKey | undefined>;
  /** Tells, without waiting, whether a key that was once found is still among the issuer's. */
  isCurrent(kid: string): boolean;
};

export type JwksOptions = {
  /** Address of the key set, for instance `http://auth:8101/.well-known/jwks.json`. */
  url: string;
  clock: Clock;
  logger: Logger;
  /** A key set older than this is fetched again, in the background. */
  maxAgeMs?: number;
  /** Unknown key ids cause at most one fetch in this time, or anyone could flood the issuer through us. */
  cooldownMs?: number;
  timeoutMs?: number;
};

const DEFAULT_MAX_AGE_MS = 600_000;
const DEFAULT_COOLDOWN_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 2_000;
/** After a failed fetch the next one waits this long: short enough to pick up an issuer that just started. */
const FAILURE_COOLDOWN_MS = 1_000;
const MAX_KEY_SET_BYTES = 65_536;

const PublicKey = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  kid: Type.String({ minLength: 1, maxLength: 128 }),
  x: Type.String({ minLength: 43, maxLength: 43 }),
  alg: Type.Optional(Type.Literal(TOKEN_ALGORITHM)),
  use: Type.Optional(Type.Literal('sig')),
});
const KeySet = Type.Object({ keys: Type.Array(Type.Unknown(), { maxItems: 100 }) });

/**
 * Returns the issuer's keys, fetched on first need and kept. Concurrent callers share one fetch. While the issuer is
 * away the last known keys stay valid, so that signed-in users do not notice.
 */
export function createJwksClient(options: JwksOptions): KeySource {
  const { clock, logger } = options;
  const maxAgeMs = options.maxAgeMs ?? DEFAULT_MAX_AGE_MS;
  const cooldownMs = options.cooldownMs ?? DEFAULT_COOLDOWN_MS;
  let keys: Map<string, CryptoKey> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let failed = false;
  let pending: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    triedAt = clock.now();
    try {
      keys = await fetchKeySet(options.url, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      fetchedAt = clock.now();
      failed = false;
    } catch (error) {
      failed = true;
      logger.warn({ err: error }, 'key set of the token issuer cannot be fetched');
    }
  };
  const refresh = (): Promise<void> => {
    pending ??= load().finally(() => {
      pending = undefined;
    });
    return pending;
  };
  const mayFetch = (): boolean => clock.now() - triedAt >= (failed ? FAILURE_COOLDOWN_MS : cooldownMs);

  return {
    isCurrent: (kid) => keys?.has(kid) ?? false,
    find: async (kid) => {
      const known = keys?.get(kid);
      if (known !== undefined) {
        if (clock.now() - fetchedAt >= maxAgeMs && mayFetch()) void refresh();
        return known;
      }
      if (pending !== undefined || mayFetch()) await refresh();
      const found = keys?.get(kid);
      if (found === undefined && failed) throw issuerAway();
      return found;
    },
  };
}

/**
 * Returns fixed keys: for the issuer itself, and for tests.
 *
 * @param keySet public keys in JWK form; they may change over time when a function is given
 */
export function staticJwks(keySet: readonly JWK[] | (() => readonly JWK[])): KeySource {
  const current = (): readonly JWK[] => (typeof keySet === 'function' ? keySet() : keySet);
  const imported = new Map<string, { jwk: JWK; key: Promise<CryptoKey> }>();
  return {
    isCurrent: (kid) => current().some((jwk) => jwk.kid === kid),
    find: async (kid) => {
      const jwk = current().find((candidate) => candidate.kid === kid);
      if (jwk === undefined) return undefined;
      const known = imported.get(kid);
      if (known !== undefined && known.jwk.x === jwk.x) return await known.key;
      const key = importPublicKey(jwk);
      imported.set(kid, { jwk, key });
      return await key;
    },
  };
}

function issuerAway() {
  return commonErrors.service_unavailable({
    message: 'the key set of the token issuer is not available',
    retryAfterSeconds: 1,
  });
}

async function fetchKeySet(url: string, timeoutMs: number): Promise<Map<string, CryptoKey>> {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await request(url, { headers: { accept: 'application/json' }, signal });
  const text = await readLimited(response.body);
  if (response.statusCode !== 200) throw new Error(`key set answered ${response.statusCode}`);
  const document: unknown = JSON.parse(text);
  if (!fits(KeySet, document)) throw new Error('key set is not a JSON Web Key Set');
  const keys = new Map<string, CryptoKey>();
  // RFC 7517 section 5: keys that one does not understand are to be ignored.
  for (const jwk of document.keys) {
    if (fits(PublicKey, jwk)) keys.set(jwk.kid, await importPublicKey(jwk));
  }
  if (keys.size === 0) throw new Error('key set has no usable key');
  return keys;
}

async function readLimited(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_KEY_SET_BYTES) throw new Error('key set is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

// Only the public coordinates are imported, whatever else stands in the document.
async function importPublicKey(jwk: JWK): Promise<CryptoKey> {
  const { kty, crv, x } = jwk;
  const key = await importJWK(
    { kty: kty ?? '', ...(crv ? { crv } : {}), ...(x ? { x } : {}) },
    TOKEN_ALGORITHM,
  );
  if (key instanceof Uint8Array) throw new TypeError('a symmetric key cannot verify access tokens');
  return key;
}
