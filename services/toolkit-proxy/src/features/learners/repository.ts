import { type Kysely, sql, type Transaction } from 'kysely';
import type { ToolkitSchema } from '../../schema.ts';

/** A learner as far as quotas are concerned. */
export type Learner = { userId: string; isPremium: boolean; timeZone: string | null };

/**
 * Stores what an event says about a learner, unless a later event was stored before or the learner was erased.
 * @param trx transaction of the event.
 * @param learner the new state.
 * @param changedAt when the event was written.
 */
export async function upsertLearner(
  trx: Transaction<ToolkitSchema>,
  learner: Learner,
  changedAt: Date,
): Promise<void> {
  if (await isErased(trx, learner.userId)) return;
  await trx
    .insertInto('learners')
    .values({
      user_id: learner.userId,
      is_premium: learner.isPremium,
      time_zone: learner.timeZone,
      changed_at: changedAt,
    })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet((row) => ({
          is_premium: row.ref('excluded.is_premium'),
          time_zone: row.ref('excluded.time_zone'),
          changed_at: row.ref('excluded.changed_at'),
        }))
        .whereRef('learners.changed_at', '<=', 'excluded.changed_at'),
    )
    .execute();
}

/**
 * Finds a learner.
 * @returns null when no event about the learner has arrived yet.
 */
export async function findLearner(db: Kysely<ToolkitSchema>, userId: string): Promise<Learner | null> {
  const row = await db
    .selectFrom('learners')
    .select(['user_id', 'is_premium', 'time_zone'])
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row === undefined ? null : { userId, isPremium: row.is_premium, timeZone: row.time_zone };
}

/**
 * Erases everything about a learner and remembers that it was done.
 * @param trx transaction of the event.
 */
export async function eraseLearner(trx: Transaction<ToolkitSchema>, userId: string): Promise<void> {
  await lockLearner(trx, userId, 'exclusive');
  await trx
    .insertInto('erased_learners')
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx.deleteFrom('usage_events').where('user_id', '=', userId).execute();
  await trx.deleteFrom('async_jobs').where('user_id', '=', userId).execute();
  await trx.deleteFrom('learners').where('user_id', '=', userId).execute();
}

/**
 * Tells whether a learner was erased; holds off an erasure until the transaction ends, so that nothing written in it survives one.
 * @param trx transaction that is about to write something about the learner.
 */
export async function isErased(trx: Transaction<ToolkitSchema>, userId: string): Promise<boolean> {
  await lockLearner(trx, userId, 'shared');
  const row = await trx
    .selectFrom('erased_learners')
    .select('user_id')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}

async function lockLearner(trx: Transaction<ToolkitSchema>, userId: string, mode: 'shared' | 'exclusive') {
  const key = sql`hashtextextended(${userId}, 0)`;
  const lock =
    mode === 'shared'
      ? sql`select pg_advisory_xact_lock_shared(${key})`
      : sql`select pg_advisory_xact_lock(${key})`;
  await lock.execute(trx);
}
