import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';

type Db = Kysely<LearningSchema>;

/** One review as it stands in the exported log, readable without our ids. */
export type LoggedReview = {
  readonly cardId: string;
  readonly prompt: string;
  readonly direction: string;
  readonly rating: number;
  readonly reviewedAt: Date;
  readonly day: string;
  readonly latencyMs: number | null;
  readonly origin: string;
};

/** A learner's whole review log with what each card asked, oldest first. */
export async function listLoggedReviews(db: Db, userId: string): Promise<LoggedReview[]> {
  const rows = await db
    .selectFrom('review_log')
    .innerJoin('cards', 'cards.id', 'review_log.card_id')
    .innerJoin('items', 'items.id', 'cards.item_id')
    .select(['review_log.card_id', 'cards.direction', 'review_log.rating', 'review_log.reviewed_at'])
    .select(['review_log.day', 'review_log.latency_ms', 'review_log.origin'])
    .select(['items.source_text', 'items.target_text'])
    .where('review_log.user_id', '=', userId)
    .orderBy('review_log.reviewed_at')
    .execute();
  return rows.map((row) => ({
    cardId: row.card_id,
    prompt: row.direction === 'to_target' ? row.source_text : row.target_text,
    direction: row.direction,
    rating: row.rating,
    reviewedAt: row.reviewed_at,
    day: row.day,
    latencyMs: row.latency_ms,
    origin: row.origin,
  }));
}

const ownTables = [
  'learners',
  'preferences',
  'enrolments',
  'practice_sessions',
  'attempts',
  'lesson_progress',
  'cards',
  'review_log',
  'xp_ledger',
  'activity_days',
  'streak_freezes',
  'achievements',
  'chat_threads',
] as const;

/** Everything that is stored about a learner, table by table. What a session has not shown yet, its keys, is left out. */
export async function readEverything(db: Db, userId: string): Promise<Record<string, unknown[]>> {
  const everything: Record<string, unknown[]> = {};
  for (const table of ownTables) {
    const rows = await db.selectFrom(table).selectAll().where('user_id', '=', userId).execute();
    everything[camelCase(table)] = rows.map((row) => rename(row, new Set(['served', 'user_id'])));
  }
  const messages = await db
    .selectFrom('chat_messages')
    .innerJoin('chat_threads', 'chat_threads.id', 'chat_messages.thread_id')
    .select([
      'chat_messages.thread_id',
      'chat_messages.role',
      'chat_messages.text',
      'chat_messages.created_at',
    ])
    .where('chat_threads.user_id', '=', userId)
    .orderBy('chat_messages.id')
    .execute();
  everything.chatMessages = messages.map((row) => rename(row, new Set()));
  return everything;
}

function rename(row: object, without: ReadonlySet<string>): Record<string, unknown> {
  const entries = Object.entries(row).filter(([name]) => !without.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [camelCase(name), value]));
}

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase());
}

/** One row of an exported course; further accepted translations make further rows with the same prompt. */
export type ExportedPair = {
  readonly source: string;
  readonly target: string;
  readonly ipa: string;
  readonly note: string;
};

/** The texts of a course with one row for each accepted translation into the language that is learned. */
export async function listCoursePairs(db: Db, courseId: string): Promise<ExportedPair[]> {
  const rows = await db
    .selectFrom('items')
    .innerJoin('accepted_answers', 'accepted_answers.item_id', 'items.id')
    .select(['items.source_text', 'items.details', 'accepted_answers.text'])
    .where('items.course_id', '=', courseId)
    .where('items.retired', '=', false)
    .where('accepted_answers.direction', '=', 'to_target')
    .orderBy('items.ord')
    .orderBy('accepted_answers.ord')
    .execute();
  return rows.map(({ source_text, text, details }) => ({
    source: source_text,
    target: text,
    ipa: details.ipa ?? '',
    note: details.note ?? '',
  }));
}

/** The owner of a course, null for shipped ones; undefined when there is no such course. */
export async function findOwner(db: Db, courseId: string): Promise<{ ownerId: string | null } | undefined> {
  const row = await db.selectFrom('courses').select('owner_id').where('id', '=', courseId).executeTakeFirst();
  return row && { ownerId: row.owner_id };
}
