import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { ChatThreadTable } from './chat.table.ts';

type Db = Kysely<LearningSchema>;

export type Thread = {
  readonly id: string;
  readonly userId: string;
  readonly courseId: string;
  readonly title: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};
/** Stores a new conversation. */
export async function insertThread(trx: Transaction<LearningSchema>, thread: Thread): Promise<void> {
  await trx
    .insertInto('chat_threads')
    .values({
      id: thread.id,
      user_id: thread.userId,
      course_id: thread.courseId,
      title: thread.title,
      summary: null,
      created_at: thread.createdAt,
      updated_at: thread.updatedAt,
    })
    .execute();
}

/** A conversation of this learner; nobody else's exists for them. */
export async function findThread(db: Db, threadId: string, userId: string): Promise<Thread | undefined> {
  const row = await db
    .selectFrom('chat_threads')
    .selectAll()
    .where('id', '=', threadId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row && toThread(row);
}

/** The learner's conversations, newest first. */
export async function listThreads(
  db: Db,
  userId: string,
  page: { before?: string | undefined; limit: number },
): Promise<Thread[]> {
  let query = db.selectFrom('chat_threads').selectAll().where('user_id', '=', userId);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toThread);
}

/** Gives a conversation another title. Returns it, or undefined when it is not this learner's. */
export async function renameThread(
  db: Db,
  thread: { id: string; userId: string; title: string },
): Promise<Thread | undefined> {
  const row = await db
    .updateTable('chat_threads')
    .set({ title: thread.title })
    .where('id', '=', thread.id)
    .where('user_id', '=', thread.userId)
    .returningAll()
    .executeTakeFirst();
  return row && toThread(row);
}

/** Deletes a conversation with all that was said. False when it is not this learner's. */
export async function deleteThread(db: Db, threadId: string, userId: string): Promise<boolean> {
  const result = await db
    .deleteFrom('chat_threads')
    .where('id', '=', threadId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return Number(result.numDeletedRows) > 0;
}

/** The running summary of a conversation and the message that it reaches to. */
export async function readSummary(
  db: Db,
  threadId: string,
): Promise<{ summary: string | undefined; summarisedTo: string | undefined }> {
  const row = await db
    .selectFrom('chat_threads')
    .select(['summary', 'summarised_to'])
    .where('id', '=', threadId)
    .executeTakeFirst();
  return { summary: row?.summary ?? undefined, summarisedTo: row?.summarised_to ?? undefined };
}

/** Stores a summary unless another request has stored a newer one meanwhile. */
export async function saveSummary(
  db: Db,
  threadId: string,
  next: { before: string | undefined; summary: string; to: string },
): Promise<void> {
  await db
    .updateTable('chat_threads')
    .set({ summary: next.summary, summarised_to: next.to })
    .where('id', '=', threadId)
    .where('summarised_to', 'is not distinct from', next.before ?? null)
    .execute();
}

/** The course a learner most likely means: the one practised last, else one for their languages, else any (of one language). */
export async function findDefaultCourseId(
  db: Db,
  learner: { userId: string; targetLanguage: string | null; nativeLanguage: string },
  onlyLanguage?: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from courses c
    where (c.visibility = 'public' or c.owner_id = ${learner.userId})
      and (${onlyLanguage ?? null}::text is null or c.target_lang = ${onlyLanguage ?? null})
    order by
      (select max(s.started_at) from practice_sessions s where s.user_id = ${learner.userId} and s.course_id = c.id)
        desc nulls last,
      (c.target_lang = ${learner.targetLanguage}) desc nulls last,
      (c.source_lang = ${learner.nativeLanguage}) desc,
      c.slug
    limit 1`.execute(db);
  return rows[0]?.id;
}

function toThread(row: Selectable<ChatThreadTable>): Thread {
  return {
    id: row.id,
    userId: row.user_id,
    courseId: row.course_id,
    title: row.title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
