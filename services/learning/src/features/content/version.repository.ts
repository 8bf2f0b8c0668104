import { newId } from '@linguamate/shared/ids';
import { sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { CourseOrigin } from './course.table.ts';
import type { CourseDocument } from './course-document.ts';

type Trx = Transaction<LearningSchema>;

/** Serialises publications of one course for the rest of the transaction, also before its row exists. */
export async function lockCourse(trx: Trx, slug: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`course:${slug}`}, 0))`.execute(trx);
}

/** The published version of a course, or undefined when there is none yet. */
export async function findPublishedVersion(
  trx: Trx,
  slug: string,
): Promise<{ courseId: string; number: number; checksum: string } | undefined> {
  const row = await trx
    .selectFrom('course_versions')
    .innerJoin('courses', 'courses.id', 'course_versions.course_id')
    .select(['courses.id', 'course_versions.number', 'course_versions.checksum'])
    .where('courses.slug', '=', slug)
    .where('course_versions.status', '=', 'published')
    .executeTakeFirst();
  return row && { courseId: row.id, number: row.number, checksum: row.checksum };
}

/** Creates or refreshes the course row of a document and returns its id, which never changes for a slug. */
export async function upsertCourse(
  trx: Trx,
  document: CourseDocument,
  options: { origin: CourseOrigin; ownerId?: string | undefined },
): Promise<string> {
  const { course } = document;
  const values = {
    title: course.title,
    source_lang: course.source,
    target_lang: course.target,
    description: course.description,
    licence_name: course.licence.name,
    licence_url: course.licence.url ?? null,
    attribution: course.attribution,
    cefr: [...course.cefr],
    learn: document.learn === undefined ? null : JSON.stringify(document.learn),
  };
  const row = await trx
    .insertInto('courses')
    .values({
      ...values,
      id: newId(),
      slug: course.id,
      origin: options.origin,
      visibility: options.ownerId === undefined ? 'public' : 'private',
      owner_id: options.ownerId ?? null,
    })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet({ ...values, updated_at: sql`now()` }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Archives the version that was published and stores this one as its successor. */
export async function insertPublishedVersion(
  trx: Trx,
  version: { courseId: string; document: CourseDocument; checksum: string; at: number },
): Promise<{ id: string; number: number }> {
  await trx
    .updateTable('course_versions')
    .set({ status: 'archived' })
    .where('course_id', '=', version.courseId)
    .where('status', '=', 'published')
    .execute();
  const last = await trx
    .selectFrom('course_versions')
    .select((select) => select.fn.max('number').as('number'))
    .where('course_id', '=', version.courseId)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  const id = newId();
  await trx
    .insertInto('course_versions')
    .values({
      id,
      course_id: version.courseId,
      number,
      label: version.document.course.version,
      status: 'published',
      checksum: version.checksum,
      document: JSON.stringify(version.document),
      published_at: new Date(version.at),
    })
    .execute();
  return { id, number };
}

/** Replaces the words that a course teaches in one language. */
export async function replaceLexicon(
  trx: Trx,
  courseId: string,
  side: 'source' | 'target',
  words: string[],
): Promise<void> {
  await trx
    .insertInto('lexicons')
    .values({ course_id: courseId, side, words })
    .onConflict((conflict) => conflict.columns(['course_id', 'side']).doUpdateSet({ words }))
    .execute();
}
