import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Measures what the machine can do at most: bcrypt comparisons per second with a thread on every core and nothing else.
 *
 * @param options.cost the bcrypt cost of the hash that is compared with
 */
export async function measureBcryptLimit(options: {
  threads: number;
  cost: number;
  durationMs: number;
}): Promise<number> {
  const workerData = { cost: options.cost, durationMs: options.durationMs };
  const workers = Array.from(
    { length: options.threads },
    () => new Worker(new URL('./limit-worker.ts', import.meta.url), { workerData }),
  );
  const rates = await Promise.all(workers.map(async (worker) => Number((await once(worker, 'message'))[0])));
  return rates.reduce((sum, rate) => sum + rate, 0);
}
