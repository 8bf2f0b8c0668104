import { sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';

/** The XP that a lesson promises for completing it without a mistake. */
export async function readLessonReward(trx: Transaction<LearningSchema>, lessonId: string): Promise<number> {
  const row = await trx
    .selectFrom('lessons')
    .select('xp_reward')
    .where('id', '=', lessonId)
    .executeTakeFirst();
  return row?.xp_reward ?? 0;
}

/** Counts one completion of a lesson and keeps the best score. */
export async function saveLessonResult(
  trx: Transaction<LearningSchema>,
  userId: string,
  lessonId: string,
  score: number,
  at: Date,
): Promise<void> {
  await sql`insert into lesson_progress as p (user_id, lesson_id, completions, best_score, last_score, completed_at)
    values (${userId}, ${lessonId}, 1, ${score}, ${score}, ${at})
    on conflict (user_id, lesson_id) do update set
      completions = p.completions + 1, best_score = greatest(p.best_score, excluded.best_score),
      last_score = excluded.last_score, completed_at = excluded.completed_at`.execute(trx);
}
