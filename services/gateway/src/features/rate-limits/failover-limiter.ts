import type { Logger } from '@linguamate/shared/logger';
import type { Limiter } from './limiter.ts';

/** What the failover needs. */
export type FailoverOptions = {
  shared: Limiter;
  local: Limiter;
  /** Answers when Redis is there again. */
  probe: () => Promise<unknown>;
  logger: Logger;
  /** How long Redis may take over one check, in milliseconds. */
  timeoutMs: number;
  /** How often Redis is asked whether it is back, in milliseconds. */
  probeIntervalMs: number;
  onChange: (mode: LimiterMode) => void;
};

export type LimiterMode = 'shared' | 'local';

/** A limiter that survives Redis: never a 500, never unlimited. */
export type FailoverLimiter = Limiter & { mode(): LimiterMode; close(): void };

/** How late a timer may fire before it says more about this process than about Redis. */
const lateTimerMs = 15;

/**
 * Counts in Redis as long as it answers in time. The first failure switches this gateway to its local limiter for
 * all requests, so that only the requests then under way have waited; a background probe switches back.
 *
 * @param options the two limiters and the times
 */
export function createFailoverLimiter(options: FailoverOptions): FailoverLimiter {
  const state: State = { mode: 'shared', timer: null, closed: false };
  return {
    mode: () => state.mode,
    close: () => {
      state.closed = true;
      if (state.timer !== null) clearTimeout(state.timer);
    },
    async consume(checks) {
      if (state.mode === 'local') return options.local.consume(checks);
      try {
        return await withinTime(options.shared.consume(checks), options.timeoutMs);
      } catch (error) {
        takeOver(state, options, error);
        return options.local.consume(checks);
      }
    },
  };
}

type State = { mode: LimiterMode; timer: NodeJS.Timeout | null; closed: boolean };

function takeOver(state: State, options: FailoverOptions, error: unknown): void {
  if (state.mode === 'local' || state.closed) return;
  state.mode = 'local';
  options.onChange('local');
  options.logger.warn({ err: error }, 'Redis does not answer in time: this gateway limits on its own');
  scheduleProbe(state, options);
}

function scheduleProbe(state: State, options: FailoverOptions): void {
  state.timer = setTimeout(() => void probe(state, options), options.probeIntervalMs);
  state.timer.unref();
}

async function probe(state: State, options: FailoverOptions): Promise<void> {
  try {
    await withinTime(options.probe(), options.timeoutMs);
  } catch {
    if (!state.closed) scheduleProbe(state, options);
    return;
  }
  if (state.closed) return;
  state.mode = 'shared';
  options.onChange('shared');
  options.logger.info('Redis answers again: limits are shared');
}

class LimiterTimeoutError extends Error {
  override readonly name = 'LimiterTimeoutError';
}

function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let timer = setTimeout(expire, timeoutMs);
  let dueAtMs = performance.now() + timeoutMs;
  function expire(): void {
    // When this process itself was held up, the answer may lie unread in the socket: look there first.
    const late = performance.now() - dueAtMs > lateTimerMs;
    if (late) {
      dueAtMs = performance.now() + timeoutMs;
      timer = setTimeout(expire, timeoutMs);
    } else setImmediate(() => reject(new LimiterTimeoutError(`No answer within ${timeoutMs} ms`)));
  }
  work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
