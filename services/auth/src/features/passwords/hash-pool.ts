import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { authErrors } from '../../errors.ts';
import type { HashTask } from './hash-worker.ts';

const queuedTasksPerThread = 32;
const retryAfterSeconds = 2;

export type HashPool = {
  /**
   * Runs work that will hash, if there is room for it. Asked before the first query of a login, it keeps a storm of logins
   * away from the database too: who cannot be served costs nothing.
   *
   * @throws busy
   */
  admit<T>(work: () => Promise<T>): Promise<T>;
  run(task: HashTask): Promise<string | boolean>;
  /** Tasks that wait for a thread. */
  waiting(): number;
  close(): Promise<void>;
};

export type HashPoolOptions = {
  /** Worker threads; by default as many as there are cores: they give way to requests. */
  threads?: number | undefined;
  maxQueue?: number | undefined;
  /** How long one task may wait and run. */
  taskTimeoutMs: number;
};

/**
 * Starts the threads in which bcrypt runs. One hash takes some 80 ms of pure computation: on the main thread ten of them
 * would stall every other request for most of a second.
 *
 * @returns a pool whose queue is bounded: beyond it, and after the time limit, `run` throws `busy` (503 with Retry-After)
 */
export function createHashPool(options: HashPoolOptions): HashPool {
  const threads = options.threads ?? availableParallelism();
  const limit = threads + (options.maxQueue ?? threads * queuedTasksPerThread);
  const piscina = new Piscina<HashTask, string | boolean>({
    filename: workerFile(),
    minThreads: threads,
    maxThreads: threads,
    // The next hash waits in the thread already, so that no core idles while the result of the last one travels.
    concurrentTasksPerWorker: 2,
    // A worker needs neither telemetry nor test hooks of the main thread.
    execArgv: [],
  });
  let underWay = 0;
  let admitted = 0;
  return {
    admit: async (work) => {
      if (admitted >= limit) throw busy();
      admitted += 1;
      try {
        return await work();
      } finally {
        admitted -= 1;
      }
    },
    run: async (task) => {
      // Counted here: the library's own limit does not hold while its threads are starting.
      if (underWay >= limit) throw busy();
      underWay += 1;
      try {
        return await runWithin(piscina, task, options.taskTimeoutMs);
      } finally {
        underWay -= 1;
      }
    },
    waiting: () => Math.max(0, underWay - threads),
    close: () => piscina.close({ force: true }),
  };
}

async function runWithin(
  piscina: Piscina<HashTask, string | boolean>,
  task: HashTask,
  timeoutMs: number,
): Promise<string | boolean> {
  try {
    return await piscina.run(task, { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw error instanceof Error && error.name === 'AbortError' ? busy(error) : error;
  }
}

function busy(cause?: Error) {
  return authErrors.busy({
    retryAfterSeconds,
    cause,
    message: 'More passwords wait to be hashed than can be',
  });
}

// The same code runs as TypeScript in development and as JavaScript from dist; the worker lies beside it either way.
function workerFile(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./hash-worker.${extension}`, import.meta.url).href;
}
