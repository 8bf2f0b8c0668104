import type { Clock } from '@linguamate/shared/clock';

/** Limits retries to a share of the traffic, so that an outage is not made worse by our own repeats. */
export type RetryBudget = {
  /** Call once per client request. */
  deposit(): void;
  allows(): boolean;
  /** Takes one retry out of the budget. */
  spend(): void;
};

/** Sizes of the budget. */
export type RetryBudgetSettings = {
  /** Retries earned per request: 0.2 means at most 20 % extra load. */
  ratio: number;
  /** Retries that are always allowed per second, so that a quiet service can retry at all. */
  minPerSecond: number;
};

/** Unused budget is kept for this long; an old calm does not pay for a new storm. */
const windowMs = 10_000;

/**
 * Creates a retry budget as a token bucket: requests earn a fraction of a retry, a small floor refills with time.
 * @param settings ratio of retries to requests and floor per second.
 * @param clock source of time in milliseconds.
 */
export function createRetryBudget(settings: RetryBudgetSettings, clock: Clock): RetryBudget {
  const floorCapacity = settings.minPerSecond;
  let floor = floorCapacity;
  let earned = 0;
  let refilledAtMs = clock.now();
  const refill = () => {
    const elapsedMs = Math.max(0, clock.now() - refilledAtMs);
    floor = Math.min(floorCapacity, floor + (elapsedMs / 1000) * settings.minPerSecond);
    earned *= Math.max(0, 1 - elapsedMs / windowMs);
    refilledAtMs = clock.now();
  };
  return {
    deposit() {
      refill();
      earned += settings.ratio;
    },
    allows() {
      refill();
      return earned >= 1 || floor >= 1;
    },
    spend() {
      if (earned >= 1) earned -= 1;
      else floor -= 1;
    },
  };
}
