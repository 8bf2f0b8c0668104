import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { type MailBox, requestMail } from '../mail/request-mail.ts';
import type { Prepare } from '../mail/send-mail.ts';
import { parseEmailAddress } from '../users/email-address.ts';
import { findAccountForLogin } from '../users/repository.ts';
import { hashLinkToken, makeLinkToken } from '../verification/proofs.ts';
import { putToken } from './repository.ts';

const resetLifeMs = 20 * 60_000;
const mailsPerHour = 3;

/**
 * Notes that somebody has forgotten their password. The account is looked up later, by the worker that sends the mail, so a
 * request for an address without an account costs and shows exactly the same.
 */
export async function forgotPassword(
  { db, mailBox }: { db: Kysely<AuthSchema>; mailBox: MailBox },
  email: string,
): Promise<void> {
  const to = parseEmailAddress(email);
  if (!to) return;
  await transact(db, (trx) =>
    requestMail(trx, mailBox, { template: 'password-reset', to, locale: null, perHour: mailsPerHour }),
  );
}

/** Prepares the mail: makes the token, whose 20 minutes begin now, or drops the mail when there is no such account. */
export function prepareReset({ clock, appUrl }: { clock: Clock; appUrl: string }): Prepare {
  return async (trx, _mail, to) => {
    const account = await findAccountForLogin(trx, to.key);
    if (!account?.email || account.isDisabled) return undefined;
    const token = makeLinkToken();
    const now = new Date(clock.now());
    const entry = { userId: account.user.id, purpose: 'password-reset', hash: hashLinkToken(token) } as const;
    await putToken(trx, entry, { now, expiresAt: new Date(now.getTime() + resetLifeMs) });
    await recordEvent(trx, clock, { action: 'password.reset_requested', userId: account.user.id });
    const link = `${appUrl}/reset-password#token=${token}`;
    // To the stored address and not to the spelling of the request: the two may be different mailboxes.
    const { email, user } = account;
    return { template: 'password-reset', data: { link }, to: email, locale: user.nativeLanguage };
  };
}
