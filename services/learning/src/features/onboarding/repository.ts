import { type Kysely, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';

/** A course that a learner takes. */
export type Enrolment = {
  readonly courseId: string;
  readonly slug: string;
  readonly title: string;
  readonly level: string;
  readonly enrolledAt: Date;
};

/** Enrols a learner, or changes the level of an enrolment that exists. */
export async function saveEnrolment(
  db: Kysely<LearningSchema>,
  enrolment: { userId: string; courseId: string; level: string; at: Date },
): Promise<void> {
  await db
    .insertInto('enrolments')
    .values({
      user_id: enrolment.userId,
      course_id: enrolment.courseId,
      level: enrolment.level,
      enrolled_at: enrolment.at,
      level_since: enrolment.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'course_id'])
        .doUpdateSet({ level: enrolment.level, level_since: enrolment.at }),
    )
    .execute();
}

/** The courses that a learner is enrolled in, latest first. */
export async function listEnrolments(db: Kysely<LearningSchema>, userId: string): Promise<Enrolment[]> {
  const rows = await db
    .selectFrom('enrolments')
    .innerJoin('courses', 'courses.id', 'enrolments.course_id')
    .select(['courses.id', 'courses.slug', 'courses.title', 'enrolments.level', 'enrolments.enrolled_at'])
    .where('enrolments.user_id', '=', userId)
    .orderBy('enrolments.enrolled_at', 'desc')
    .orderBy('courses.slug')
    .execute();
  return rows.map((row) => ({
    courseId: row.id,
    slug: row.slug,
    title: row.title,
    level: row.level,
    enrolledAt: row.enrolled_at,
  }));
}

/** Leaves a course; what was learned in it stays. Returns false when the learner was not enrolled. */
export async function deleteEnrolment(
  db: Kysely<LearningSchema>,
  userId: string,
  courseId: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('enrolments')
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The first lesson of a course at a level, or of the course where the level has none. */
export async function findStartLesson(
  db: Kysely<LearningSchema>,
  courseId: string,
  cefr: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select l.id from lessons l join skills s on s.id = l.skill_id join units u on u.id = s.unit_id
    where l.course_id = ${courseId} and not l.retired
    order by (u.cefr >= ${cefr}) desc, l.ord limit 1`.execute(db);
  return rows[0]?.id;
}

/** Takes over the level and zone that a learner named; auth's profile wins again with its next event. */
export async function saveStart(
  trx: Transaction<LearningSchema>,
  userId: string,
  start: { level: string; targetLanguage: string; timeZone: string | undefined },
): Promise<void> {
  const zone = start.timeZone === undefined ? {} : { time_zone: start.timeZone };
  await trx
    .updateTable('learners')
    .set({ proficiency_level: start.level, target_language: start.targetLanguage, ...zone })
    .where('user_id', '=', userId)
    .execute();
}
