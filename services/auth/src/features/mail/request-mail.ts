import { createHmac } from 'node:crypto';
import type { Clock } from '@linguamate/shared/clock';
import { newId } from '@linguamate/shared/ids';
import type { Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { seal, unsealWithAny } from '../../secrets.ts';
import type { EmailAddress } from '../users/email-address.ts';
import { findAccount } from '../users/repository.ts';
import type { MailData } from './mails.table.ts';
import { countRecentMails, insertMail } from './repository.ts';
import type { TemplateName } from './templates.ts';

const hourMs = 3_600_000;
const addressContext = 'mail-address';

export type MailBox = {
  clock: Clock;
  /** Seals addresses: the first key seals, all of them open. */
  keys: readonly [Buffer, ...Buffer[]];
};

export type MailRequest = {
  template: TemplateName;
  to: EmailAddress;
  locale: string | null;
  userId?: string;
  signupId?: string;
  data?: MailData;
  /** Beyond this many mails of the kind to one recipient in an hour the request is dropped in silence. */
  perHour?: number;
};

/**
 * Asks for a mail, in the transaction of what the mail is about. Nothing is sent from a request: whether an address is known
 * must not show in how long an answer takes.
 *
 * @returns whether the mail will be sent; false when the recipient had enough of them
 */
export async function requestMail(
  trx: Transaction<AuthSchema>,
  box: MailBox,
  request: MailRequest,
): Promise<boolean> {
  const now = new Date(box.clock.now());
  const recipientHash = hashRecipient(box, request.to);
  if (request.perHour !== undefined) {
    const since = new Date(now.getTime() - hourMs);
    const sent = await countRecentMails(trx, recipientHash, request.template, since);
    if (sent >= request.perHour) return false;
  }
  const mail = {
    id: newId(box.clock),
    template: request.template,
    userId: request.userId ?? null,
    signupId: request.signupId ?? null,
    recipientHash,
    addressSealed: seal(box.keys[0], Buffer.from(JSON.stringify(request.to)), addressContext),
    locale: request.locale ?? 'en',
    data: request.data ?? {},
  };
  await insertMail(trx, mail, now);
  return true;
}

/** Tells a user about a change of their account, if they have an address. */
export async function notifyUser(
  trx: Transaction<AuthSchema>,
  box: MailBox,
  userId: string,
  template: TemplateName,
  options: { data?: MailData; perHour?: number } = {},
): Promise<void> {
  const account = await findAccount(trx, userId);
  if (!account?.email) return;
  const { email: to, user } = account;
  await requestMail(trx, box, { template, to, locale: user.nativeLanguage, userId, ...options });
}

/** Opens the address of a stored mail. */
export function openAddress(box: MailBox, sealed: Buffer): EmailAddress {
  return JSON.parse(unsealWithAny(box.keys, sealed, addressContext).toString());
}

function hashRecipient({ keys }: MailBox, to: EmailAddress): Buffer {
  return createHmac('sha256', keys[0]).update(to.key).digest();
}
