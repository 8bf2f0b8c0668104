import { type LimitDecision, type LimitStanding, tightest } from './limiter.ts';

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}

/**
 * Describes a decision in headers: `X-RateLimit-*` for the limit that matters most, and every limit in the fields
 * of draft-ietf-httpapi-ratelimit-headers.
 *
 * @param decision a decision with at least one standing, else nothing is described
 */
export function limitHeaders(decision: LimitDecision): Record<string, string> {
  const chosen = tightest(decision);
  if (chosen === null) return {};
  const { standings } = decision;
  return {
    'x-ratelimit-limit': String(chosen.max),
    'x-ratelimit-remaining': String(chosen.remaining),
    'x-ratelimit-reset': String(seconds(chosen.resetMs)),
    'ratelimit-policy': standings.map(policyItem).join(', '),
    ratelimit: standings.map(standingItem).join(', '),
  };
}

function policyItem({ limit, max }: LimitStanding): string {
  return `"${limit.name}";q=${max};w=${limit.windowMs / 1000}`;
}

function standingItem({ limit, remaining, resetMs }: LimitStanding): string {
  return `"${limit.name}";r=${remaining};t=${seconds(resetMs)}`;
}

/**
 * @param decision a refusal
 * @returns whole seconds after which the request would be allowed
 */
export function retryAfterSeconds(decision: LimitDecision): number {
  const exhausted = decision.standings.filter(({ remaining }) => remaining === 0);
  return seconds(Math.max(0, ...exhausted.map(({ resetMs }) => resetMs)));
}
