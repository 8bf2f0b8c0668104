import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@linguamate/shared/clock';
import { ServiceError } from '@linguamate/shared/errors';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import { type Answer, type Decision, decideAttempt, type RetrySettings } from './attempt-policy.ts';
import { type AttemptWatch, outcomeOfAbort, watchAttempt } from './attempt-watch.ts';
import type { RestReason } from './key-ring.ts';
import { describeOutcome, type Operation, type Outcome, UpstreamFailure } from './outcome.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { Upstream } from './upstream.ts';

/** One place in a chain: an upstream and the model it is asked for (null: its own default). */
export type ChainLink = { upstream: Upstream; model: string | null };

/** The time a request has: the kit's deadline, or anything like it. */
export type RequestTime = { signal: AbortSignal; remainingMs(): number };

/** What an attempt hands back: its value, and for streams a promise that settles when the stream has ended. */
export type Attempted<T> = { value: T; finished?: Promise<void> };

/** What one try at one upstream works with. */
export type AttemptContext = { link: ChainLink; key: string | null; watch: AttemptWatch };

/** One try at one upstream. */
export type Attempt<T> = (context: AttemptContext) => Promise<Attempted<T>>;

/** What happened at one attempt, for response headers, the log and the usage ledger. */
export type AttemptRecord = { upstream: string; result: string; durationMs: number };

/** A value and the way it was come by. */
export type Served<T> = { value: T; link: ChainLink; attempts: AttemptRecord[] };

/** Every upstream of the chain was tried, or none may be. */
export class ChainExhausted extends Error {
  readonly answer: Answer;
  readonly outcome: Outcome;
  readonly attempts: AttemptRecord[];

  /**
   * @param answer what the client is to be told.
   * @param outcome how the last attempt ended.
   * @param attempts everything that was tried.
   */
  constructor(answer: Answer, outcome: Outcome, attempts: AttemptRecord[]) {
    super(`no upstream answered: ${attempts.map((a) => `${a.upstream} ${a.result}`).join(', ')}`);
    this.name = 'ChainExhausted';
    this.answer = answer;
    this.outcome = outcome;
    this.attempts = attempts;
  }
}

/** What running a chain needs. */
export type ChainDependencies = {
  retry: RetrySettings;
  budget: RetryBudget;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
  /** Jitter in [0, 1). */
  random: () => number;
};

/** Longest rest of a key that the upstream refused, and of one that is out of its rate limit without a stated wait. */
const refusedKeyRestMs = 60_000;
const limitedKeyRestMs = 1000;

/**
 * Asks the upstreams of a chain until one answers: repeats where that helps, fails over where it does not, and stops at the
 * deadline or when the client leaves. All attempts share the one deadline.
 * @param chain upstreams in order of preference; must not be empty.
 * @param operation what is asked, for breakers and metrics.
 * @param time the request's deadline.
 * @param attempt one try.
 * @param deps retry settings, budget, metrics, clock, jitter.
 * @returns the value of the first attempt that succeeded, and all attempts.
 * @throws {ChainExhausted} when there is nothing left to try.
 */
export async function runChain<T>(
  chain: readonly ChainLink[],
  operation: Operation,
  time: RequestTime,
  attempt: Attempt<T>,
  deps: ChainDependencies,
): Promise<Served<T>> {
  const attempts: AttemptRecord[] = [];
  const rest = [...chain];
  let link = rest.shift();
  let retries = 0;
  deps.budget.deposit();
  while (link !== undefined) {
    const tried = await tryOnce(link, operation, time, attempt, deps);
    attempts.push(tried.record);
    if (tried.ok) return { value: tried.value, link, attempts };
    const next = nextLinks(tried.outcome, link, rest);
    const decision = decide(tried, retries, next.length > 0, link, time, deps);
    restKey(link.upstream, tried.key, tried.outcome, decision, deps.clock);
    if (decision.next === 'answer') throw new ChainExhausted(decision.answer, tried.outcome, attempts);
    if (decision.next === 'retry') {
      deps.budget.spend();
      retries += 1;
      await pause(decision.delayMs, time, attempts);
    } else {
      rest.splice(0, rest.length, ...next);
      link = rest.shift();
      retries = 0;
    }
  }
  throw new ChainExhausted('service_unavailable', { kind: 'overloaded' }, attempts);
}

type Tried<T> = { record: AttemptRecord } & (
  | { ok: true; value: T }
  | { ok: false; outcome: Outcome; key: string | null }
);

type Failed = { outcome: Outcome; key: string | null };

function decide(
  failed: Failed,
  retries: number,
  hasNextUpstream: boolean,
  { upstream }: ChainLink,
  time: RequestTime,
  deps: ChainDependencies,
): Decision {
  const situation = {
    retries,
    hasNextUpstream,
    remainingMs: time.remainingMs(),
    budgetAllows: deps.budget.allows(),
    hasOtherKey: upstream.keys.hasOther(failed.key),
    random: deps.random(),
  };
  return decideAttempt(failed.outcome, situation, deps.retry);
}

