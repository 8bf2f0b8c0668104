import { type Kysely, sql } from 'kysely';
import type { LearningSchema } from '../../database.ts';

type Db = Kysely<LearningSchema>;
/** A claim outlives its owner by this long at most; the database's clock decides, so instances need not agree on the time. */
const claimSeconds = 8;

/** Claims the right to answer a message. False while somebody else is answering it. */
export async function claimAnswer(db: Db, messageId: string, attempt: string): Promise<boolean> {
  const { rows } = await sql`update chat_messages
    set answering_by = ${attempt}, answering_until = now() + ${claimSeconds} * interval '1 second'
    where id = ${messageId} and (answering_by is null or answering_until < now()) returning id`.execute(db);
  return rows.length > 0;
}

/** Prolongs a claim. False when it was taken away: the learner wants no more of this answer. */
export async function renewClaim(db: Db, messageId: string, attempt: string): Promise<boolean> {
  const { rows } = await sql`update chat_messages
    set answering_until = now() + ${claimSeconds} * interval '1 second'
    where id = ${messageId} and answering_by = ${attempt} returning id`.execute(db);
  return rows.length > 0;
}

/** Gives a claim back, so that the next try need not wait until it runs out. */
export async function releaseClaim(db: Db, messageId: string, attempt: string): Promise<void> {
  await db
    .updateTable('chat_messages')
    .set({ answering_by: null, answering_until: null })
    .where('id', '=', messageId)
    .where('answering_by', '=', attempt)
    .execute();
}

/** Takes the claim on a message away from whoever has it; they notice when they renew it. */
export async function revokeClaim(db: Db, messageId: string): Promise<void> {
  await db
    .updateTable('chat_messages')
    .set({ answering_by: null, answering_until: null })
    .where('id', '=', messageId)
    .execute();
}
