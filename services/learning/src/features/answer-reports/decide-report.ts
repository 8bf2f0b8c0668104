import { transact } from '@linguamate/shared/database';
import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { normalise } from '../grading/normalise.ts';
import type { GradingPolicy } from '../grading/policies.ts';
import { findLearner } from '../learners/repository.ts';
import { gradingContextOf } from '../practice/grade-served.ts';
import { lockSession } from '../practice/repository.ts';
import { answerXp } from '../practice/submit-answer.ts';
import { localDay } from '../progress/calendar.ts';
import { addActivity, insertXp } from '../progress/repository.ts';
import {
  type AnswerReport,
  acceptAnswer,
  closeReport,
  listReports,
  listWrongAttempts,
  markRight,
  type WrongAttempt,
} from './repository.ts';

type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'lexicons'>;
/** What an author decides about a report. */
export type Decision = {
  readonly courseId: string;
  readonly reportId: string;
  readonly status: 'accepted' | 'rejected';
};

/**
 * Decides a report. Accepting it makes the answer right for everybody from now on, and for all who gave it before: their attempts,
 * scores and XP are corrected. Memory is left alone, since the log of reviews is never rewritten. Throws report_not_found.
 */
export async function decideReport(deps: Dependencies, decision: Decision): Promise<{ regraded: number }> {
  const { courseId, reportId, status } = decision;
  const [report] = await listReports(deps.db, courseId, { status: 'open', limit: 1, reportId });
  if (report === undefined) throw learningErrors.report_not_found();
  const { policy } = await gradingContextOf(deps, courseId, report.direction);
  return transact(deps.db, async (trx) => {
    const isOurs = await closeReport(trx, reportId, status, new Date(deps.clock.now()));
    if (!isOurs) throw learningErrors.report_not_found();
    if (status === 'rejected') return { regraded: 0 };
    await acceptAnswer(trx, report);
    return { regraded: await regrade(trx, report, policy) };
  });
}

async function regrade(
  trx: Transaction<LearningSchema>,
  report: AnswerReport,
  policy: GradingPolicy,
): Promise<number> {
  const attempts = await listWrongAttempts(trx, report.itemId, report.direction);
  const concerned = attempts.filter((attempt) => normalise(attempt.answer, policy) === report.normalised);
  for (const attempt of concerned) await makeGood(trx, attempt);
  return concerned.length;
}

async function makeGood(trx: Transaction<LearningSchema>, attempt: WrongAttempt): Promise<void> {
  const session = await lockSession(trx, attempt.sessionId);
  const learner = await findLearner(trx, attempt.userId);
  if (session === undefined || learner === undefined) return;
  const day = localDay(attempt.answeredAt.getTime(), learner.timeZone, learner.rolloverHour);
  const xp = await insertXp(trx, {
    userId: learner.userId,
    courseId: session.courseId,
    amount: attempt.retryNo === 0 ? answerXp(session) : 0,
    reason: 'answer',
    sourceId: `${session.id}:${attempt.exerciseId}`,
    at: attempt.answeredAt.getTime(),
    day,
  });
  await markRight(trx, attempt, xp);
  await addActivity(trx, learner, day, { xp, correctAnswers: 1 });
}
