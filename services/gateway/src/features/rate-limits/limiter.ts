import type { Limit } from './limit-table.ts';

/** One limit together with the key under which this caller is counted. */
export type LimitCheck = { limit: Limit; key: string };

/** Where a caller stands in one limit. */
export type LimitStanding = {
  limit: Limit;
  /** How many were allowed in the window: `limit.max`, or less while only the local limiter counts. */
  max: number;
  remaining: number;
  /** Milliseconds until more requests are allowed. */
  resetMs: number;
};

/** The decision about one request. */
export type LimitDecision = { allowed: boolean; standings: LimitStanding[] };

/** Counts one request against several limits at once. */
export type Limiter = {
  /**
   * @param checks the limits that apply
   * @returns the decision; a refused request is not counted
   */
  consume(checks: readonly LimitCheck[]): Promise<LimitDecision>;
};

/**
 * Finds the limit that matters most to the caller: the exhausted one that takes longest, else the one with least left.
 *
 * @param decision at least one standing, or null is returned
 */
export function tightest(decision: LimitDecision): LimitStanding | null {
  let chosen: LimitStanding | null = null;
  for (const standing of decision.standings) {
    if (chosen === null || isTighter(standing, chosen)) chosen = standing;
  }
  return chosen;
}

function isTighter(candidate: LimitStanding, other: LimitStanding): boolean {
  if (candidate.remaining !== other.remaining) return candidate.remaining < other.remaining;
  return candidate.resetMs > other.resetMs;
}
