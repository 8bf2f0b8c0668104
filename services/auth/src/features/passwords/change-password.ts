import type { Clock } from '@linguamate/shared/clock';
import { commonErrors } from '@linguamate/shared/errors';
import type { Kysely } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { guardLogin, type LoginGuard } from '../lockout/guard-login.ts';
import { type MailBox, notifyUser } from '../mail/request-mail.ts';
import { dropAllTokens } from '../password-reset/repository.ts';
import { endSessionsWith, type SessionEnder } from '../sessions/end-sessions.ts';
import { attemptNamesOf } from '../users/email-address.ts';
import { findAccount, setPassword } from '../users/repository.ts';
import type { Account } from '../users/user.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { findPasswordProblem, type PasswordContext } from './password-policy.ts';

/** A login this young proves its owner where there is no password to ask for. */
const stepUpSeconds = 600;

export type PasswordChanger = SessionEnder & {
  db: Kysely<AuthSchema>;
  clock: Clock;
  passwords: PasswordHasher;
  guard: LoginGuard;
  mailBox: MailBox;
};

export type PasswordChange = {
  userId: string;
  /** The session that asks; it stays, all others end. */
  sessionId: string;
  currentPassword: string;
  newPassword: string;
  source: string;
};

/**
 * Changes a password at the wish of its owner, who shows the current one. Guesses at it count like failed logins:
 * a borrowed phone must not be a way around the lockout.
 *
 * @throws validation_failed, invalid_credentials, account_locked
 */
export async function changePassword(changer: PasswordChanger, change: PasswordChange): Promise<void> {
  const account = await findAccount(changer.db, change.userId);
  if (!account) throw commonErrors.unauthenticated();
  refuseBadPassword(change.newPassword, account.user, '/newPassword');
  await confirmPassword(changer, account, change.currentPassword, change.source);
  const passwordHash = await changer.passwords.hashNew(change.newPassword, '/newPassword');
  const { userId, sessionId, source } = change;
  const others = { userId, exceptSessionId: sessionId };
  await endSessionsWith(changer, others, 'password_changed', async (trx) => {
    const expectedVersion = account.passwordVersion;
    if (!(await setPassword(trx, userId, { passwordHash, expectedVersion }))) throw commonErrors.conflict();
    await dropAllTokens(trx, userId);
    await recordEvent(trx, changer.clock, { action: 'password.changed', userId, sessionId, source });
    await notifyUser(trx, changer.mailBox, userId, 'password-changed');
  });
}

/**
 * Lets somebody prove once more that they know the password of their account.
 *
 * @throws invalid_credentials, account_locked and whatever else a login may answer with
 */
export async function confirmPassword(
  { guard, passwords }: Pick<PasswordChanger, 'guard' | 'passwords'>,
  account: Account,
  password: string,
  source: string,
): Promise<void> {
  const attempt = {
    ...attemptNamesOf(account.user.email ?? account.user.id),
    userId: account.user.id,
    source,
  };
  const proven = await guardLogin(guard, attempt, async () => {
    const { matches } = await passwords.verify(password, account.passwordHash);
    return matches ? true : undefined;
  });
  if (!proven) throw authErrors.invalid_credentials({ detail: 'The current password is not right.' });
}

/**
 * Lets somebody prove that a session is still in the hands of its owner, before something that cannot be undone: with
 * the password, or, where there is none, with a login that is not long ago.
 *
 * @throws invalid_credentials, account_locked, step_up_required
 */
export async function confirmOwner(
  changer: Pick<PasswordChanger, 'guard' | 'passwords' | 'clock'>,
  account: Account,
  proof: { password: string | undefined; authTime: number; source: string },
): Promise<void> {
  if (proof.password !== undefined)
    return await confirmPassword(changer, account, proof.password, proof.source);
  const isFresh = changer.clock.now() / 1000 - proof.authTime < stepUpSeconds;
  if (account.passwordHash !== null || !isFresh) throw authErrors.step_up_required();
}

/** Throws validation_failed when a new password is not good enough, pointing at the field that it came in. */
export function refuseBadPassword(password: string, context: PasswordContext, pointer: string): void {
  const problem = findPasswordProblem(password, context);
  if (problem) throw commonErrors.validation_failed({ fieldErrors: [{ pointer, detail: problem.message }] });
}
