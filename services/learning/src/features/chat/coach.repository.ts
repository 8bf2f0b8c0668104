import { type Kysely, sql } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { ItemDetails } from '../content/item.table.ts';

type Db = Kysely<LearningSchema>;

export type CoachItem = {
  readonly id: string;
  readonly kind: 'word' | 'phrase' | 'sentence';
  readonly target: string;
  readonly source: string;
  readonly details: ItemDetails;
};
export type CoachCourse = {
  readonly id: string;
  readonly title: string;
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
};

/** The course that a conversation belongs to. */
export async function readCoachCourse(db: Db, courseId: string): Promise<CoachCourse> {
  const row = await db
    .selectFrom('courses')
    .select(['id', 'title', 'source_lang', 'target_lang'])
    .where('id', '=', courseId)
    .executeTakeFirstOrThrow();
  return { id: row.id, title: row.title, sourceLanguage: row.source_lang, targetLanguage: row.target_lang };
}

/**
 * What to ask about next: cards that are due, then words that went wrong before, then words met but rarely, then the next new ones
 * in course order. Items that this conversation asked about lately are left out.
 *
 * @param request.now epoch milliseconds
 */
export async function listCoachItems(
  db: Db,
  request: { userId: string; courseId: string; now: number; recent: readonly string[]; limit: number },
): Promise<CoachItem[]> {
  const recent = request.recent.length === 0 ? sql`` : sql`and i.id <> all(${[...request.recent]}::uuid[])`;
  const { rows } = await sql<CoachItem>`
    select i.id, i.kind, i.target_text as target, i.source_text as source, i.details
    from items i
    left join lateral (
      select count(*) as met, count(*) filter (where not a.correct) as missed
      from attempts a where a.user_id = ${request.userId} and a.item_id = i.id
    ) past on true
    left join lateral (
      select min(c.due) as due, coalesce(sum(c.lapses), 0) as lapses
      from cards c where c.user_id = ${request.userId} and c.item_id = i.id and not c.suspended
    ) card on true
    where i.course_id = ${request.courseId} and not i.retired
      and exists (select 1 from lesson_items li where li.item_id = i.id) ${recent}
    order by (card.due <= ${new Date(request.now)}) desc nulls last,
      ((past.missed + card.lapses)::float / (past.met + 1)) desc, (past.met > 0) desc, past.met, i.ord
    limit ${request.limit}`.execute(db);
  return rows;
}

/** Sentences of a course that hold a text, shortest first: places where a word can be asked for in its context. */
export async function listSentencesWith(
  db: Db,
  courseId: string,
  text: string,
): Promise<{ target: string; source: string }[]> {
  return await db
    .selectFrom('items')
    .select(['target_text as target', 'source_text as source'])
    .where('course_id', '=', courseId)
    .where('kind', '=', 'sentence')
    .where('retired', '=', false)
    .where(sql<boolean>`position(lower(${text}) in lower(target_text)) > 0`)
    .orderBy(sql`length(target_text)`)
    .orderBy('ord')
    .limit(5)
    .execute();
}

/** One item of the coach's, or undefined when the course has dropped it meanwhile. */
export async function findCoachItem(db: Db, itemId: string): Promise<CoachItem | undefined> {
  const row = await db
    .selectFrom('items')
    .select(['id', 'kind', 'target_text', 'source_text', 'details'])
    .where('id', '=', itemId)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      kind: row.kind,
      target: row.target_text,
      source: row.source_text,
      details: row.details,
    }
  );
}
