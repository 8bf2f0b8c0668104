import type { Clock } from '@linguamate/shared/clock';
import type { Kysely, Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { hashAccountName, type LoginGuard } from '../lockout/guard-login.ts';
import { clearCounters } from '../lockout/repository.ts';
import { type MailBox, notifyUser } from '../mail/request-mail.ts';
import { refuseBadPassword } from '../passwords/change-password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { endSessionsWith, type SessionEnder } from '../sessions/end-sessions.ts';
import { attemptNamesOf } from '../users/email-address.ts';
import { findAccount, markVerified, setPassword } from '../users/repository.ts';
import type { Account } from '../users/user.ts';
import { hashLinkToken } from '../verification/proofs.ts';
import { dropAllTokens, findToken, takeToken } from './repository.ts';

export type PasswordResetter = SessionEnder & {
  db: Kysely<AuthSchema>;
  clock: Clock;
  passwords: PasswordHasher;
  guard: LoginGuard;
  mailBox: MailBox;
};

/**
 * Sets a new password for the holder of a reset link. It ends every session, lifts every lock, and does not log in: a
 * second factor is still asked for.
 *
 * @throws token_invalid; validation_failed, which does not use the token up
 */
export async function resetPassword(
  resetter: PasswordResetter,
  reset: { token: string; newPassword: string; source: string },
): Promise<void> {
  const hash = hashLinkToken(reset.token);
  const userId = await findToken(resetter.db, 'password-reset', hash, new Date(resetter.clock.now()));
  const account = userId && (await findAccount(resetter.db, userId));
  if (!account) throw authErrors.token_invalid();
  refuseBadPassword(reset.newPassword, account.user, '/newPassword');
  const passwordHash = await resetter.passwords.hashNew(reset.newPassword, '/newPassword');
  await endSessionsWith(resetter, { userId: account.user.id }, 'password_reset', async (trx) => {
    if (!(await takeToken(trx, 'password-reset', hash, new Date(resetter.clock.now())))) {
      throw authErrors.token_invalid();
    }
    await applyReset(resetter, trx, account, { passwordHash, source: reset.source });
  });
}

async function applyReset(
  { clock, guard, mailBox }: PasswordResetter,
  trx: Transaction<AuthSchema>,
  account: Account,
  { passwordHash, source }: { passwordHash: string; source: string },
): Promise<void> {
  const userId = account.user.id;
  await setPassword(trx, userId, { passwordHash });
  // Whoever holds the link reads the mail of this address.
  await markVerified(trx, userId, new Date(clock.now()));
  await dropAllTokens(trx, userId);
  await liftLocks(trx, guard, account);
  await recordEvent(trx, clock, { action: 'password.reset', userId, source });
  await notifyUser(trx, mailBox, userId, 'password-changed');
}

/** Forgets all failed attempts on an account. */
export async function liftLocks(
  trx: Transaction<AuthSchema>,
  guard: LoginGuard,
  account: Account,
): Promise<void> {
  const { accountName, abuseName } = attemptNamesOf(account.user.email ?? account.user.id);
  await clearCounters(trx, hashAccountName(guard.key, accountName));
  await clearCounters(trx, hashAccountName(guard.key, `all:${abuseName}`));
}
