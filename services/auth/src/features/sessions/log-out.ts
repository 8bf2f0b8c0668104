import type { Clock } from '@linguamate/shared/clock';
import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { announceRevocations, type RevocationAnnouncer } from './announce-revocations.ts';
import { hashRefreshToken, type RefreshTokens } from './refresh-token.ts';
import { findSessionByTokenHash, revokeSessions } from './repository.ts';

export type LogOut = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  refreshTokens: RefreshTokens;
  announcer: RevocationAnnouncer;
};

/**
 * Ends the session of an access token, of a refresh token, or both. Ending it twice is no error.
 *
 * @param proof what the caller holds; an app whose access token has expired can still log out with its refresh token
 */
export async function logOut(
  logOutOf: LogOut,
  proof: { sessionId?: string | undefined; refreshToken?: string | undefined },
): Promise<void> {
  const { db, clock, announcer } = logOutOf;
  const sessionIds = new Set([proof.sessionId, await sessionOfToken(logOutOf, proof.refreshToken)]);
  for (const sessionId of sessionIds) {
    if (sessionId === undefined) continue;
    const ended = await revokeSessions(db, { sessionId }, { reason: 'logout', now: new Date(clock.now()) });
    await announceRevocations(announcer, ended);
  }
}

// A token that does not fit is ignored: whoever logs out with a stale token is logged out already.
async function sessionOfToken(
  { db, refreshTokens }: LogOut,
  refreshToken?: string,
): Promise<string | undefined> {
  const sessionId = refreshToken && refreshTokens.sessionIdOf(refreshToken);
  if (!refreshToken || !sessionId) return undefined;
  return (await findSessionByTokenHash(db, sessionId, hashRefreshToken(refreshToken)))?.id;
}
