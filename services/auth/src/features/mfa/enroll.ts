import { transact } from '@linguamate/shared/database';
import { commonErrors } from '@linguamate/shared/errors';
import type { Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { seal } from '../../secrets.ts';
import { type AuditAction, recordEvent } from '../audit/record-event.ts';
import { notifyUser } from '../mail/request-mail.ts';
import { confirmOwner, type PasswordChanger } from '../passwords/change-password.ts';
import { findAccount } from '../users/repository.ts';
import type { Account } from '../users/user.ts';
import { type CodeChecker, checkSecondFactor, type SecondFactor, secretContext } from './check-code.ts';
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes.ts';
import {
  confirmFactor,
  deleteFactor,
  findFactor,
  putUnconfirmedFactor,
  replaceRecoveryCodes,
} from './repository.ts';
import { makeTotpSecret, toBase32, totpUrl } from './totp.ts';

export type Enroller = PasswordChanger & CodeChecker;

/** Who asks, and how they prove that it is still them. */
export type Owner = { userId: string; password: string | undefined; authTime: number; source: string };

/**
 * Begins to set up an authenticator app. Until a first code confirms it, logins do not ask for it.
 *
 * @returns the secret to be typed or scanned; it is shown this once
 * @throws mfa_already_active, step_up_required, invalid_credentials
 */
export async function enrollTotp(enroller: Enroller, owner: Owner): Promise<{ secret: string; url: string }> {
  const account = await confirmedOwner(enroller, owner);
  const secret = makeTotpSecret();
  const sealed = seal(enroller.mfaKeys[0], secret, `${secretContext}:${owner.userId}`);
  const now = new Date(enroller.clock.now());
  const isStored = await transact(enroller.db, (trx) => putUnconfirmedFactor(trx, owner.userId, sealed, now));
  if (!isStored) throw authErrors.mfa_already_active();
  return { secret: toBase32(secret), url: totpUrl(secret, account.user.email ?? account.user.name) };
}

/**
 * Confirms the app with a first code: from now on logins ask for one.
 *
 * @returns the recovery codes; they are shown this once
 * @throws code_invalid
 */
export async function activateTotp(enroller: Enroller, userId: string, code: string): Promise<string[]> {
  if ((await checkSecondFactor(enroller, userId, { code })) === undefined) throw authErrors.code_invalid();
  return await transact(enroller.db, async (trx) => {
    const isConfirmed = await confirmFactor(trx, userId, new Date(enroller.clock.now()));
    if (!isConfirmed) throw authErrors.mfa_already_active();
    await note(enroller, trx, userId, 'mfa.enrolled', 'switched on');
    return await renewCodes(trx, userId);
  });
}

/** Switches the second factor off; takes the password and the factor itself. Throws code_invalid and what a login may. */
export async function disableTotp(enroller: Enroller, owner: Owner, factor: SecondFactor): Promise<void> {
  await confirmedOwner(enroller, owner);
  if ((await checkSecondFactor(enroller, owner.userId, factor)) === undefined)
    throw authErrors.code_invalid();
  await transact(enroller.db, async (trx) => {
    await deleteFactor(trx, owner.userId);
    await note(enroller, trx, owner.userId, 'mfa.disabled', 'switched off');
  });
}

/** Replaces the recovery codes, for instance because the paper is lost. Throws mfa_not_active and what a login may. */
export async function renewRecoveryCodes(enroller: Enroller, owner: Owner): Promise<string[]> {
  await confirmedOwner(enroller, owner);
  if (!(await findFactor(enroller.db, owner.userId))?.isConfirmed) throw authErrors.mfa_not_active();
  return await transact(enroller.db, async (trx) => {
    await note(enroller, trx, owner.userId, 'mfa.recovery_codes_renewed', 'given new recovery codes');
    return await renewCodes(trx, owner.userId);
  });
}

async function confirmedOwner(enroller: Enroller, owner: Owner): Promise<Account> {
  const account = await findAccount(enroller.db, owner.userId);
  if (!account) throw commonErrors.unauthenticated();
  await confirmOwner(enroller, account, owner);
  return account;
}

async function renewCodes(trx: Transaction<AuthSchema>, userId: string): Promise<string[]> {
  const codes = makeRecoveryCodes();
  await replaceRecoveryCodes(trx, userId, codes.map(hashRecoveryCode));
  return codes;
}

async function note(
  { clock, mailBox }: Enroller,
  trx: Transaction<AuthSchema>,
  userId: string,
  action: AuditAction,
  change: string,
): Promise<void> {
  await recordEvent(trx, clock, { action, userId });
  await notifyUser(trx, mailBox, userId, 'mfa-changed', { data: { change } });
}
