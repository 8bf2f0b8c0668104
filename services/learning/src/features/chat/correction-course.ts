import { createHash } from 'node:crypto';
import type { Clock } from '@linguamate/shared/clock';
import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { CourseDocument } from '../content/course-document.ts';
import type { ItemFormat } from '../content/course-format.ts';
import { publishCourse } from '../content/publish-course.ts';
import type { CoachCourse } from './coach.repository.ts';
import type { Correction } from './schemas.ts';

type Trx = Transaction<LearningSchema>;
const longestText = 300;

/**
 * Adds a correction to the learner's private collection, which is a course like any other, so that cards, grading and export know
 * how to treat it. The item asks to put right what the learner wrote.
 */
export async function addCorrectionItem(
  trx: Trx,
  request: { userId: string; course: CoachCourse; correction: Correction; clock: Clock },
): Promise<{ itemId: string; courseId: string }> {
  const { userId, course, correction, clock } = request;
  const slug = `corrections-${course.targetLanguage.toLowerCase()}-${userId}`;
  const item = itemOf(correction);
  const items = [...(await readItems(trx, slug)).filter(({ key }) => key !== item.key), item];
  const document = documentOf(slug, course, items);
  const { courseId } = await publishCourse(trx, document, { clock, origin: 'generated', ownerId: userId });
  // Each version holds all corrections so far; nobody goes back to an earlier collection.
  await trx
    .deleteFrom('course_versions')
    .where('course_id', '=', courseId)
    .where('status', '<>', 'published')
    .execute();
  const row = await trx
    .selectFrom('items')
    .select('id')
    .where('course_id', '=', courseId)
    .where('key', '=', item.key)
    .executeTakeFirstOrThrow();
  return { itemId: row.id, courseId };
}

function itemOf({ original, corrected, explanation }: Correction): ItemFormat {
  const digest = createHash('sha256').update(`${original}\n${corrected}`).digest('hex');
  return {
    key: `c-${digest.slice(0, 24)}`,
    kind: 'phrase',
    target: corrected.slice(0, longestText),
    source: `Put right: “${original}”`.slice(0, longestText),
    ...(explanation === '' ? {} : { note: explanation.slice(0, 1000) }),
  };
}

async function readItems(trx: Trx, slug: string): Promise<ItemFormat[]> {
  const row = await trx
    .selectFrom('course_versions')
    .innerJoin('courses', 'courses.id', 'course_versions.course_id')
    .select('course_versions.document')
    .where('courses.slug', '=', slug)
    .where('course_versions.status', '=', 'published')
    .executeTakeFirst();
  return row === undefined
    ? []
    : row.document.units.flatMap((unit) => unit.skills).flatMap((skill) => skill.items);
}

function documentOf(slug: string, course: CoachCourse, items: ItemFormat[]): CourseDocument {
  return {
    course: {
      id: slug,
      title: 'My corrections',
      source: course.sourceLanguage,
      target: course.targetLanguage,
      version: '1',
      licence: { name: 'Private' },
      attribution: 'The tutor',
      cefr: ['A1'],
      description: 'What the tutor corrected, to be practised as cards.',
    },
    units: [
      {
        unit: { key: 'corrections', title: 'My corrections', cefr: 'A1' },
        // No lessons: there is nothing to learn here in the other direction, only cards to repeat.
        skills: [{ key: 'corrections', title: 'My corrections', lessons: [], items }],
      },
    ],
    learn: undefined,
  };
}
