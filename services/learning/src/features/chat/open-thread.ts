import { newId } from '@linguamate/shared/ids';
import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { findCourse } from '../courses/repository.ts';
import { readLearner } from '../learners/read-learner.ts';
import { languageName } from './coach-phrases.ts';
import { findDefaultCourseId, insertThread, type Thread } from './thread.repository.ts';

/** Opens a conversation about a course: the one named, else the one the learner most likely means. Throws course_not_found. */
export async function openThread(
  deps: Pick<LearningDependencies, 'db' | 'clock' | 'cache'>,
  trx: Transaction<LearningSchema>,
  userId: string,
  request: { courseId?: string | undefined; title?: string | undefined },
): Promise<Thread> {
  const learner = await readLearner(deps, userId);
  const wanted = request.courseId ?? (await findDefaultCourseId(deps.db, learner));
  const course = wanted === undefined ? undefined : await findCourse(deps.db, userId, wanted);
  if (course === undefined) throw learningErrors.course_not_found();
  const now = new Date(deps.clock.now());
  const thread: Thread = {
    id: newId(deps.clock),
    userId,
    courseId: course.id,
    title: request.title ?? `Talking ${languageName(course.targetLanguage)}`,
    createdAt: now,
    updatedAt: now,
  };
  await insertThread(trx, thread);
  return thread;
}
