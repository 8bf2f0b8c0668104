import { type Kysely, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';

type Trx = Transaction<LearningSchema>;

/** Marks a message as counted on a day. False when it is counted already, for instance because its answer is tried again. */
export async function markCounted(trx: Trx, messageId: string, day: string): Promise<boolean> {
  const result = await trx
    .updateTable('chat_messages')
    .set({ quota_day: day })
    .where('id', '=', messageId)
    .where('quota_day', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

/** Adds one to a day's count unless the limit is reached; one statement, so that two requests at once cannot both be the last. */
export async function countUp(trx: Trx, userId: string, day: string, limit: number | null): Promise<boolean> {
  if (limit === 0) return false;
  const { rows } = await sql`insert into message_quota (user_id, day, used) values (${userId}, ${day}, 1)
    on conflict (user_id, day) do update set used = message_quota.used + 1
    where ${limit}::integer is null or message_quota.used < ${limit}::integer
    returning used`.execute(trx);
  return rows.length > 0;
}

/** Takes a message out of the count of the day that it was counted on, if it was. */
export async function uncount(trx: Trx, messageId: string): Promise<void> {
  await sql`with counted as (
      select m.id, m.quota_day, t.user_id from chat_messages m join chat_threads t on t.id = m.thread_id
      where m.id = ${messageId} and m.quota_day is not null for update of m
    ), cleared as (
      update chat_messages set quota_day = null where id in (select id from counted)
    )
    update message_quota q set used = greatest(0, q.used - 1) from counted
    where q.user_id = counted.user_id and q.day = counted.quota_day`.execute(trx);
}

/** How many messages of a day are used. */
export async function readUsed(db: Kysely<LearningSchema>, userId: string, day: string): Promise<number> {
  const row = await db
    .selectFrom('message_quota')
    .select('used')
    .where('user_id', '=', userId)
    .where('day', '=', day)
    .executeTakeFirst();
  return row?.used ?? 0;
}
