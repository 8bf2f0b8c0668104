import type { Clock } from '@linguamate/shared/clock';
import { isUniqueViolation, transact } from '@linguamate/shared/database';
import type { Kysely, Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { announceRevocations, type RevocationAnnouncer } from '../sessions/announce-revocations.ts';
import { revokeSessions } from '../sessions/repository.ts';
import type { Client, StartedSession } from '../sessions/session.ts';
import { checkCredentials, pickProfile, type SignUpRequest } from '../sessions/sign-up.ts';
import { type SessionStarter, startSession } from '../sessions/start-session.ts';
import type { EmailAddress } from '../users/email-address.ts';
import { tidyProfile } from '../users/profile-fields.ts';
import { upgradeUser } from '../users/repository.ts';
import { announceUser } from '../users/update-profile.ts';
import type { Profile } from '../users/user.ts';

export type Upgrader = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  passwords: PasswordHasher;
  sessions: SessionStarter;
  announcer: RevocationAnnouncer;
};

export type Upgrade = {
  email: EmailAddress;
  passwordHash: string;
  profile: Partial<Profile>;
  isVerified: boolean;
};

/**
 * Turns the account of somebody who has learnt anonymously into a full one, at once (sign-up mode "immediate"). It stays the
 * same user, so everything learnt so far is theirs.
 *
 * @throws validation_failed, email_taken, not_anonymous
 */
export async function upgradeAccount(
  upgrader: Upgrader,
  userId: string,
  request: SignUpRequest,
  client: Client,
): Promise<StartedSession> {
  const email = checkCredentials(request);
  const profile = tidyProfile(pickProfile(request));
  const passwordHash = await upgrader.passwords.hashNew(request.password, '/password');
  const upgrade = { email, passwordHash, profile, isVerified: false };
  const { started, ended } = await transact(upgrader.db, async (trx) => {
    const upgraded = await applyUpgrade(upgrader, trx, userId, upgrade, client);
    if (!upgraded) throw authErrors.not_anonymous();
    return upgraded;
  }).catch((error: unknown) => {
    throw isUniqueViolation(error, 'users_email_key_unique')
      ? authErrors.email_taken({ cause: error })
      : error;
  });
  await announceRevocations(upgrader.announcer, ended);
  return started;
}

/**
 * Does the upgrade inside a transaction. Sessions that began without any proof end, and one with a new id begins.
 *
 * @returns undefined when the user is gone or has a full account already
 */
export async function applyUpgrade(
  { clock, sessions }: Pick<Upgrader, 'clock' | 'sessions'>,
  trx: Transaction<AuthSchema>,
  userId: string,
  upgrade: Upgrade,
  client: Client,
): Promise<{ started: StartedSession; ended: string[] } | undefined> {
  const now = new Date(clock.now());
  const user = await upgradeUser(trx, userId, upgrade, now);
  if (!user) return undefined;
  const ended = await revokeSessions(trx, { userId }, { reason: 'upgraded', now });
  await announceUser(trx, user);
  const { started } = await startSession(sessions, trx, { user, amr: ['pwd'], client });
  const event = { userId, sessionId: started.session.id, source: client.source };
  await recordEvent(trx, clock, { action: 'account.upgraded', ...event });
  return { started, ended };
}
