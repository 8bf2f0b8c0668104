import type { Logger } from '../logger.ts';

const MAX_BACKOFF_MS = 10_000;
const MAX_DOUBLINGS = 8;
const HOUSEKEEPING_INTERVAL_MS = 3_600_000;

export type RelayLoop = { start(): void; stop(): Promise<void>; nudge(): void };

export type RelayLoopOptions = {
  /** Pause between two turns; after failures it doubles, up to ten seconds. */
  intervalMs: number;
  /** One turn: delivers what is waiting. */
  deliver: () => Promise<unknown>;
  /** Runs after a turn that went well, once an hour. */
  housekeep: () => Promise<void>;
  logger: Logger;
};

/** Returns a loop that takes turns until it is stopped, and that says once, not every time, that it is held up. */
export function createRelayLoop(options: RelayLoopOptions): RelayLoop {
  const turn = createTurn(options);
  let wake = (): void => {};
  let stopped = true;
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    while (!stopped) {
      const failures = await turn();
      if (stopped) return;
      const pause = createPause(pauseMs(options.intervalMs, failures));
      wake = pause.end;
      await pause.over;
    }
  };
  return {
    start: () => {
      if (!stopped) return;
      stopped = false;
      running = run();
    },
    nudge: () => wake(),
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}

/** Returns a function that takes one turn and answers how many turns in a row have failed by now. */
function createTurn({ deliver, housekeep, logger }: RelayLoopOptions): () => Promise<number> {
  let failures = 0;
  let housekeptAt = Number.NEGATIVE_INFINITY;
  return async () => {
    try {
      await deliver();
      if (failures > 0) logger.info('event relay works again');
      failures = 0;
      if (performance.now() - housekeptAt >= HOUSEKEEPING_INTERVAL_MS) {
        housekeptAt = performance.now();
        await housekeep();
      }
    } catch (error) {
      failures += 1;
      if (failures === 1) logger.warn({ err: error }, 'event relay is held up; events wait in the outbox');
    }
    return failures;
  };
}

function pauseMs(intervalMs: number, failures: number): number {
  const longestMs = Math.max(MAX_BACKOFF_MS, intervalMs);
  return Math.min(intervalMs * 2 ** Math.min(failures, MAX_DOUBLINGS), longestMs);
}

function createPause(ms: number): { over: Promise<void>; end(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const end = (): void => {
    clearTimeout(timer);
    resolve();
  };
  return { over: promise, end };
}
