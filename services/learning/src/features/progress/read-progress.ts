import type { Static } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { readLearner } from '../learners/read-learner.ts';
import { localDay } from './calendar.ts';
import { readStreak } from './read-streak.ts';
import { readCourseProgress, readDay, readTotals } from './repository.ts';
import type { ProgressView } from './schemas.ts';

/** Everything a learner's home screen shows, worked out from the ledger and the days of activity. */
export async function readProgress(
  deps: Pick<LearningDependencies, 'db' | 'clock' | 'cache'>,
  userId: string,
): Promise<Static<typeof ProgressView>> {
  const learner = await readLearner(deps, userId);
  const nowMs = deps.clock.now();
  const day = localDay(nowMs, learner.timeZone, learner.rolloverHour);
  const streak = await readStreak(deps.db, learner, nowMs);
  const totals = await readTotals(deps.db, userId);
  const today = await readDay(deps.db, userId, day);
  const { xp, ...counts } = totals;
  // A learner who has answered nothing has no accuracy to divide by.
  const accuracy = counts.answers === 0 ? 0 : counts.correctAnswers / counts.answers;
  return {
    day,
    timeZone: learner.timeZone,
    xp: { total: xp, today: today.xp },
    streak,
    today,
    totals: { ...counts, accuracy: Math.round(accuracy * 1000) / 1000 },
    courses: await readCourseProgress(deps.db, userId),
  };
}
