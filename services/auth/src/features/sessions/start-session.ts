import type { Clock } from '@linguamate/shared/clock';
import { newId } from '@linguamate/shared/ids';
import type { Transaction } from 'kysely';
import type { SessionPolicy } from '../../config.ts';
import type { AuthSchema } from '../../schema.ts';
import type { User } from '../users/user.ts';
import { hashRefreshToken, type RefreshTokens } from './refresh-token.ts';
import { insertSession, revokeSurplusSessions } from './repository.ts';
import type { AuthenticationMethod, Client, Session, StartedSession } from './session.ts';

export type SessionStarter = { clock: Clock; refreshTokens: RefreshTokens; policy: SessionPolicy };

/**
 * Opens a session for somebody who has just proved who they are. The id is always new: nothing a client sends can
 * become a session id. The caller holds the user's row locked, so that two logins cannot both be the last one allowed.
 *
 * @returns the session and its first refresh token, which is not stored anywhere; and the sessions that had to make room
 */
export async function startSession(
  { clock, refreshTokens, policy }: SessionStarter,
  trx: Transaction<AuthSchema>,
  login: { user: User; amr: AuthenticationMethod[]; client: Client },
): Promise<{ started: StartedSession; ended: string[] }> {
  const now = new Date(clock.now());
  const session: Session = {
    id: newId(clock),
    userId: login.user.id,
    amr: login.amr,
    authenticatedAt: now,
    absoluteExpiresAt: addSeconds(now, policy.absoluteSeconds),
  };
  const refreshToken = refreshTokens.issue(session.id);
  const expiresAt = addSeconds(now, Math.min(policy.idleSeconds, policy.absoluteSeconds));
  const ended = await revokeSurplusSessions(trx, login.user.id, policy.perUser - 1, now);
  const refreshHash = hashRefreshToken(refreshToken);
  await insertSession(trx, { ...session, ...login.client, refreshHash, expiresAt }, now);
  return { started: { user: login.user, session, refreshToken }, ended };
}

function addSeconds(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}
