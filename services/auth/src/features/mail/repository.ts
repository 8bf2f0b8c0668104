import { type Kysely, sql, type Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { MailData, MailRow } from './mails.table.ts';

export type NewMail = {
  id: string;
  template: string;
  userId: string | null;
  signupId: string | null;
  recipientHash: Buffer;
  addressSealed: Buffer;
  locale: string;
  data: MailData;
};

export type StoredMail = Omit<NewMail, 'addressSealed'> & { addressSealed: Buffer | null; isDone: boolean };

/** Adds a mail. It is sent if, and only if, the transaction commits. */
export async function insertMail(trx: Transaction<AuthSchema>, mail: NewMail, now: Date): Promise<void> {
  await trx
    .insertInto('mails')
    .values({
      id: mail.id,
      template: mail.template,
      user_id: mail.userId,
      signup_id: mail.signupId,
      recipient_hash: mail.recipientHash,
      address_sealed: mail.addressSealed,
      locale: mail.locale,
      data: JSON.stringify(mail.data),
      created_at: now,
      queued_at: null,
      done_at: null,
    })
    .execute();
}

/**
 * Counts the mails of one kind to one recipient. Until the transaction ends nobody else counts for this recipient, so
 * that a hundred requests at once do not all find that there is room for one more.
 */
export async function countRecentMails(
  trx: Transaction<AuthSchema>,
  recipientHash: Buffer,
  template: string,
  since: Date,
): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${recipientHash.toString('hex')}, 7041))`.execute(
    trx,
  );
  const row = await trx
    .selectFrom('mails')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('recipient_hash', '=', recipientHash)
    .where('template', '=', template)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Takes mails that have no job yet; other workers take others. */
export async function claimUnqueued(trx: Transaction<AuthSchema>, limit: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('mails')
    .select('id')
    .where('queued_at', 'is', null)
    .orderBy('created_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map((row) => row.id);
}

/** Notes that these mails have a job. */
export async function markQueued(
  trx: Transaction<AuthSchema>,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await trx.updateTable('mails').set({ queued_at: now }).where('id', 'in', ids).execute();
}

/** The mail with this id, locked until the transaction ends. */
export async function lockMail(trx: Transaction<AuthSchema>, id: string): Promise<StoredMail | undefined> {
  const row = await trx.selectFrom('mails').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && toMail(row);
}

/** Notes that a mail is done with, and forgets the address. */
export async function markDone(db: Kysely<AuthSchema>, id: string, now: Date): Promise<void> {
  await db.updateTable('mails').set({ done_at: now, address_sealed: null }).where('id', '=', id).execute();
}

/** Deletes mails that were dealt with long ago. Returns how many. */
export async function deleteOldMails(db: Kysely<AuthSchema>, createdBefore: Date): Promise<number> {
  const result = await db
    .deleteFrom('mails')
    .where('done_at', 'is not', null)
    .where('created_at', '<', createdBefore)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

function toMail(row: MailRow): StoredMail {
  return {
    id: row.id,
    template: row.template,
    userId: row.user_id,
    signupId: row.signup_id,
    recipientHash: row.recipient_hash,
    addressSealed: row.address_sealed,
    locale: row.locale,
    data: row.data,
    isDone: row.done_at !== null,
  };
}
