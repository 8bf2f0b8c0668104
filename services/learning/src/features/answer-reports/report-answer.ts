import { transact } from '@linguamate/shared/database';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { normalise } from '../grading/normalise.ts';
import { readLearner } from '../learners/read-learner.ts';
import { gradingContextOf } from '../practice/grade-served.ts';
import { findAttemptByEvent, findSession } from '../practice/repository.ts';
import type { ReportStatus } from './report.table.ts';
import { saveReport } from './repository.ts';

type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'cache' | 'lexicons'>;

/**
 * Files "my answer was right" for a typed answer that was marked wrong. The same answer makes one report however many learners file
 * it. Throws session_not_found, attempt_not_reportable.
 */
export async function reportAnswer(
  deps: Dependencies,
  userId: string,
  request: { sessionId: string; clientEventId: string },
): Promise<{ id: string; status: ReportStatus }> {
  const learner = await readLearner(deps, userId);
  const session = await findSession(deps.db, request.sessionId, userId);
  if (session === undefined) throw learningErrors.session_not_found();
  const attempt = await findAttemptByEvent(deps.db, userId, request.clientEventId);
  const exercise = session.served.find((served) => served.exerciseId === attempt?.exerciseId);
  const isTyped = exercise?.type === 'translate' && attempt?.sessionId === session.id;
  if (attempt === undefined || exercise === undefined || !isTyped || attempt.correct) {
    throw learningErrors.attempt_not_reportable();
  }
  const { policy } = await gradingContextOf(deps, session.courseId, exercise.direction);
  const normalised = normalise(attempt.answer, policy);
  if (normalised === '') throw learningErrors.attempt_not_reportable();
  const { itemId, direction } = exercise;
  const at = new Date(deps.clock.now());
  const report = {
    courseId: session.courseId,
    itemId,
    direction,
    answer: attempt.answer.trim(),
    normalised,
    at,
  };
  return transact(deps.db, (trx) => saveReport(trx, report, learner.userId));
}
