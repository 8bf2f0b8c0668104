import { createHash } from 'node:crypto';
import {
  type CryptoKey,
  decodeProtectedHeader,
  type JWTPayload,
  errors as joseErrors,
  jwtVerify,
} from 'jose';
import { LRUCache } from 'lru-cache';
import Type, { type Static } from 'typebox';
import type { Clock } from '../clock.ts';
import { commonErrors, type ServiceError } from '../errors.ts';
import { fits } from '../json-schema.ts';
import type { KeySource } from './jwks.ts';
import { type Role, roles, TOKEN_ALGORITHM, TOKEN_TYPE } from './tokens.ts';

/** Who is asking, as proven by an access token. */
export type Identity = {
  userId: string;
  sessionId: string;
  roles: readonly Role[];
  tokenId: string;
  /** Epoch seconds. */
  issuedAt: number;
  /** Epoch seconds. */
  expiresAt: number;
  /** Epoch seconds of the last proof of identity. */
  authTime: number;
  /** The token itself, to call another service on the user's behalf. */
  token: string;
};

/** Answers without waiting whether a token was revoked before its time. */
export type RevocationCheck = {
  isRevoked(sessionId: string, userId: string, issuedAtSeconds: number): boolean;
};

export type VerifierOptions = {
  jwks: KeySource;
  issuer: string;
  audience: string;
  clock: Clock;
  revocations?: RevocationCheck;
  /** Longest life that a token may claim, 900 unless told otherwise. */
  maxTtlSeconds?: number;
};

export type TokenVerifier = {
  /**
   * Checks an access token.
   *
   * @throws unauthenticated, token_expired, or service_unavailable when no key can be had to check with
   */
  verify(token: string): Promise<Identity>;
};

const DEFAULT_MAX_TTL_SECONDS = 900;
const CLOCK_SKEW_SECONDS = 5;
const MAX_TOKEN_BYTES = 4_096;
const CACHED_TOKENS = 10_000;

const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
const Seconds = Type.Integer({ minimum: 0, maximum: 253_402_300_799 });

// jose checks the signature, issuer, audience and times, but takes any type of value that is not negative.
const Claims = Type.Object({
  sub: Uuid,
  sid: Uuid,
  jti: Type.String({ minLength: 1, maxLength: 64 }),
  iat: Seconds,
  exp: Seconds,
  auth_time: Seconds,
  roles: Type.Array(Type.Union(roles.map((role) => Type.Literal(role))), { maxItems: 16 }),
});

// A closed list: "jku", "jwk" and "x5u" would let a token name its own key, "crit" and "b64" change how it is read.
const Header = Type.Object(
  {
    alg: Type.Literal(TOKEN_ALGORITHM),
    typ: Type.Literal(TOKEN_TYPE),
    kid: Type.String({ minLength: 1, maxLength: 128, pattern: '^[A-Za-z0-9_-]+$' }),
  },
  { additionalProperties: false },
);

type Cached = { identity: Identity; kid: string };

/**
 * Returns a verifier for the access tokens of one issuer and audience.
 *
 * A verified token is remembered by its hash until it expires; each use still asks whether the session was revoked
 * and whether the key is still the issuer's.
 */
export function createTokenVerifier(options: VerifierOptions): TokenVerifier {
  const cache = new LRUCache<string, Cached>({ max: CACHED_TOKENS });
  const assertUsable = ({ identity, kid }: Cached): Identity => {
    if (identity.expiresAt <= nowSeconds(options.clock) - CLOCK_SKEW_SECONDS) throw expired();
    if (!options.jwks.isCurrent(kid)) throw invalid('signed with a retired key');
    const { sessionId, userId, issuedAt } = identity;
    if (options.revocations?.isRevoked(sessionId, userId, issuedAt)) throw invalid('revoked');
    return identity;
  };
  return {
    verify: async (token) => {
      // Length first: hashing and parsing megabytes would be the attack itself.
      if (token.length > MAX_TOKEN_BYTES) throw invalid('longer than 4 kB');
      const hash = createHash('sha256').update(token).digest('base64');
      const known = cache.get(hash);
      if (known !== undefined) return assertUsable(known);
      const verified = await verifyToken(options, token);
      const identity = assertUsable(verified);
      cache.set(hash, verified);
      return identity;
    },
  };
}

async function verifyToken(options: VerifierOptions, token: string): Promise<Cached> {
  const { kid } = readHeader(token);
  const key = await options.jwks.find(kid);
  if (key === undefined) throw invalid('signed with an unknown key');
  const claims = readClaims(await checkSignature(options, token, key));
  assertTimes(claims, options);
  return {
    kid,
    identity: Object.freeze({
      userId: claims.sub,
      sessionId: claims.sid,
      roles: Object.freeze([...claims.roles]),
      tokenId: claims.jti,
      issuedAt: claims.iat,
      expiresAt: claims.exp,
      authTime: claims.auth_time,
      token,
    }),
  };
}

function readHeader(token: string): Static<typeof Header> {
  let header: unknown;
  try {
    header = decodeProtectedHeader(token);
  } catch (error) {
    throw invalid('not a JWT', error);
  }
  if (!fits(Header, header)) throw invalid('header is not that of an access token');
  return header;
}

async function checkSignature(options: VerifierOptions, token: string, key: CryptoKey): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [TOKEN_ALGORITHM],
      typ: TOKEN_TYPE,
      issuer: options.issuer,
      audience: options.audience,
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(options.clock.now()),
    });
    return payload;
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired) throw expired(error);
    throw invalid('signature or standard claims do not hold', error);
  }
}

function readClaims(payload: JWTPayload): Static<typeof Claims> {
  if (!fits(Claims, payload)) throw invalid('claims are missing or of the wrong type');
  return payload;
}

function assertTimes(claims: Static<typeof Claims>, options: VerifierOptions): void {
  if (claims.iat > nowSeconds(options.clock) + CLOCK_SKEW_SECONDS) throw invalid('issued in the future');
  const lifeSeconds = claims.exp - claims.iat;
  if (lifeSeconds <= 0 || lifeSeconds > (options.maxTtlSeconds ?? DEFAULT_MAX_TTL_SECONDS)) {
    throw invalid('lives longer than any token of ours');
  }
}

function nowSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1_000);
}

// Why a token was refused is for the operator; telling the client would help whoever forges one.
function invalid(reason: string, cause?: unknown): ServiceError {
  return commonErrors.unauthenticated({
    message: `access token refused: ${reason}`,
    detail: 'The access token is not valid.',
    cause,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });
}

function expired(cause?: unknown): ServiceError {
  return commonErrors.token_expired({
    message: 'access token refused: expired',
    cause,
    headers: {
      'www-authenticate': 'Bearer error="invalid_token", error_description="The access token expired"',
    },
  });
}
