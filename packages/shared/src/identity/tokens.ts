import { randomInt } from 'node:crypto';
import { type CryptoKey, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import { newId } from '../ids.ts';

/** RFC 8037 signatures; the only algorithm that this system issues or accepts (RFC 8725 3.1). */
export const TOKEN_ALGORITHM = 'EdDSA';
/** RFC 9068: keeps other tokens of the same issuer from being taken for access tokens. */
export const TOKEN_TYPE = 'at+jwt';
/** Lives are shortened by up to this share, so that clients of one moment do not all refresh at one moment. */
const JITTER_PERCENT = 5;

export type SigningKey = { kid: string; privateKey: CryptoKey };

export const roles = ['learner', 'author', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What the issuer decides about a token; ids and times are added when it is signed. */
export type AccessTokenClaims = {
  /** Id of the user. */
  sub: string;
  /** Id of the session that the token belongs to, by which it can be revoked. */
  sid: string;
  roles: readonly Role[];
  /** Epoch seconds of the last proof of identity. */
  auth_time: number;
  /** RFC 8176 authentication methods, for instance `pwd`. */
  amr: readonly string[];
};

export type SignOptions = {
  key: SigningKey;
  issuer: string;
  audience: string;
  ttlSeconds: number;
  clock: Clock;
  claims: AccessTokenClaims;
};

/**
 * Signs an access token (RFC 9068) that lives `ttlSeconds`, less up to 5 %.
 *
 * Whoever holds a token can read it: claims carry ids only, no name and no address.
 */
export function signAccessToken(options: SignOptions): Promise<string> {
  const { claims, key, ttlSeconds } = options;
  const issuedAt = Math.floor(options.clock.now() / 1_000);
  const jitterSeconds = randomInt(0, Math.floor((ttlSeconds * JITTER_PERCENT) / 100) + 1);
  return new SignJWT({
    sid: claims.sid,
    roles: [...claims.roles],
    auth_time: claims.auth_time,
    amr: [...claims.amr],
  })
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, typ: TOKEN_TYPE, kid: key.kid })
    .setIssuer(options.issuer)
    .setAudience(options.audience)
    .setSubject(claims.sub)
    .setJti(newId(options.clock))
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlSeconds - jitterSeconds)
    .sign(key.privateKey);
}
