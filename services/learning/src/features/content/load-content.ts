import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { checkCourse } from './check-course.ts';
import { documentOf } from './course-document.ts';
import { type Publication, publishCourse } from './publish-course.ts';
import { CourseProblems, listCourseFolders, type Problem, readCourse } from './read-course.ts';

/**
 * Publishes every course below `contentDir` that differs from what is published. All courses are validated before the first is
 * touched. Throws CourseProblems with file and line of everything an author has to mend.
 */
export async function loadContent(
  db: Kysely<LearningSchema>,
  contentDir: string,
  options: { clock: Clock; onPublished?: (publication: Publication) => void },
): Promise<Publication[]> {
  const problems: Problem[] = [];
  const documents = [];
  for (const folder of await listCourseFolders(contentDir)) {
    const course = await readCourse(folder, problems);
    if (course === undefined) continue;
    problems.push(...(problems.length === 0 ? checkCourse(course) : []));
    documents.push(documentOf(course));
  }
  if (problems.length > 0) throw new CourseProblems(problems);
  const publications: Publication[] = [];
  for (const document of documents) {
    const publication = await transact(db, (trx) =>
      publishCourse(trx, document, { clock: options.clock, origin: 'shipped' }),
    );
    options.onPublished?.(publication);
    publications.push(publication);
  }
  return publications;
}
