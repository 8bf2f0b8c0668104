import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Learner } from '../learners/repository.ts';
import { dayOfOrdinal, localDay, ordinalOfDay } from './calendar.ts';
import { grantFreeze, readStreakDays, useFreeze } from './repository.ts';
import { streakOf } from './streak.ts';

/** A streak as it is shown to its owner. */
export type StreakReport = {
  readonly current: number;
  readonly longest: number;
  readonly activeToday: boolean;
  readonly freezesLeft: number;
};

/** The learner's streak as of now. Freezes are spent at this moment, and given back where a late answer filled their day. */
export async function readStreak(
  db: Kysely<LearningSchema>,
  learner: Learner,
  nowMs: number,
): Promise<StreakReport> {
  const stored = await readStreakDays(db, learner.userId);
  const active = new Set(stored.active.map(ordinalOfDay));
  const dayGranted = (at: Date) =>
    ordinalOfDay(localDay(at.getTime(), learner.timeZone, learner.rolloverHour));
  const isSpent = (usedForDay: string | null) => usedForDay !== null && !active.has(ordinalOfDay(usedForDay));
  const spent = stored.freezes.filter((freeze) => isSpent(freeze.usedForDay));
  const unused = stored.freezes.filter((freeze) => !isSpent(freeze.usedForDay));
  const streak = streakOf({
    active,
    frozen: new Set(spent.map((freeze) => ordinalOfDay(freeze.usedForDay ?? ''))),
    freezes: unused.map((freeze) => dayGranted(freeze.grantedAt)),
    today: ordinalOfDay(localDay(nowMs, learner.timeZone, learner.rolloverHour)),
  });
  for (const freeze of unused) if (freeze.usedForDay !== null) await useFreeze(db, freeze.id, null);
  for (const [index, ordinal] of streak.newlyFrozen.entries()) {
    const freeze = unused[index];
    if (freeze !== undefined) await useFreeze(db, freeze.id, dayOfOrdinal(ordinal));
  }
  const freezesLeft = unused.length - streak.newlyFrozen.length;
  const isGranted = streak.activeToday && isMilestone(streak.current) && (await reward(db, learner, nowMs));
  return {
    current: streak.current,
    longest: streak.longest,
    activeToday: streak.activeToday,
    freezesLeft: freezesLeft + (isGranted ? 1 : 0),
  };
}

const freezeEveryDays = 7;
const mostFreezes = 2;

function isMilestone(streak: number): boolean {
  return streak > 0 && streak % freezeEveryDays === 0;
}

/** Every full week of a streak earns a freeze, named after its day so that asking twice gives one. */
function reward(db: Kysely<LearningSchema>, learner: Learner, nowMs: number): Promise<boolean> {
  const milestone = localDay(nowMs, learner.timeZone, learner.rolloverHour);
  return grantFreeze(db, learner.userId, { milestone, at: new Date(nowMs), limit: mostFreezes });
}
