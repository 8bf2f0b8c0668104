import type { Clock } from '@linguamate/shared/clock';
import { isUniqueViolation, transact } from '@linguamate/shared/database';
import { commonErrors } from '@linguamate/shared/errors';
import { authErrors } from '../../errors.ts';
import { recordEvent } from '../audit/record-event.ts';
import { notifyUser, requestMail } from '../mail/request-mail.ts';
import type { Prepare } from '../mail/send-mail.ts';
import { dropAllTokens, putToken, takeToken } from '../password-reset/repository.ts';
import { confirmOwner, type PasswordChanger } from '../passwords/change-password.ts';
import { parseEmailAddress } from '../users/email-address.ts';
import { findAccount, findAccountForLogin, setEmail } from '../users/repository.ts';
import { hashLinkToken, makeLinkToken } from '../verification/proofs.ts';

const linkLifeMs = 3_600_000;
const mailsPerHour = 3;

export type EmailChange = {
  userId: string;
  newEmail: string;
  password: string | undefined;
  /** Epoch seconds of the last login. */
  authTime: number;
  source: string;
};

/**
 * Begins to move an account to another address. Nothing changes until the new address proves itself; the old one is told. Whether
 * the new address has an account already shows neither in the answer nor in its time.
 *
 * @throws validation_failed, step_up_required, invalid_credentials, conflict (there is no address to change)
 */
export async function requestEmailChange(changer: PasswordChanger, change: EmailChange): Promise<void> {
  const { db, mailBox } = changer;
  const account = await findAccount(db, change.userId);
  if (!account) throw commonErrors.unauthenticated();
  const to = parseEmailAddress(change.newEmail);
  if (!to) {
    const detail = 'This is not an e-mail address.';
    throw commonErrors.validation_failed({ fieldErrors: [{ pointer: '/newEmail', detail }] });
  }
  if (!account.email) throw commonErrors.conflict({ detail: 'This account has no address yet; upgrade it.' });
  await confirmOwner(changer, account, change);
  const { userId } = change;
  const locale = account.user.nativeLanguage;
  await transact(db, async (trx) => {
    const mail = { template: 'email-change', to, locale, userId, perHour: mailsPerHour } as const;
    const isSent = await requestMail(trx, mailBox, mail);
    if (isSent) await notifyUser(trx, mailBox, userId, 'email-change-requested');
  });
}

/** Prepares the mail to the new address: a link, or, where there is an account already, word to its owner. */
export function prepareEmailChange({ clock, appUrl }: { clock: Clock; appUrl: string }): Prepare {
  return async (trx, mail, to) => {
    if (!mail.userId || !(await findAccount(trx, mail.userId))) return undefined;
    if (await findAccountForLogin(trx, to.key)) return { template: 'account-exists', data: {} };
    const token = makeLinkToken();
    const now = new Date(clock.now());
    const entry = {
      userId: mail.userId,
      purpose: 'email-change',
      hash: hashLinkToken(token),
      data: to,
    } as const;
    await putToken(trx, entry, { now, expiresAt: new Date(now.getTime() + linkLifeMs) });
    return { template: 'email-change', data: { link: `${appUrl}/confirm-email-change#token=${token}` } };
  };
}

/**
 * Moves an account to the address that the link was sent to. Links that went to the old one are void.
 *
 * @throws token_invalid
 */
export async function confirmEmailChange(
  { db, clock, mailBox }: Pick<PasswordChanger, 'db' | 'clock' | 'mailBox'>,
  token: string,
): Promise<void> {
  await transact(db, async (trx) => {
    const now = new Date(clock.now());
    const taken = await takeToken(trx, 'email-change', hashLinkToken(token), now);
    const { address, key } = taken?.data ?? {};
    if (!taken || !address || !key) throw authErrors.token_invalid();
    // To the old address, while it still is the account's.
    await notifyUser(trx, mailBox, taken.userId, 'email-changed');
    await setEmail(trx, taken.userId, { address, key }, now);
    await dropAllTokens(trx, taken.userId);
    await recordEvent(trx, clock, { action: 'email.changed', userId: taken.userId });
  }).catch((error: unknown) => {
    throw isUniqueViolation(error, 'users_email_key_unique')
      ? authErrors.token_invalid({ cause: error })
      : error;
  });
}
