import type { Clock } from '@linguamate/shared/clock';
import { LRUCache } from 'lru-cache';
import type { LimitCheck, LimitDecision, Limiter, LimitStanding } from './limiter.ts';

/** Times of the requests that passed, oldest first. */
type Log = number[];

const keysMax = 50_000;

/**
 * The same sliding log in the memory of one gateway, for the time that Redis is away. Bounded, so that a flood of
 * addresses cannot fill the memory: the least recently seen are forgotten first.
 *
 * @param clock source of now
 */
export function createLocalLimiter(clock: Clock): Limiter {
  const logs = new LRUCache<string, Log>({ max: keysMax });
  return {
    async consume(checks) {
      const now = clock.now();
      const current = checks.map((check) => currentLog(logs, check, now));
      const allowed = checks.every((check, index) => (current[index]?.length ?? 0) < check.limit.localMax);
      if (allowed) for (const log of current) log.push(now);
      return decide(checks, current, allowed, now);
    },
  };
}

function currentLog(logs: LRUCache<string, Log>, check: LimitCheck, now: number): Log {
  const log = logs.get(check.key) ?? [];
  const firstValid = log.findIndex((time) => time > now - check.limit.windowMs);
  log.splice(0, firstValid === -1 ? log.length : firstValid);
  logs.set(check.key, log);
  return log;
}

function decide(checks: readonly LimitCheck[], logs: Log[], allowed: boolean, now: number): LimitDecision {
  const standings = checks.map(({ limit }, index): LimitStanding => {
    const log = logs[index] ?? [];
    return {
      limit,
      max: limit.localMax,
      remaining: Math.max(0, limit.localMax - log.length),
      resetMs: (log[0] ?? now) + limit.windowMs - now,
    };
  });
  return { allowed, standings };
}
