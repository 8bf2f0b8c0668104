import { transact } from '@linguamate/shared/database';
import { publishEvent } from '@linguamate/shared/events/outbox';
import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { readLearner } from '../learners/read-learner.ts';
import type { Learner } from '../learners/repository.ts';
import { localDay } from '../progress/calendar.ts';
import { readStreak, type StreakReport } from '../progress/read-streak.ts';
import { addActivity, insertXp, readTotals } from '../progress/repository.ts';
import { adaptLevel, type LevelChange } from './adapt-level.ts';
import { readLessonReward, saveLessonResult } from './lesson-progress.repository.ts';
import { readLevel } from './level.repository.ts';
import { presets } from './presets.ts';
import {
  type Attempt,
  findSession,
  finishSession,
  listAttempts,
  lockSession,
  type Session,
} from './repository.ts';

/** How a session ended and what it earned. */
export type FinishedSession = {
  readonly sessionId: string;
  readonly score: number;
  readonly correct: number;
  readonly answered: number;
  readonly total: number;
  readonly completed: boolean;
  /** XP of the whole session, bonus included. */
  readonly xp: number;
  readonly totalXp: number;
  /** The level at which the course goes on, and whether this session moved it. */
  readonly level: LevelChange;
  readonly streak: StreakReport;
};
type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'cache'>;
type Result = Omit<FinishedSession, 'totalXp' | 'streak'>;
const perfectShare = 0.5;

/** Ends a session, books its bonus and completes its lesson. Finishing again gives the same result. Throws session_not_found. */
export async function finishPractice(
  deps: Dependencies,
  userId: string,
  sessionId: string,
): Promise<FinishedSession> {
  const learner = await readLearner(deps, userId);
  if ((await findSession(deps.db, sessionId, userId)) === undefined) throw learningErrors.session_not_found();
  const result = await transact(deps.db, (trx) => close(trx, deps, learner, sessionId));
  const streak = await readStreak(deps.db, learner, deps.clock.now());
  const totals = await readTotals(deps.db, userId);
  return { ...result, totalXp: totals.xp, streak };
}

async function close(
  trx: Transaction<LearningSchema>,
  deps: Dependencies,
  learner: Learner,
  sessionId: string,
): Promise<Result> {
  const session = await lockSession(trx, sessionId);
  if (session === undefined) throw learningErrors.session_not_found();
  const attempts = await listAttempts(trx, sessionId);
  const outcome = outcomeOf(session, attempts);
  if (session.finishedAt !== null) return { ...outcome, xp: session.xp, level: await levelOf(trx, session) };
  const nowMs = deps.clock.now();
  const earned = attempts.reduce((sum, attempt) => sum + attempt.xp, 0);
  const bonus = outcome.completed ? await bookCompletion(trx, learner, session, outcome, nowMs) : 0;
  const at = new Date(nowMs);
  const { userId, courseId, preset } = session;
  const level =
    session.mode === 'lesson' ? await adaptLevel(trx, { userId, courseId, preset, at }) : outcome.level;
  const result = { ...outcome, xp: earned + bonus, level };
  await finishSession(trx, sessionId, { score: result.score, xp: result.xp, at });
  return result;
}

async function levelOf(trx: Transaction<LearningSchema>, session: Session): Promise<LevelChange> {
  const preset = await readLevel(trx, session.userId, session.courseId);
  return { preset: preset ?? session.preset, change: null };
}

/** First tries alone decide the score; an exercise that was left out counts as wrong. */
function outcomeOf(session: Session, attempts: readonly Attempt[]): Result {
  const first = attempts.filter((attempt) => attempt.retryNo === 0);
  const correct = first.filter((attempt) => attempt.correct).length;
  const total = session.served.length;
  return {
    sessionId: session.id,
    score: total === 0 ? 0 : Math.round((correct / total) * 100) / 100,
    correct,
    answered: first.length,
    total,
    completed: first.length === total,
    xp: 0,
    level: { preset: session.preset, change: null },
  };
}

async function bookCompletion(
  trx: Transaction<LearningSchema>,
  learner: Learner,
  session: Session,
  outcome: Result,
  nowMs: number,
): Promise<number> {
  if (session.lessonId === null || session.mode !== 'lesson') return 0;
  const day = localDay(nowMs, learner.timeZone, learner.rolloverHour);
  const reward = (await readLessonReward(trx, session.lessonId)) * session.xpShare;
  const penalty = presets[session.preset].penaltyPerWrong * (outcome.answered - outcome.correct);
  const award = { userId: learner.userId, courseId: session.courseId, sourceId: session.id, at: nowMs, day };
  const lesson = await insertXp(trx, {
    ...award,
    reason: 'lesson',
    amount: Math.max(0, Math.round(reward * outcome.score) - penalty),
  });
  const perfect = await insertXp(trx, {
    ...award,
    reason: 'perfect',
    amount: outcome.score === 1 ? Math.round(reward * perfectShare) : 0,
  });
  await saveLessonResult(trx, learner.userId, session.lessonId, outcome.score, new Date(nowMs));
  await addActivity(trx, learner, day, { xp: lesson + perfect, lessons: 1 });
  await publishEvent(trx, 'lesson.completed', {
    userId: learner.userId,
    lessonId: session.lessonId,
    courseId: session.courseId,
    xp: lesson + perfect,
    at: new Date(nowMs).toISOString(),
  });
  return lesson + perfect;
}
