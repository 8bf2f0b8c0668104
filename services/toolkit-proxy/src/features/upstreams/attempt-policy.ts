import type { Outcome } from './outcome.ts';

/** How retries are spaced and limited. */
export type RetrySettings = {
  /** Retries of the same upstream after its first attempt. */
  maxRetries: number;
  baseDelayMs: number;
  maxDelayMs: number;
  /** A `Retry-After` longer than this is not waited for. */
  maxRetryAfterMs: number;
  /** No attempt starts when less than this is left of the deadline. */
  minAttemptMs: number;
};

/** The plan's "2 retries", with full jitter; the caps keep three attempts inside a mobile client's 20 s. */
export const defaultRetrySettings: RetrySettings = {
  maxRetries: 2,
  baseDelayMs: 250,
  maxDelayMs: 4000,
  maxRetryAfterMs: 5000,
  minAttemptMs: 1000,
};

/** What the decision depends on besides the outcome. */
export type Situation = {
  /** Retries of this upstream so far. */
  retries: number;
  /** Milliseconds left of the request's deadline. */
  remainingMs: number;
  /** True when an upstream is left that may do better at this outcome. */
  hasNextUpstream: boolean;
  /** False when the retry budget is used up. */
  budgetAllows: boolean;
  /** True when the upstream has another key that is not cooling down. */
  hasOtherKey: boolean;
  /** A number in [0, 1): the jitter. */
  random: number;
};

/** What the client is told when nothing else helps. */
export type Answer =
  | 'service_unavailable'
  | 'upstream_timeout'
  | 'upstream_bad_response'
  | 'rate_limited'
  | 'overloaded'
  | 'context_length_exceeded'
  | 'content_policy'
  | 'rejected_by_upstream'
  | 'payload_too_large'
  | 'request_timeout'
  | 'client_gone'
  | 'in_band';

/** How the attempt counts for the breaker of its upstream and operation. */
export type BreakerEffect = 'failure' | 'neutral';

/** What to do after a failed attempt. */
export type Decision = { breaker: BreakerEffect; answer: Answer } & (
  | { next: 'retry'; delayMs: number }
  | { next: 'fail_over' }
  | { next: 'answer' }
);

type Wait = 'jitter' | 'immediate' | 'retry_after';

/** One row of the attempt table. */
type Rule = {
  retries: number;
  wait: Wait;
  failOver: boolean;
  breaker: BreakerEffect;
  answer: Answer;
  /** The fault lies with the key: another one may be tried at once. */
  keyFault: boolean;
};

const base: Rule = {
  retries: 0,
  wait: 'jitter',
  failOver: true,
  breaker: 'neutral',
  answer: 'service_unavailable',
  keyFault: false,
};

const final = (answer: Answer, breaker: BreakerEffect = 'neutral'): Rule => ({
  ...base,
  failOver: false,
  answer,
  breaker,
});

/**
 * The attempt table: from the outcome of one attempt to what comes next. Pure, so that every row can be tested.
 * @param outcome how the attempt ended.
 * @param situation what is left of time, budget, keys and upstreams.
 * @param settings spacing and limits of retries.
 * @returns retry the same upstream after a delay, fail over to the next, or give the answer.
 */
export function decideAttempt(
  outcome: Outcome,
  situation: Situation,
  settings: RetrySettings = defaultRetrySettings,
): Decision {
  const rule = ruleFor(outcome, settings);
  const verdict = { breaker: rule.breaker, answer: rule.answer };
  const delayMs = retryDelayMs(rule, outcome, situation, settings);
  if (delayMs !== null) return { next: 'retry', delayMs, ...verdict };
  const timeLeft = situation.remainingMs >= settings.minAttemptMs;
  if (rule.failOver && situation.hasNextUpstream && timeLeft) return { next: 'fail_over', ...verdict };
  return { next: 'answer', ...verdict };
}

/**
 * Whether the breaker of the upstream counts this outcome as a failure. Client aborts, 4xx and our own limits say nothing about
 * the upstream's health and stay neutral.
 */
