import type { Kysely, Selectable } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { ChatMessageTable } from './chat.table.ts';
import type { MessageDetails } from './schemas.ts';

type Db = Kysely<LearningSchema>;

export type Message = {
  readonly id: string;
  readonly threadId: string;
  readonly role: 'learner' | 'tutor';
  readonly text: string;
  readonly details: MessageDetails;
  readonly createdAt: Date;
};
export type NewMessage = Omit<Message, 'createdAt'> & {
  readonly createdAt: Date;
  readonly clientEventId?: string | undefined;
  readonly replyTo?: string | undefined;
};

/** Messages of a conversation, newest first. */
export async function listMessages(
  db: Db,
  threadId: string,
  page: { before?: string | undefined; limit: number },
): Promise<Message[]> {
  let query = db.selectFrom('chat_messages').selectAll().where('thread_id', '=', threadId);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toMessage);
}

/**
 * Stores a message, or finds the one that is there already for the same client event or as answer to the same message.
 * Returns what is stored in the end.
 */
export async function saveMessage(db: Db, message: NewMessage): Promise<Message> {
  const row = await db
    .insertInto('chat_messages')
    .values({
      id: message.id,
      thread_id: message.threadId,
      role: message.role,
      text: message.text,
      details: JSON.stringify(message.details),
      client_event_id: message.clientEventId ?? null,
      reply_to: message.replyTo ?? null,
      created_at: message.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) {
    await db
      .updateTable('chat_threads')
      .set({ updated_at: message.createdAt })
      .where('id', '=', message.threadId)
      .execute();
    return toMessage(row);
  }
  const query = db.selectFrom('chat_messages').selectAll().where('thread_id', '=', message.threadId);
  const stored =
    message.replyTo === undefined
      ? query.where('client_event_id', '=', message.clientEventId ?? null)
      : query.where('reply_to', '=', message.replyTo);
  return toMessage(await stored.executeTakeFirstOrThrow());
}

/** One message of a conversation. */
export async function findMessage(db: Db, threadId: string, messageId: string): Promise<Message | undefined> {
  const row = await db
    .selectFrom('chat_messages')
    .selectAll()
    .where('thread_id', '=', threadId)
    .where('id', '=', messageId)
    .executeTakeFirst();
  return row && toMessage(row);
}

/** Messages between two others of a conversation, oldest first. */
export async function listMessagesAfter(
  db: Db,
  threadId: string,
  range: { after: string | undefined; before: string; limit: number },
): Promise<Message[]> {
  let query = db
    .selectFrom('chat_messages')
    .selectAll()
    .where('thread_id', '=', threadId)
    .where('id', '<', range.before);
  if (range.after !== undefined) query = query.where('id', '>', range.after);
  return (await query.orderBy('id').limit(range.limit).execute()).map(toMessage);
}

/** The tutor's answer to a message, once there is one. */
export async function findReply(db: Db, messageId: string): Promise<Message | undefined> {
  const row = await db
    .selectFrom('chat_messages')
    .selectAll()
    .where('reply_to', '=', messageId)
    .executeTakeFirst();
  return row && toMessage(row);
}

function toMessage(row: Selectable<ChatMessageTable>): Message {
  return {
    id: row.id,
    threadId: row.thread_id,
    role: row.role,
    text: row.text,
    details: row.details,
    createdAt: row.created_at,
  };
}