// A conversation too long for one model fits only into a larger one.
function nextLinks(outcome: Outcome, failed: ChainLink, rest: readonly ChainLink[]): ChainLink[] {
  if (outcome.kind !== 'status' || outcome.rejection !== 'context_length') return [...rest];
  const { contextTokens } = failed.upstream.settings;
  return rest.filter(({ upstream }) => upstream.settings.contextTokens > contextTokens);
}

async function pause(delayMs: number, time: RequestTime, attempts: AttemptRecord[]): Promise<void> {
  if (delayMs === 0) return;
  try {
    await delay(delayMs, undefined, { signal: time.signal });
  } catch {
    const outcome = outcomeOfAbort(time.signal.reason);
    const answer = outcome.kind === 'deadline' ? 'request_timeout' : 'client_gone';
    throw new ChainExhausted(answer, outcome, attempts);
  }
}

async function tryOnce<T>(
  link: ChainLink,
  operation: Operation,
  time: RequestTime,
  attempt: Attempt<T>,
  deps: ChainDependencies,
): Promise<Tried<T>> {
  const startedAtMs = performance.now();
  const { upstream } = link;
  const picked = upstream.keys.take();
  const key = picked.ok ? picked.key : null;
  const finish = (result: string): AttemptRecord => {
    const durationMs = performance.now() - startedAtMs;
    observe(deps.metrics, upstream.id, operation, result, durationMs);
    return { upstream: upstream.id, result, durationMs: Math.round(durationMs) };
  };
  try {
    if (!picked.ok) throw noKey(picked.retryAfterMs, picked.reason);
    const value = await guarded(link, operation, key, time, attempt);
    return { ok: true, value, record: finish('ok') };
  } catch (error) {
    const { outcome } = asFailure(error);
    deps.logger.warn(
      { upstream: upstream.id, operation, result: describeOutcome(outcome), err: error },
      'upstream attempt failed',
    );
    return { ok: false, outcome, key, record: finish(describeOutcome(outcome)) };
  }
}

/** Gate, then breaker, then the attempt; the breaker hears of a stream's end, not of its beginning. */
async function guarded<T>(
  link: ChainLink,
  operation: Operation,
  key: string | null,
  time: RequestTime,
  attempt: Attempt<T>,
): Promise<T> {
  const { upstream } = link;
  const watch = watchAttempt(upstream.settings.timeouts, time.signal);
  const started = Promise.withResolvers<T>();
  let leave: (() => void) | undefined;
  const run = async () => {
    try {
      leave = await upstream.gate.enter(watch.signal);
      const whole = await upstream.breaker(operation).run(async () => {
        const attempted = await attempt({ link, key, watch });
        if (attempted.finished === undefined) return attempted;
        started.resolve(attempted.value);
        await attempted.finished;
        return attempted;
      });
      started.resolve(whole.value);
    } finally {
      leave?.();
      watch.dispose();
    }
  };
  // Once the value is out, a failure of the stream belongs to whoever reads it; the breaker has heard of it.
  run().catch(started.reject);
  return await started.promise;
}

function asFailure(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  // The only other error by design is the breaker's refusal.
  if (error instanceof ServiceError && error.code === 'service_unavailable') {
    const retryAfterMs = (error.retryAfterSeconds ?? 1) * 1000;
    return new UpstreamFailure({ kind: 'breaker_open', retryAfterMs }, error);
  }
  throw error;
}

function noKey(retryAfterMs: number, reason: RestReason): UpstreamFailure {
  return new UpstreamFailure({ kind: 'no_key', retryAfterMs, reason });
}

function restKey(upstream: Upstream, key: string | null, outcome: Outcome, decision: Decision, clock: Clock) {
  // The only key must stay usable for the retry that was just decided.
  if (decision.next === 'retry' && !upstream.keys.hasOther(key)) return;
  if (outcome.kind === 'rate_limited') {
    upstream.keys.coolDown(key, clock.now() + (outcome.retryAfterMs ?? limitedKeyRestMs), 'rate_limited');
  }
  if (outcome.kind === 'status' && [401, 402, 403].includes(outcome.status)) {
    upstream.keys.coolDown(key, clock.now() + refusedKeyRestMs, 'refused');
  }
}

function observe(
  metrics: Metrics,
  upstream: string,
  operation: Operation,
  result: string,
  durationMs: number,
) {
  const labels = { upstream, operation };
  metrics
    .counter('toolkit_upstream_attempts_total', 'Attempts at AI upstreams by result', [
      'upstream',
      'operation',
      'result',
    ])
    .inc({ ...labels, result });
  metrics
    .histogram('toolkit_upstream_duration_seconds', 'Duration of attempts at AI upstreams', [
      'upstream',
      'operation',
    ])
    .observe(labels, durationMs / 1000);
}