export function countsAsFailure(outcome: Outcome): boolean {
  return ruleFor(outcome, defaultRetrySettings).breaker === 'failure';
}

function retryDelayMs(rule: Rule, outcome: Outcome, situation: Situation, settings: RetrySettings) {
  const allowed = rule.keyFault && situation.hasOtherKey ? settings.maxRetries : rule.retries;
  if (situation.retries >= allowed || !situation.budgetAllows) return null;
  const delayMs = plannedDelayMs(rule, outcome, situation, settings);
  // A retry that would end after the deadline only burns the upstream's capacity.
  return delayMs + settings.minAttemptMs > situation.remainingMs ? null : delayMs;
}

function plannedDelayMs(rule: Rule, outcome: Outcome, situation: Situation, settings: RetrySettings): number {
  if (rule.wait === 'immediate' || (rule.keyFault && situation.hasOtherKey)) return 0;
  if (rule.wait === 'retry_after' && outcome.kind === 'rate_limited') return outcome.retryAfterMs ?? 0;
  const ceilingMs = Math.min(settings.maxDelayMs, settings.baseDelayMs * 2 ** situation.retries);
  return Math.floor(situation.random * ceilingMs);
}

function ruleFor(outcome: Outcome, settings: RetrySettings): Rule {
  switch (outcome.kind) {
    case 'status':
      return ruleForStatus(outcome.status, outcome.rejection, settings);
    case 'rate_limited':
      return ruleForRateLimit(outcome.retryAfterMs, settings);
    case 'bad_answer':
      return ruleForBadAnswer(outcome.reason, settings);
    case 'connection_failed':
      return { ...base, retries: 1, wait: 'immediate', breaker: 'failure' };
    // Repeating a timeout only makes the client wait twice; another upstream may be quicker.
    case 'timeout':
      return { ...base, breaker: 'failure', answer: 'upstream_timeout' };
    case 'broken_stream':
      return final('in_band', 'failure');
    case 'overloaded':
      return { ...base, answer: 'overloaded' };
    case 'request_too_large':
      return { ...base, answer: 'payload_too_large' };
    case 'no_key':
      return { ...base, answer: outcome.reason === 'rate_limited' ? 'rate_limited' : 'service_unavailable' };
    case 'breaker_open':
    case 'blocked_address':
      return base;
    case 'client_gone':
      return final('client_gone');
    case 'deadline':
      return final('request_timeout');
  }
}

function ruleForStatus(status: number, rejection: string | undefined, settings: RetrySettings): Rule {
  if (rejection === 'context_length') return { ...base, answer: 'context_length_exceeded' };
  if (rejection === 'content_policy') return final('content_policy');
  if (status === 501 || status === 404) return { ...base, answer: 'upstream_bad_response' };
  if (status >= 500) return { ...base, retries: settings.maxRetries, breaker: 'failure' };
  if (status === 401 || status === 402 || status === 403) return { ...base, keyFault: true };
  if (status === 408) return { ...base, breaker: 'failure', answer: 'upstream_timeout' };
  return final('rejected_by_upstream');
}

function ruleForRateLimit(retryAfterMs: number | undefined, settings: RetrySettings): Rule {
  const rule: Rule = { ...base, answer: 'rate_limited', keyFault: true };
  if (retryAfterMs === undefined) return { ...rule, retries: 1, wait: 'jitter' };
  return retryAfterMs <= settings.maxRetryAfterMs ? { ...rule, retries: 1, wait: 'retry_after' } : rule;
}

function ruleForBadAnswer(reason: string, settings: RetrySettings): Rule {
  const rule: Rule = { ...base, breaker: 'failure', answer: 'upstream_bad_response' };
  // A redirect or an oversized answer will be the same next time; a garbled one often is not.
  const repeats = reason === 'redirect' || reason === 'too_large' ? 0 : settings.maxRetries;
  return { ...rule, retries: repeats };
}
