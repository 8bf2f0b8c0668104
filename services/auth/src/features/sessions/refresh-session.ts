import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import type { Kysely, Transaction } from 'kysely';
import type { SessionPolicy } from '../../config.ts';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { findUser } from '../users/repository.ts';
import { announceRevocations, type RevocationAnnouncer } from './announce-revocations.ts';
import { hashRefreshToken, openSuccessor, type RefreshTokens, sealSuccessor } from './refresh-token.ts';
import { findRefreshState, type RefreshState, revokeSessions, rotateSession } from './repository.ts';
import type { Session, StartedSession } from './session.ts';

export type SessionRefresher = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  refreshTokens: RefreshTokens;
  policy: SessionPolicy;
  announcer: RevocationAnnouncer;
  /** What else happens, in the same transaction, when a replaced token was used again: somebody may hold a copy. */
  onReuse(trx: Transaction<AuthSchema>, session: Session): Promise<void>;
};

/**
 * Continues a session: the presented refresh token is replaced by a new one.
 *
 * Two requests with the same token are normal (two tabs, a repeated request after a lost answer). The first one rotates; the
 * others get the very same successor as long as the grace lasts, and only for the one generation before the current token.
 * Anything older proves that the token exists twice, and ends the session (RFC 9700, 4.14.2).
 *
 * @param token the refresh token as received
 * @throws refresh_token_invalid, refresh_token_reused, session_expired, session_ended
 */
export async function refreshSession(refresher: SessionRefresher, token: string): Promise<StartedSession> {
  const { db, clock, refreshTokens, policy } = refresher;
  const sessionId = refreshTokens.sessionIdOf(token);
  if (!sessionId) throw authErrors.refresh_token_invalid();
  const successor = refreshTokens.issue(sessionId);
  const session = await rotateSession(db, {
    sessionId,
    presentedHash: hashRefreshToken(token),
    successorHash: hashRefreshToken(successor),
    successorSealed: sealSuccessor(token, successor),
    now: new Date(clock.now()),
    idleSeconds: policy.idleSeconds,
  });
  if (session) return await withUser(refresher, session, successor);
  return await answerLoser(refresher, sessionId, token);
}

async function answerLoser(
  refresher: SessionRefresher,
  sessionId: string,
  token: string,
): Promise<StartedSession> {
  const state = await findRefreshState(refresher.db, sessionId);
  if (!state) throw authErrors.refresh_token_invalid();
  if (state.isRevoked) throw authErrors.session_ended();
  if (state.expiresAt.getTime() <= refresher.clock.now()) return await endExpired(refresher, state.session);
  const successor = findSuccessor(state, token, refresher);
  if (successor) return await withUser(refresher, state.session, successor);
  return await endReused(refresher, state.session);
}

function findSuccessor(
  state: RefreshState,
  token: string,
  { clock, policy }: SessionRefresher,
): string | undefined {
  const { previousHash, successorSealed, rotatedAt } = state;
  if (!previousHash?.equals(hashRefreshToken(token)) || !successorSealed || !rotatedAt) return undefined;
  // Absolute, because the clocks of two instances differ a little: "in the future" is no reason to end a session.
  const elapsedMs = Math.abs(clock.now() - rotatedAt.getTime());
  return elapsedMs < policy.graceSeconds * 1000 ? openSuccessor(token, successorSealed) : undefined;
}

async function withUser(
  refresher: SessionRefresher,
  session: Session,
  refreshToken: string,
): Promise<StartedSession> {
  const user = await findUser(refresher.db, session.userId);
  if (!user) throw authErrors.session_ended();
  return { user, session, refreshToken };
}

// The end is written down: a clock that is set back later must not bring the session to life again.
async function endExpired(refresher: SessionRefresher, session: Session): Promise<never> {
  await endSession(refresher, session, 'expired');
  throw authErrors.session_expired();
}

async function endReused(refresher: SessionRefresher, session: Session): Promise<never> {
  await endSession(refresher, session, 'reuse');
  throw authErrors.refresh_token_reused();
}

async function endSession(
  refresher: SessionRefresher,
  session: Session,
  reason: 'expired' | 'reuse',
): Promise<void> {
  const now = new Date(refresher.clock.now());
  const ended = await transact(refresher.db, async (trx) => {
    const ids = await revokeSessions(trx, { sessionId: session.id }, { reason, now });
    if (ids.length > 0 && reason === 'reuse') await refresher.onReuse(trx, session);
    return ids;
  });
  await announceRevocations(refresher.announcer, ended);
}
