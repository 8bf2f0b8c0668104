import { transact } from '@linguamate/shared/database';
import { newId } from '@linguamate/shared/ids';
import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import type { Grade } from '../grading/grade-answer.ts';
import { readLearner } from '../learners/read-learner.ts';
import type { Learner } from '../learners/repository.ts';
import { localDay } from '../progress/calendar.ts';
import { addActivity, insertXp } from '../progress/repository.ts';
import { rateAnswer } from '../reviews/rate-answer.ts';
import { recordReview } from '../reviews/record-review.ts';
import { ensureCards, lockCardOfItem, readLatencies } from '../reviews/repository.ts';
import { gradeServed } from './grade-served.ts';
import { presets } from './presets.ts';
import {
  type Attempt,
  findAttemptByEvent,
  findSession,
  insertAttempt,
  listAttempts,
  lockSession,
  type Session,
} from './repository.ts';
import type { ServedExercise } from './served-exercise.ts';

/** An answer as a client sends it; whether it is right is decided here. */
export type AnswerRequest = {
  readonly sessionId: string;
  readonly exerciseId: string;
  readonly answer: string;
  readonly clientEventId: string;
  readonly latencyMs?: number | undefined;
};
/** The stored attempt; `duplicate` when this event had been booked before. */
export type AnswerResult = {
  readonly attempt: Attempt;
  readonly retriesLeft: number;
  readonly duplicate: boolean;
};
type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'lexicons' | 'cache'>;
const practiceShare = 0.5;
const longestAnswerSeconds = 120;

/**
 * Grades one answer and books what it earned, once per client event id however often it arrives. Throws session_not_found,
 * session_finished, exercise_not_served, exercise_answered, event_id_reused.
 */
export async function submitAnswer(
  deps: Dependencies,
  userId: string,
  request: AnswerRequest,
): Promise<AnswerResult> {
  const learner = await readLearner(deps, userId);
  const session = await findSession(deps.db, request.sessionId, userId);
  if (session === undefined) throw learningErrors.session_not_found();
  const earlier = await findAttemptByEvent(deps.db, userId, request.clientEventId);
  if (earlier !== undefined) return repeated(session, earlier, request);
  const exercise = session.served.find((served) => served.exerciseId === request.exerciseId);
  if (exercise === undefined) throw learningErrors.exercise_not_served();
  const grade = await gradeServed(deps, session.courseId, exercise, request.answer);
  return transact(deps.db, (trx) => book(trx, deps, { learner, request, exercise, grade }));
}

type Graded = { learner: Learner; request: AnswerRequest; exercise: ServedExercise; grade: Grade };

async function book(
  trx: Transaction<LearningSchema>,
  deps: Dependencies,
  graded: Graded,
): Promise<AnswerResult> {
  const { learner, request, exercise, grade } = graded;
  const session = await lockSession(trx, request.sessionId);
  if (session === undefined) throw learningErrors.session_not_found();
  // The same event may have been booked while this request was being graded.
  const twin = await findAttemptByEvent(trx, learner.userId, request.clientEventId);
  if (twin !== undefined) return repeated(session, twin, request);
  if (session.finishedAt !== null) throw learningErrors.session_finished();
  const tries = (await listAttempts(trx, session.id)).filter(
    (attempt) => attempt.exerciseId === exercise.exerciseId,
  );
  const { maxRetries } = presets[session.preset];
  if (tries.length > maxRetries || tries.some((attempt) => attempt.correct))
    throw learningErrors.exercise_answered();
  const nowMs = deps.clock.now();
  const day = localDay(nowMs, learner.timeZone, learner.rolloverHour);
  const xp = await insertXp(trx, {
    userId: learner.userId,
    courseId: session.courseId,
    amount: tries.length === 0 && grade.correct ? answerXp(session) : 0,
    reason: 'answer',
    sourceId: `${session.id}:${exercise.exerciseId}`,
    at: nowMs,
    day,
  });
  const attempt = attemptOf(graded, { retryNo: tries.length, xp, nowMs });
  await insertAttempt(trx, attempt);
  if (session.mode === 'lesson' && tries.length === 0)
    await scheduleCard(trx, graded, session.courseId, nowMs);
  const seconds = Math.min(longestAnswerSeconds, Math.round((request.latencyMs ?? 0) / 1000));
  await addActivity(trx, learner, day, { xp, answers: 1, correctAnswers: grade.correct ? 1 : 0, seconds });
  return { attempt, retriesLeft: grade.correct ? 0 : maxRetries - tries.length, duplicate: false };
}

/** The first answer to an item in a lesson is a review of its card; trying again is practice and leaves the schedule alone. */
async function scheduleCard(
  trx: Transaction<LearningSchema>,
  { learner, request, exercise, grade }: Graded,
  courseId: string,
  nowMs: number,
): Promise<void> {
  const { userId } = learner;
  const at = new Date(nowMs);
  await ensureCards(trx, { userId, courseId, itemId: exercise.itemId, at });
  const card = await lockCardOfItem(trx, userId, exercise.itemId, exercise.direction);
  if (card === undefined) return;
  const latencyMs = request.latencyMs ?? null;
  const rating = rateAnswer({
    verdict: grade.verdict,
    produced: exercise.type === 'translate',
    latencyMs,
    latencies: await readLatencies(trx, userId),
  });
  const { clientEventId } = request;
  const event = {
    clientEventId,
    rating,
    reviewedAt: at,
    latencyMs,
    origin: 'lesson' as const,
    deviceId: null,
  };
  await recordReview(trx, learner, card, event, nowMs);
}

/** What a right first answer in a session earns. */
export function answerXp(session: Session): number {
  const share = session.mode === 'practice' ? practiceShare * session.xpShare : session.xpShare;
  return Math.max(1, Math.round(presets[session.preset].xpPerCorrect * share));
}

function attemptOf(graded: Graded, booked: { retryNo: number; xp: number; nowMs: number }): Attempt {
  const { learner, request, exercise, grade } = graded;
  return {
    id: newId(),
    sessionId: request.sessionId,
    exerciseId: exercise.exerciseId,
    itemId: exercise.itemId,
    userId: learner.userId,
    clientEventId: request.clientEventId,
    answer: request.answer,
    verdict: grade.verdict,
    correct: grade.correct,
    expected: grade.expected,
    diff: grade.diff,
    note: grade.verdict === 'exact' ? null : (exercise.note ?? null),
    retryNo: booked.retryNo,
    xp: booked.xp,
    latencyMs: request.latencyMs ?? null,
    answeredAt: new Date(booked.nowMs),
  };
}

/** The stored result of an event that was sent again, provided that it is the same answer. */
function repeated(session: Session, attempt: Attempt, request: AnswerRequest): AnswerResult {
  const isSame =
    attempt.sessionId === request.sessionId &&
    attempt.exerciseId === request.exerciseId &&
    attempt.answer === request.answer;
  if (!isSame) throw learningErrors.event_id_reused();
  const retriesLeft = attempt.correct ? 0 : presets[session.preset].maxRetries - attempt.retryNo;
  return { attempt, retriesLeft, duplicate: true };
}
