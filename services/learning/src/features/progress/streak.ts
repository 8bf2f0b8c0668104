/** The days of one learner as ordinals (days since 1970-01-01 in their calendar). */
export type StreakDays = {
  /** Days with activity, in any order. */
  readonly active: ReadonlySet<number>;
  /** Days that a freeze has covered already. */
  readonly frozen: ReadonlySet<number>;
  /** For each freeze that is still unused: the day on which it was granted. */
  readonly freezes: readonly number[];
  readonly today: number;
};

/** What follows from the days; nothing of it is stored but the freezes that were spent. */
export type Streak = {
  /** Consecutive days with activity that end today or yesterday; a day covered by a freeze holds it but does not count. */
  readonly current: number;
  readonly longest: number;
  readonly activeToday: boolean;
  /** Days that unused freezes cover now; the caller stores them. */
  readonly newlyFrozen: readonly number[];
};

/** Works out a streak from the set of days alone, so late, doubled and reordered events cannot change the result. */
export function streakOf(days: StreakDays): Streak {
  const newlyFrozen = coverGaps(days);
  const covered = new Set([...days.frozen, ...newlyFrozen]);
  const activeToday = days.active.has(days.today);
  const start = activeToday ? days.today : days.today - 1;
  const current = runEndingAt(start, days.active, covered);
  return { current, longest: Math.max(current, longestRun(days, covered)), activeToday, newlyFrozen };
}

/** Missed days before today that freezes bridge: only whole gaps, and only with freezes that the learner had at the time. */
function coverGaps(days: StreakDays): number[] {
  const covered: number[] = [];
  const unused = [...days.freezes].sort((a, b) => a - b);
  let day = days.active.has(days.today) ? days.today : days.today - 1;
  const held = (ordinal: number) => days.active.has(ordinal) || days.frozen.has(ordinal);
  while (unused.length > 0) {
    while (held(day)) day -= 1;
    const gap: number[] = [];
    while (!held(day) && gap.length <= unused.length) {
      gap.push(day);
      day -= 1;
    }
    if (gap.length > unused.length) break;
    const oldestMissed = gap.at(-1) ?? day;
    const usable = unused.filter((granted) => granted <= oldestMissed);
    if (usable.length < gap.length) break;
    covered.push(...gap);
    unused.splice(0, gap.length);
  }
  return covered;
}

function runEndingAt(end: number, active: ReadonlySet<number>, covered: ReadonlySet<number>): number {
  let length = 0;
  for (let day = end; active.has(day) || covered.has(day); day -= 1) {
    if (active.has(day)) length += 1;
  }
  return length;
}

function longestRun(days: StreakDays, covered: ReadonlySet<number>): number {
  let longest = 0;
  for (const day of days.active) {
    const endsRun = !days.active.has(day + 1) && !covered.has(day + 1);
    if (endsRun || !days.active.has(day + 1))
      longest = Math.max(longest, runEndingAt(day, days.active, covered));
  }
  return longest;
}
