import { newId } from '@linguamate/shared/ids';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { XpReason } from './progress.table.ts';

type Db = Kysely<LearningSchema>;
type Trx = Transaction<LearningSchema>;

/** One line for the ledger. `sourceId` and `reason` together can pay only once. */
export type XpAward = {
  readonly userId: string;
  readonly courseId: string | null;
  readonly amount: number;
  readonly reason: XpReason;
  readonly sourceId: string;
  readonly at: number;
  readonly day: string;
};
/** What to add to a day; what is left out adds nothing. */
export type ActivityCounts = {
  readonly xp?: number;
  readonly answers?: number;
  readonly correctAnswers?: number;
  readonly lessons?: number;
  readonly reviews?: number;
  readonly seconds?: number;
};

/** Writes one line of the ledger. Returns the XP that it added: 0 when this source has paid already. */
export async function insertXp(trx: Trx, award: XpAward): Promise<number> {
  if (award.amount <= 0) return 0;
  const row = await trx
    .insertInto('xp_ledger')
    .values({
      id: newId(),
      user_id: award.userId,
      course_id: award.courseId,
      amount: award.amount,
      reason: award.reason,
      source_id: award.sourceId,
      earned_at: new Date(award.at),
      day: award.day,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'reason', 'source_id']).doNothing())
    .returning('amount')
    .executeTakeFirst();
  return row?.amount ?? 0;
}

/** Adds to what the learner did on one of their days; the first entry of a day is what a streak is made of. */
export async function addActivity(
  trx: Trx,
  learner: { userId: string; timeZone: string },
  day: string,
  counts: ActivityCounts,
): Promise<void> {
  const { xp = 0, answers = 0, correctAnswers = 0, lessons = 0, reviews = 0, seconds = 0 } = counts;
  await sql`insert into activity_days as d
      (user_id, day, time_zone, xp, answers, correct_answers, lessons, reviews, seconds)
    values (${learner.userId}, ${day}, ${learner.timeZone}, ${xp}, ${answers}, ${correctAnswers}, ${lessons},
      ${reviews}, ${seconds})
    on conflict (user_id, day) do update set
      xp = d.xp + excluded.xp, answers = d.answers + excluded.answers,
      correct_answers = d.correct_answers + excluded.correct_answers, lessons = d.lessons + excluded.lessons,
      reviews = d.reviews + excluded.reviews, seconds = d.seconds + excluded.seconds`.execute(trx);
}

/** All days with activity of a learner, and their freezes. */
export async function readStreakDays(
  db: Db,
  userId: string,
): Promise<{ active: string[]; freezes: { id: string; grantedAt: Date; usedForDay: string | null }[] }> {
  const days = await db.selectFrom('activity_days').select('day').where('user_id', '=', userId).execute();
  const freezes = await db
    .selectFrom('streak_freezes')
    .select(['id', 'granted_at', 'used_for_day'])
    .where('user_id', '=', userId)
    .orderBy('granted_at')
    .execute();
  return {
    active: days.map((row) => row.day),
    freezes: freezes.map((row) => ({ id: row.id, grantedAt: row.granted_at, usedForDay: row.used_for_day })),
  };
}

/** Records on which day a freeze was used; null gives it back. */
export async function useFreeze(db: Db, freezeId: string, day: string | null): Promise<void> {
  await db.updateTable('streak_freezes').set({ used_for_day: day }).where('id', '=', freezeId).execute();
}

/** Lifetime sums of a learner. */
export type Totals = { xp: number; answers: number; correctAnswers: number; lessonsCompleted: number };

/** Lifetime sums of a learner, taken from the ledger and the activity days. */
export async function readTotals(db: Db, userId: string): Promise<Totals> {
  const xp = await db
    .selectFrom('xp_ledger')
    .select((select) => select.fn.sum<number | null>('amount').as('xp'))
    .where('user_id', '=', userId)
    .executeTakeFirst();
  const days = await db
    .selectFrom('activity_days')
    .select((select) => [
      select.fn.sum<number | null>('answers').as('answers'),
      select.fn.sum<number | null>('correct_answers').as('correct'),
    ])
    .where('user_id', '=', userId)
    .executeTakeFirst();
  const lessons = await db
    .selectFrom('lesson_progress')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('completions', '>', 0)
    .executeTakeFirst();
  return {
    xp: xp?.xp ?? 0,
    answers: days?.answers ?? 0,
    correctAnswers: days?.correct ?? 0,
    lessonsCompleted: lessons?.count ?? 0,
  };
}

/** What was done on one day, in numbers. */
export type DayActivity = {
  xp: number;
  answers: number;
  correctAnswers: number;
  lessons: number;
  reviews: number;
};

/** What the learner did on one day; zeros when nothing. */
export async function readDay(db: Db, userId: string, day: string): Promise<DayActivity> {
  const row = await db
    .selectFrom('activity_days')
    .select(['xp', 'answers', 'correct_answers', 'lessons', 'reviews'])
    .where('user_id', '=', userId)
    .where('day', '=', day)
    .executeTakeFirst();
  return {
    xp: row?.xp ?? 0,
    answers: row?.answers ?? 0,
    correctAnswers: row?.correct_answers ?? 0,
    lessons: row?.lessons ?? 0,
    reviews: row?.reviews ?? 0,
  };
}

/** How far a learner is in one course. */
export type CourseProgress = {
  courseId: string;
  slug: string;
  title: string;
  xp: number;
  lessonsTotal: number;
  lessonsCompleted: number;
};

/** Each course in which the learner has earned XP or completed a lesson. */
export async function readCourseProgress(db: Db, userId: string): Promise<CourseProgress[]> {
  const { rows } = await sql<CourseProgress>`
    select c.id as "courseId", c.slug, c.title,
      coalesce((select sum(x.amount) from xp_ledger x where x.user_id = ${userId} and x.course_id = c.id), 0)::int as xp,
      (select count(*) from lessons l where l.course_id = c.id and not l.retired)::int as "lessonsTotal",
      (select count(*) from lesson_progress p join lessons l on l.id = p.lesson_id
        where p.user_id = ${userId} and l.course_id = c.id and p.completions > 0 and not l.retired)::int as "lessonsCompleted"
    from courses c
    where exists (select 1 from xp_ledger x where x.user_id = ${userId} and x.course_id = c.id)
      or exists (select 1 from lesson_progress p join lessons l on l.id = p.lesson_id
        where p.user_id = ${userId} and l.course_id = c.id)
    order by xp desc, c.slug`.execute(db);
  return rows;
}

/** Gives the learner a freeze for a streak milestone, at most one per milestone and never more unused ones than `limit`. */
export async function grantFreeze(
  db: Db,
  userId: string,
  grant: { milestone: string; at: Date; limit: number },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into streak_freezes (id, user_id, granted_at, used_for_day, milestone)
    select ${newId()}::uuid, ${userId}::uuid, ${grant.at}::timestamptz, null, ${grant.milestone}
    where (select count(*) from streak_freezes where user_id = ${userId} and used_for_day is null) < ${grant.limit}
    on conflict (user_id, milestone) do nothing`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}
