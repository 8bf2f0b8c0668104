import { type Kysely, sql } from 'kysely';
import type { LearningSchema } from '../../database.ts';

type Db = Kysely<LearningSchema>;

/** One day of activity. */
export type Day = {
  readonly day: string;
  readonly xp: number;
  readonly answers: number;
  readonly correctAnswers: number;
  readonly lessons: number;
  readonly reviews: number;
  readonly seconds: number;
};

/** The learner's days of activity from a day on, in order; days without any are missing. */
export async function listDays(db: Db, userId: string, from: string): Promise<Day[]> {
  const rows = await db
    .selectFrom('activity_days')
    .select(['day', 'xp', 'answers', 'correct_answers', 'lessons', 'reviews', 'seconds'])
    .where('user_id', '=', userId)
    .where('day', '>=', from)
    .orderBy('day')
    .execute();
  return rows.map(({ correct_answers, ...row }) => ({ ...row, correctAnswers: correct_answers }));
}

/** Something that keeps going wrong. */
export type WeakItem = {
  readonly itemId: string;
  readonly prompt: string;
  readonly answers: number;
  readonly accuracy: number;
};

/** Items that the learner got wrong most, with at least three answers since an instant. */
export async function listWeakItems(db: Db, userId: string, since: Date, limit: number): Promise<WeakItem[]> {
  const { rows } = await sql<WeakItem>`
    select a.item_id as "itemId", i.source_text as prompt, count(*) as answers,
      avg(a.correct::int)::float as accuracy
    from attempts a join items i on i.id = a.item_id
    where a.user_id = ${userId} and a.answered_at >= ${since} and a.retry_no = 0
    group by a.item_id, i.source_text
    having count(*) >= 3 and avg(a.correct::int) < 0.7
    order by avg(a.correct::int), count(*) desc, i.source_text limit ${limit}`.execute(db);
  return rows;
}

/** How often a verdict was given. */
export type TypeAccuracy = { readonly verdict: string; readonly count: number };

/** How the learner's first answers were judged since an instant. */
export async function countVerdicts(db: Db, userId: string, since: Date): Promise<TypeAccuracy[]> {
  const rows = await db
    .selectFrom('attempts')
    .select((select) => ['verdict', select.fn.countAll<number>().as('count')])
    .where('user_id', '=', userId)
    .where('answered_at', '>=', since)
    .where('retry_no', '=', 0)
    .groupBy('verdict')
    .orderBy('verdict')
    .execute();
  return rows.map((row) => ({ verdict: row.verdict, count: row.count }));
}

/** How many cards fall due on each of the coming days, in UTC. */
export async function forecastDue(
  db: Db,
  userId: string,
  from: Date,
  days: number,
): Promise<{ day: string; cards: number }[]> {
  const until = new Date(from.getTime() + days * 86_400_000);
  const { rows } = await sql<{ day: string; cards: number }>`
    select to_char(due at time zone 'UTC', 'YYYY-MM-DD') as day, count(*) as cards
    from cards where user_id = ${userId} and state <> 'new' and not suspended and due >= ${from} and due < ${until}
    group by 1 order by 1`.execute(db);
  return rows;
}
