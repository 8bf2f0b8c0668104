import { transact } from '@linguamate/shared/database';
import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { EmailAddress } from '../users/email-address.ts';
import type { MailData } from './mails.table.ts';
import { renderMail } from './render.ts';
import { lockMail, markDone, type StoredMail } from './repository.ts';
import { type MailBox, openAddress } from './request-mail.ts';
import { isTemplate, type TemplateName, writeMail } from './templates.ts';
import type { MailTransport } from './transport.ts';

/** What a mail needs besides its stored facts; undefined when it must not be sent after all. */
export type Preparation = {
  template: TemplateName;
  data: MailData;
  to?: EmailAddress;
  locale?: string | null;
};

/**
 * Makes the secrets of a mail at the moment of sending. They then exist in the mail alone: the database has
 * hashes, the queue has ids.
 */
export type Prepare = (
  trx: Transaction<AuthSchema>,
  mail: StoredMail,
  to: EmailAddress,
) => Promise<Preparation | undefined>;

export type MailSender = {
  db: Kysely<AuthSchema>;
  box: MailBox;
  transport: MailTransport;
  preparations: Partial<Record<TemplateName, Prepare>>;
};

/** Sends one stored mail. A mail that was sent before is not sent again; one that lost its reason is dropped. */
export async function sendMail(sender: MailSender, mailId: string): Promise<void> {
  const { db, box, transport } = sender;
  const prepared = await transact(db, (trx) => prepare(sender, trx, mailId));
  if (prepared) {
    const content = writeMail(prepared.template, prepared.locale, prepared.data);
    await transport.send({ id: mailId, to: prepared.to.address, ...renderMail(content) });
  }
  await markDone(db, mailId, new Date(box.clock.now()));
}

async function prepare({ box, preparations }: MailSender, trx: Transaction<AuthSchema>, mailId: string) {
  const mail = await lockMail(trx, mailId);
  if (!mail?.addressSealed || mail.isDone || !isTemplate(mail.template)) return undefined;
  const to = openAddress(box, mail.addressSealed);
  const plain: Preparation = { template: mail.template, data: mail.data };
  const makeSecrets = preparations[mail.template];
  const prepared = makeSecrets ? await makeSecrets(trx, mail, to) : plain;
  return prepared && { ...prepared, to: prepared.to ?? to, locale: prepared.locale ?? mail.locale };
}
