import type { Logger } from '@linguamate/shared/logger';

export type PeriodicTask = { name: string; everyMs: number; run(): Promise<unknown> };
export type Periodic = { start(): void; stop(): Promise<void> };

/**
 * Runs tasks again and again until stopped. A task never overlaps with itself, and one that fails is logged and
 * tried again at its next turn.
 */
export function createPeriodic(tasks: readonly PeriodicTask[], logger: Logger): Periodic {
  const stopping = new AbortController();
  let loops: Promise<void>[] = [];
  return {
    start: () => {
      loops = tasks.map((task) => loop(task, logger, stopping.signal));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(task: PeriodicTask, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await task.run();
    } catch (error) {
      logger.error({ err: error, task: task.name }, 'a background task failed');
    }
    await pause(task.everyMs, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.resolve();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
