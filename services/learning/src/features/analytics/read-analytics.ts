import type { LearningDependencies } from '../../dependencies.ts';
import { readLearner } from '../learners/read-learner.ts';
import { dayOfOrdinal, localDay, ordinalOfDay, startOfDay } from '../progress/calendar.ts';
import { readStreak, type StreakReport } from '../progress/read-streak.ts';
import {
  countVerdicts,
  type Day,
  forecastDue,
  listDays,
  listWeakItems,
  type TypeAccuracy,
  type WeakItem,
} from './repository.ts';

/** How many days each timeframe has, today included. */
export const timeframes = { week: 7, month: 30, year: 365 } as const;
export type Timeframe = keyof typeof timeframes;

/** What a learner did and what is coming up. */
export type Analytics = {
  readonly from: string;
  readonly to: string;
  readonly totals: Omit<Day, 'day'> & { readonly activeDays: number; readonly accuracy: number };
  readonly streak: StreakReport;
  /** One entry for every day of the timeframe, quiet ones included: ready for a chart or a heat map. */
  readonly days: readonly Day[];
  readonly verdicts: readonly TypeAccuracy[];
  readonly weakItems: readonly WeakItem[];
  readonly forecast: readonly { day: string; cards: number }[];
};
const quietDay = { xp: 0, answers: 0, correctAnswers: 0, lessons: 0, reviews: 0, seconds: 0 };
const weakItemsShown = 10;
const forecastDays = 14;

/** What a learner did in the last week, month or year of their own calendar, and what is coming up. */
export async function readAnalytics(
  deps: Pick<LearningDependencies, 'db' | 'clock' | 'cache'>,
  userId: string,
  timeframe: Timeframe,
): Promise<Analytics> {
  const { db } = deps;
  const learner = await readLearner(deps, userId);
  const nowMs = deps.clock.now();
  const to = localDay(nowMs, learner.timeZone, learner.rolloverHour);
  const first = ordinalOfDay(to) - timeframes[timeframe] + 1;
  const from = dayOfOrdinal(first);
  const since = new Date(startOfDay(from, learner.timeZone, learner.rolloverHour));
  const active = new Map((await listDays(db, userId, from)).map((day) => [day.day, day]));
  const days = Array.from({ length: timeframes[timeframe] }, (_, index): Day => {
    const day = dayOfOrdinal(first + index);
    return active.get(day) ?? { day, ...quietDay };
  });
  return {
    from,
    to,
    totals: sumUp(days),
    streak: await readStreak(db, learner, nowMs),
    days,
    verdicts: await countVerdicts(db, userId, since),
    weakItems: await listWeakItems(db, userId, since, weakItemsShown),
    forecast: await forecastDue(db, userId, new Date(nowMs), forecastDays),
  };
}

function sumUp(days: readonly Day[]): Analytics['totals'] {
  const sum = (pick: (day: Day) => number) => days.reduce((total, day) => total + pick(day), 0);
  const answers = sum((day) => day.answers);
  const correctAnswers = sum((day) => day.correctAnswers);
  return {
    xp: sum((day) => day.xp),
    answers,
    correctAnswers,
    lessons: sum((day) => day.lessons),
    reviews: sum((day) => day.reviews),
    seconds: sum((day) => day.seconds),
    activeDays: days.filter((day) => day.answers + day.reviews + day.lessons > 0).length,
    accuracy: answers === 0 ? 0 : Math.round((1000 * correctAnswers) / answers) / 1000,
  };
}
