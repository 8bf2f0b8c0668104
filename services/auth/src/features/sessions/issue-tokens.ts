import type { Clock } from '@linguamate/shared/clock';
import { signAccessToken } from '@linguamate/shared/identity/tokens';
import { decodeJwt } from 'jose';
import type { KeyRing } from '../signing-keys/key-ring.ts';
import type { StartedSession } from './session.ts';

export type TokenIssuer = {
  clock: Clock;
  keyRing: KeyRing;
  token: { issuer: string; audience: string };
  accessTokenTtlSeconds: number;
};

export type IssuedTokens = {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  tokenType: 'Bearer';
};

/**
 * Makes the access token of a session. It carries what the user may do at this moment, so a changed role shows at the next
 * refresh, and neither name nor address: anybody who holds a token can read it.
 *
 * @returns the pair of tokens; `expiresIn` in seconds
 */
export async function issueTokens(issuer: TokenIssuer, started: StartedSession): Promise<IssuedTokens> {
  const { user, session } = started;
  const accessToken = await signAccessToken({
    key: await issuer.keyRing.signingKey(),
    issuer: issuer.token.issuer,
    audience: issuer.token.audience,
    ttlSeconds: issuer.accessTokenTtlSeconds,
    clock: issuer.clock,
    claims: {
      sub: user.id,
      sid: session.id,
      roles: user.roles,
      auth_time: Math.floor(session.authenticatedAt.getTime() / 1000),
      amr: session.amr,
    },
  });
  // The life of a token is drawn when it is signed, so that tokens of one moment do not all expire together.
  const { exp = 0, iat = 0 } = decodeJwt(accessToken);
  return { accessToken, refreshToken: started.refreshToken, expiresIn: exp - iat, tokenType: 'Bearer' };
}
