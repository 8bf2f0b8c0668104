import { authErrors } from '../../errors.ts';
import { guardLogin, type LoginAttempt, type LoginGuard } from '../lockout/guard-login.ts';
import { type Challenger, challengeLogin } from '../mfa/challenge-login.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { attemptNamesOf, parseEmailAddress } from '../users/email-address.ts';
import { findAccountForLogin, replacePasswordHash } from '../users/repository.ts';
import type { Account } from '../users/user.ts';
import { completeLogin, mayEnter } from './complete-login.ts';
import type { Client, StartedSession } from './session.ts';

export type LogIn = Challenger & { passwords: PasswordHasher; guard: LoginGuard };

/** Either somebody is in, or their second factor is still to come. */
export type LoginOutcome = { started: StartedSession } | { challengeToken: string };

export type Credentials = {
  email: string;
  password: string;
  /** From an earlier login on this device. */
  deviceToken?: string;
  proof?: string;
};

/**
 * Logs somebody in by e-mail address and password.
 * Whatever is wrong (no such account, wrong password, not verified, disabled), the answer and its price are the same: one
 * bcrypt comparison and one sentence. No database connection is held while the password is checked.
 *
 * @throws invalid_credentials; account_locked, proof_of_work_required or rate_limited after too many failures; busy when
 * too many passwords wait to be checked
 */
export function logIn(login: LogIn, credentials: Credentials, client: Client): Promise<LoginOutcome> {
  return login.passwords.admit(() => logInAdmitted(login, credentials, client));
}

async function logInAdmitted(login: LogIn, credentials: Credentials, client: Client): Promise<LoginOutcome> {
  const email = parseEmailAddress(credentials.email);
  const account = email && (await findAccountForLogin(login.db, email.key));
  const attempt: LoginAttempt = {
    ...attemptNamesOf(credentials.email),
    userId: account?.user.id,
    source: client.source,
    deviceToken: credentials.deviceToken,
    proof: credentials.proof,
  };
  const checked = await guardLogin(login.guard, attempt, () =>
    checkPassword(login, account, credentials.password),
  );
  if (!checked) throw authErrors.invalid_credentials();
  const challengeToken = await challengeLogin(login, checked, client);
  if (challengeToken !== undefined) return { challengeToken };
  return { started: await completeLogin(login, checked, ['pwd'], client) };
}

async function checkPassword(
  login: LogIn,
  account: Account | undefined,
  password: string,
): Promise<Account | undefined> {
  const { db, passwords } = login;
  const verdict = await passwords.verify(password, account?.passwordHash);
  if (!account || !verdict.matches || !mayEnter(login, account)) return undefined;
  if (verdict.needsRehash) {
    const replacement = await passwords.hash(password);
    await replacePasswordHash(db, account.user.id, { checked: account.passwordHash, replacement });
  }
  return account;
}
