import { sql, type Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';

/** Marks an account for deletion. The first wish counts: repeating it does not put the date off. */
export async function setDeletionRequested(
  trx: Transaction<AuthSchema>,
  userId: string,
  now: Date,
): Promise<Date> {
  const row = await trx
    .updateTable('users')
    .set((eb) => ({ deletion_requested_at: eb.fn.coalesce('deletion_requested_at', eb.val(now)) }))
    .where('id', '=', userId)
    .returning('deletion_requested_at')
    .executeTakeFirstOrThrow();
  return row.deletion_requested_at ?? now;
}

/** Takes the wish back. Returns whether there was one. */
export async function clearDeletionRequest(trx: Transaction<AuthSchema>, userId: string): Promise<boolean> {
  const result = await trx
    .updateTable('users')
    .set({ deletion_requested_at: null })
    .where('id', '=', userId)
    .where('deletion_requested_at', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** One account whose time to change one's mind is over, locked; other workers take others. */
export async function lockDueUser(
  trx: Transaction<AuthSchema>,
  requestedBefore: Date,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('users')
    .select('id')
    .where('deletion_requested_at', '<', requestedBefore)
    .orderBy('deletion_requested_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row?.id;
}

/** Deletes everything about a user that this service keeps; sessions and tokens go with the user. */
export async function deleteUser(trx: Transaction<AuthSchema>, userId: string): Promise<void> {
  const user = await trx
    .deleteFrom('users')
    .where('id', '=', userId)
    .returning('email_key')
    .executeTakeFirst();
  await trx.deleteFrom('mails').where('user_id', '=', userId).execute();
  if (user?.email_key)
    await trx.deleteFrom('pending_signups').where('email_key', '=', user.email_key).execute();
}

/** Begins to keep track of who has erased a user. */
export async function insertErasure(
  trx: Transaction<AuthSchema>,
  userId: string,
  services: readonly string[],
  now: Date,
): Promise<void> {
  await trx
    .insertInto('erasures')
    .values({
      user_id: userId,
      pending_services: [...services],
      started_at: now,
      announced_at: now,
      completed_at: null,
    })
    .execute();
}

/** Notes that a service has erased a user. Returns whether that was the last one. */
export async function confirmErasure(
  trx: Transaction<AuthSchema>,
  userId: string,
  service: string,
  now: Date,
): Promise<boolean> {
  const row = await trx
    .updateTable('erasures')
    .set((eb) => ({
      pending_services: eb.fn<string[]>('array_remove', ['pending_services', eb.val(service)]),
      completed_at: sql<Date | null>`case when array_remove(pending_services, ${service}) = '{}' then ${now}::timestamptz end`,
    }))
    .where('user_id', '=', userId)
    .where('completed_at', 'is', null)
    .returning('completed_at')
    .executeTakeFirst();
  return row?.completed_at != null;
}

/** Erasures that nobody has heard of for long, noted as announced again. */
export async function takeOverdueErasures(
  trx: Transaction<AuthSchema>,
  announcedBefore: Date,
  now: Date,
): Promise<string[]> {
  const rows = await trx
    .updateTable('erasures')
    .set({ announced_at: now })
    .where('completed_at', 'is', null)
    .where('announced_at', '<', announcedBefore)
    .returning('user_id')
    .execute();
  return rows.map((row) => row.user_id);
}
