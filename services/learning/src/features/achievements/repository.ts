import { type Kysely, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';

/** How many lessons a learner finished without a mistake, and how many words they keep in memory for three weeks or more. */
export async function readAttainments(
  db: Kysely<LearningSchema>,
  userId: string,
): Promise<{ perfectLessons: number; wordsLearned: number }> {
  const { rows } = await sql<{ perfectLessons: number; wordsLearned: number }>`
    select
      (select count(*) from practice_sessions where user_id = ${userId} and mode = 'lesson' and score = 1) as "perfectLessons",
      (select count(distinct item_id) from cards where user_id = ${userId} and state = 'review' and stability >= 21)
        as "wordsLearned"`.execute(db);
  return rows[0] ?? { perfectLessons: 0, wordsLearned: 0 };
}

/** Achievements that a learner has, with when they were earned. */
export async function listEarned(db: Kysely<LearningSchema>, userId: string): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('achievements')
    .select(['key', 'earned_at'])
    .where('user_id', '=', userId)
    .execute();
  return new Map(rows.map((row) => [row.key, row.earned_at]));
}

/** Stores an achievement. Returns false when the learner had it already. */
export async function insertAchievement(
  trx: Transaction<LearningSchema>,
  userId: string,
  key: string,
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('achievements')
    .values({ user_id: userId, key, earned_at: at })
    .onConflict((conflict) => conflict.columns(['user_id', 'key']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Lessons completed and best accuracy of the learner's day, for the daily challenge. */
export async function readChallengeDay(
  db: Kysely<LearningSchema>,
  userId: string,
  day: string,
): Promise<{ lessons: number; answers: number; correctAnswers: number }> {
  const row = await db
    .selectFrom('activity_days')
    .select(['lessons', 'answers', 'correct_answers'])
    .where('user_id', '=', userId)
    .where('day', '=', day)
    .executeTakeFirst();
  return {
    lessons: row?.lessons ?? 0,
    answers: row?.answers ?? 0,
    correctAnswers: row?.correct_answers ?? 0,
  };
}
