import { transact } from '@linguamate/shared/database';
import type { LearningDependencies } from '../../dependencies.ts';
import { readLearner } from '../learners/read-learner.ts';
import type { Learner } from '../learners/repository.ts';
import { localDay } from '../progress/calendar.ts';
import { readStreak } from '../progress/read-streak.ts';
import { addActivity, insertXp, readTotals } from '../progress/repository.ts';
import { insertAchievement, listEarned, readAttainments, readChallengeDay } from './repository.ts';
import { type Attainments, achievements } from './rules.ts';

type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'cache'>;
/** Where a learner stands with one achievement. */
export type AchievementState = {
  readonly key: string;
  readonly title: string;
  readonly goal: number;
  readonly progress: number;
  readonly xp: number;
  readonly earnedAt: Date | null;
};
/** What is asked on one day of the learner, and how far it is done. */
export type Challenge = {
  readonly day: string;
  readonly tasks: readonly {
    key: string;
    title: string;
    goal: number;
    progress: number;
    xp: number;
    done: boolean;
  }[];
  readonly totalXp: number;
};

/** Where a learner stands with each achievement. What has been reached is awarded at this moment, once. */
export async function readAchievements(deps: Dependencies, userId: string): Promise<AchievementState[]> {
  const learner = await readLearner(deps, userId);
  const nowMs = deps.clock.now();
  const attained = await attainmentsOf(deps, learner, nowMs);
  const earned = await listEarned(deps.db, userId);
  for (const { key, goal, progress, xp } of achievements) {
    if (earned.has(key) || progress(attained) < goal) continue;
    const isNew = await award(deps, learner, { key, xp, nowMs });
    if (isNew) earned.set(key, new Date(nowMs));
  }
  return achievements.map(({ key, title, goal, progress, xp }) => ({
    key,
    title,
    goal,
    progress: Math.min(goal, progress(attained)),
    xp,
    earnedAt: earned.get(key) ?? null,
  }));
}

async function attainmentsOf(deps: Dependencies, learner: Learner, nowMs: number): Promise<Attainments> {
  const totals = await readTotals(deps.db, learner.userId);
  const streak = await readStreak(deps.db, learner, nowMs);
  return {
    ...(await readAttainments(deps.db, learner.userId)),
    xp: totals.xp,
    longestStreak: streak.longest,
    lessonsCompleted: totals.lessonsCompleted,
    answers: totals.answers,
    accuracy: totals.answers === 0 ? 0 : totals.correctAnswers / totals.answers,
  };
}

type Award = { key: string; xp: number; nowMs: number };

function award(deps: Dependencies, learner: Learner, { key, xp, nowMs }: Award): Promise<boolean> {
  return transact(deps.db, async (trx) => {
    const isNew = await insertAchievement(trx, learner.userId, key, new Date(nowMs));
    if (isNew) await payXp(trx, learner, { reason: 'achievement', sourceId: key, amount: xp, nowMs });
    return isNew;
  });
}

type Payment = { reason: 'achievement' | 'challenge'; sourceId: string; amount: number; nowMs: number };

async function payXp(
  trx: Parameters<typeof insertXp>[0],
  learner: Learner,
  payment: Payment,
): Promise<number> {
  const { reason, sourceId, amount, nowMs } = payment;
  const day = localDay(nowMs, learner.timeZone, learner.rolloverHour);
  const paid = await insertXp(trx, {
    userId: learner.userId,
    courseId: null,
    amount,
    reason,
    sourceId,
    at: nowMs,
    day,
  });
  if (paid > 0) await addActivity(trx, learner, day, { xp: paid });
  return paid;
}

const lessonsGoal = 3;
const accuracyGoal = 90;
const minimumAnswers = 10;

/** Today's challenge in the learner's own day. What is done is paid at this moment, once a day. */
export async function readChallenge(deps: Dependencies, userId: string): Promise<Challenge> {
  const learner = await readLearner(deps, userId);
  const nowMs = deps.clock.now();
  const day = localDay(nowMs, learner.timeZone, learner.rolloverHour);
  const { lessons, answers, correctAnswers } = await readChallengeDay(deps.db, userId, day);
  const accuracy = answers < minimumAnswers ? 0 : Math.floor((100 * correctAnswers) / answers);
  const tasks = [
    { key: 'lessons', title: 'Complete three lessons', goal: lessonsGoal, progress: lessons, xp: 100 },
    {
      key: 'accuracy',
      title: 'Answer nine of ten exercises right',
      goal: accuracyGoal,
      progress: accuracy,
      xp: 50,
    },
  ].map((task) => ({
    ...task,
    progress: Math.min(task.progress, task.goal),
    done: task.progress >= task.goal,
  }));
  for (const { key, xp, done } of tasks) {
    const payment = { reason: 'challenge', sourceId: `${day}:${key}`, amount: xp, nowMs } as const;
    if (done) await transact(deps.db, (trx) => payXp(trx, learner, payment));
  }
  return { day, tasks, totalXp: tasks.reduce((sum, task) => sum + task.xp, 0) };
}
