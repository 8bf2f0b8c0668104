import { type Kysely, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { type PresetName, presetNameOf } from './presets.ts';

type Db = Kysely<LearningSchema>;
type Trx = Transaction<LearningSchema>;
type Place = {
  readonly userId: string;
  readonly courseId: string;
  readonly preset: PresetName;
  readonly at: Date;
};

/** The level at which a learner practises a course; undefined before their first lesson in it. */
export async function readLevel(db: Db, userId: string, courseId: string): Promise<PresetName | undefined> {
  const row = await db
    .selectFrom('enrolments')
    .select('level')
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .executeTakeFirst();
  return row && presetNameOf(row.level);
}

/** The same, made on first use, and locked so that two sessions that end together judge one after the other. */
export async function findLevel(
  trx: Trx,
  place: Place,
): Promise<{ preset: PresetName; autoAdapt: boolean; since: Date }> {
  const { userId, courseId, preset, at } = place;
  await trx
    .insertInto('enrolments')
    .values({ user_id: userId, course_id: courseId, level: preset, enrolled_at: at, level_since: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('enrolments')
    .select(['level', 'auto_adapt', 'level_since'])
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return {
    preset: presetNameOf(row.level),
    autoAdapt: row.auto_adapt,
    since: row.level_since ?? new Date(0),
  };
}

/** Stores a changed level with the instant of the change. */
export async function saveLevel(trx: Trx, place: Place): Promise<void> {
  await trx
    .updateTable('enrolments')
    .set({ level: place.preset, level_since: place.at })
    .where('user_id', '=', place.userId)
    .where('course_id', '=', place.courseId)
    .execute();
}

/** How many of the last first tries in a course were right, counting those after an instant only. */
export async function readRecentAccuracy(
  db: Db,
  query: { userId: string; courseId: string; since: Date; limit: number },
): Promise<{ answers: number; accuracy: number }> {
  const { rows } = await sql<{ answers: number; accuracy: number | null }>`
    select count(*) as answers, avg(recent.correct::int)::float as accuracy from (
      select a.correct from attempts a join practice_sessions s on s.id = a.session_id
      where a.user_id = ${query.userId} and s.course_id = ${query.courseId} and a.retry_no = 0
        and a.answered_at > ${query.since} and s.mode = 'lesson'
      order by a.answered_at desc limit ${query.limit}) as recent`.execute(db);
  return { answers: rows[0]?.answers ?? 0, accuracy: rows[0]?.accuracy ?? 0 };
}
