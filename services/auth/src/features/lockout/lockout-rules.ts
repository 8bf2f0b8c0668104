const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** After how many failures within the window how long nobody gets in. */
export type LockoutRule = { failures: number; windowMs: number; lockMs: number };

/** One account from one source: the rule of the plan. */
export const pairRule: LockoutRule = { failures: 5, windowMs: 15 * minuteMs, lockMs: 30 * minuteMs };
/** A device that this account has been used from before has a counter of its own. */
export const knownDeviceRule: LockoutRule = { failures: 10, windowMs: 15 * minuteMs, lockMs: 30 * minuteMs };
/** One account from everywhere: beyond this, unknown devices must do some work before each attempt; nobody is locked out. */
export const accountRule = { failures: 10, windowMs: 15 * minuteMs };
/** One source against many accounts: one password tried on everybody, or a list of stolen ones. */
export const sprayingRule = { failures: 30, accounts: 10, windowMs: 15 * minuteMs, lockMs: 15 * minuteMs };

/** A check that never ended (its process died) stops counting after this time. */
const pendingLifeMs = 15 * secondMs;
const crowdedRetrySeconds = 1;

export type Counter = {
  failures: number;
  /** Attempts whose password is being checked at this moment. */
  pending: number;
  pendingSinceMs: number;
  windowStartedAtMs: number;
  lockedUntilMs: number | undefined;
};

export type Admission =
  | { kind: 'admitted'; counter: Counter }
  | { kind: 'locked'; retryAfterSeconds: number }
  | { kind: 'crowded'; retryAfterSeconds: number };

/** A counter on which nothing has happened yet. */
export function freshCounter(nowMs: number): Counter {
  return {
    failures: 0,
    pending: 0,
    pendingSinceMs: nowMs,
    windowStartedAtMs: nowMs,
    lockedUntilMs: undefined,
  };
}

/**
 * Decides whether one more password may be checked. Attempts that are under way count as if they had failed, so that
 * fifty guesses sent at once are no more than five guesses.
 */
export function admit(counter: Counter, rule: LockoutRule, nowMs: number): Admission {
  const remainingMs = remainingLockMs(counter, nowMs);
  if (remainingMs > 0) return { kind: 'locked', retryAfterSeconds: Math.ceil(remainingMs / secondMs) };
  const current = forgetOld(counter, rule, nowMs);
  if (current.failures + current.pending >= rule.failures) {
    return { kind: 'crowded', retryAfterSeconds: crowdedRetrySeconds };
  }
  return { kind: 'admitted', counter: { ...current, pending: current.pending + 1, pendingSinceMs: nowMs } };
}

/** One password was wrong. The failure that reaches the limit locks; a lock that stands is never extended. */
export function addFailure(counter: Counter, rule: LockoutRule, nowMs: number): Counter {
  const current = release(counter);
  if (remainingLockMs(current, nowMs) > 0) return current;
  const failures = current.failures + 1;
  const lockedUntilMs = failures >= rule.failures ? nowMs + rule.lockMs : undefined;
  return { ...current, failures, lockedUntilMs };
}

/** One check has ended without a verdict, or with a good one. */
export function release(counter: Counter): Counter {
  return { ...counter, pending: Math.max(0, counter.pending - 1) };
}

/** How long the lock of a counter lasts; 0 when there is none. */
export function remainingLockMs(counter: Counter, nowMs: number): number {
  return Math.max(0, (counter.lockedUntilMs ?? 0) - nowMs);
}

/** Starts a new window when the old one, or the lock that it led to, is over. */
export function forgetOld(counter: Counter, rule: { windowMs: number }, nowMs: number): Counter {
  const abandoned = nowMs - counter.pendingSinceMs > pendingLifeMs;
  const pending = abandoned ? 0 : counter.pending;
  const lockIsOver = counter.lockedUntilMs !== undefined && counter.lockedUntilMs <= nowMs;
  const windowIsOver = nowMs - counter.windowStartedAtMs >= rule.windowMs;
  if (!lockIsOver && (!windowIsOver || counter.lockedUntilMs !== undefined)) return { ...counter, pending };
  return { ...freshCounter(nowMs), pending, pendingSinceMs: counter.pendingSinceMs };
}
