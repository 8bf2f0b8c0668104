import type { Clock } from '@linguamate/shared/clock';
import { publishEvent } from '@linguamate/shared/events/outbox';
import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { CourseOrigin } from './course.table.ts';
import { type CourseDocument, checksumOf } from './course-document.ts';
import { layOutCourse } from './lay-out-course.ts';
import { planLexicons } from './plan-answers.ts';
import {
  findPublishedVersion,
  insertPublishedVersion,
  lockCourse,
  replaceLexicon,
  upsertCourse,
} from './version.repository.ts';

/** What publishing a document did. */
export type Publication = {
  readonly slug: string;
  readonly courseId: string;
  readonly change: 'created' | 'updated' | 'unchanged';
  readonly version: number;
  readonly lessons: number;
  readonly items: number;
};
/** Where a course comes from, and whose it is when it is private. */
export type PublishOptions = {
  readonly clock: Clock;
  readonly origin: CourseOrigin;
  readonly ownerId?: string | undefined;
};

/**
 * Makes a document the published version of its course. Publishing what is already published changes nothing; otherwise units,
 * lessons and items are found again by key, so everything learners did stays attached.
 */
export async function publishCourse(
  trx: Transaction<LearningSchema>,
  document: CourseDocument,
  options: PublishOptions,
): Promise<Publication> {
  const slug = document.course.id;
  await lockCourse(trx, slug);
  const published = await findPublishedVersion(trx, slug);
  const checksum = checksumOf(document);
  const counts = countContent(document);
  if (published?.checksum === checksum) {
    return { slug, courseId: published.courseId, change: 'unchanged', version: published.number, ...counts };
  }
  const courseId = await upsertCourse(trx, document, options);
  const version = await insertPublishedVersion(trx, {
    courseId,
    document,
    checksum,
    at: options.clock.now(),
  });
  await layOutCourse(trx, courseId, document);
  const lexicons = planLexicons(document);
  await replaceLexicon(trx, courseId, 'source', lexicons.source);
  await replaceLexicon(trx, courseId, 'target', lexicons.target);
  await publishEvent(trx, 'course.published', { courseId, versionId: version.id });
  const change = published === undefined ? 'created' : 'updated';
  return { slug, courseId, change, version: version.number, ...counts };
}

function countContent(document: CourseDocument): { lessons: number; items: number } {
  const skills = document.units.flatMap((unit) => unit.skills);
  return {
    lessons: skills.reduce((sum, skill) => sum + skill.lessons.length, 0),
    items: skills.reduce((sum, skill) => sum + skill.items.length, 0),
  };
}
