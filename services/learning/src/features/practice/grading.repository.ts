import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';

/** What grading has to know about a course. */
export type CourseForGrading = {
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
  readonly checksum: string;
};

/** The languages of a course and the checksum of its published version. Throws when the course has never been published. */
export async function readCourseForGrading(
  db: Kysely<LearningSchema>,
  courseId: string,
): Promise<CourseForGrading> {
  const row = await db
    .selectFrom('courses')
    .innerJoin('course_versions', 'course_versions.course_id', 'courses.id')
    .select(['courses.source_lang', 'courses.target_lang', 'course_versions.checksum'])
    .where('courses.id', '=', courseId)
    .where('course_versions.status', '=', 'published')
    .executeTakeFirstOrThrow();
  return { sourceLanguage: row.source_lang, targetLanguage: row.target_lang, checksum: row.checksum };
}
