import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';

/**
 * Notes that somebody wants their data.
 *
 * @param notBefore one who has asked since then has to wait
 * @returns whether it was noted
 */
export async function putExportRequest(
  trx: Transaction<AuthSchema>,
  userId: string,
  times: { now: Date; notBefore: Date },
): Promise<boolean> {
  const fresh = { requested_at: times.now, queued_at: null, archive_sealed: null };
  const result = await trx
    .insertInto('exports')
    .values({ user_id: userId, ...fresh })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet(fresh).where('exports.requested_at', '<', times.notBefore),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Takes requests that have no job yet; other workers take others. */
export async function claimUnqueuedExports(trx: Transaction<AuthSchema>, now: Date): Promise<string[]> {
  const due = trx
    .selectFrom('exports')
    .select('user_id')
    .where('queued_at', 'is', null)
    .orderBy('requested_at')
    .limit(20)
    .forUpdate()
    .skipLocked();
  const rows = await trx
    .updateTable('exports')
    .set({ queued_at: now })
    .where('user_id', 'in', due)
    .returning('user_id')
    .execute();
  return rows.map((row) => row.user_id);
}

/** Stores a finished archive. */
export async function storeArchive(
  trx: Transaction<AuthSchema>,
  userId: string,
  sealed: Buffer,
): Promise<void> {
  await trx.updateTable('exports').set({ archive_sealed: sealed }).where('user_id', '=', userId).execute();
}

/** Hands out a finished archive and forgets it. */
export async function takeArchive(trx: Transaction<AuthSchema>, userId: string): Promise<Buffer | undefined> {
  const row = await trx
    .selectFrom('exports')
    .select('archive_sealed')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  await trx.updateTable('exports').set({ archive_sealed: null }).where('user_id', '=', userId).execute();
  return row?.archive_sealed ?? undefined;
}

/** Wipes archives that nobody has fetched. Returns how many. */
export async function wipeOldArchives(db: Kysely<AuthSchema>, requestedBefore: Date): Promise<number> {
  const result = await db
    .updateTable('exports')
    .set({ archive_sealed: null })
    .where('archive_sealed', 'is not', null)
    .where('requested_at', '<', requestedBefore)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
