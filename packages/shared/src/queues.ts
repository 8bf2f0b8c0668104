import { type DefaultJobOptions, DelayedError, type Job, type Queue, type Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** BullMQ's keys all lie below this. */
export function queuePrefix(prefix: string): string {
  return `${prefix}:queue`;
}

/** Name of the queue that brings a service the events of others. */
export function eventQueueName(service: string): string {
  return `events-${service}`;
}

/** Name of the queue of a service's own jobs. */
export function jobQueueName(service: string): string {
  return `jobs-${service}`;
}

const DAY_SECONDS = 86_400;

/**
 * What is kept: finished jobs for a day, as a first filter against duplicates (a job id is refused only while its
 * job exists), failed ones for a month, as the dead letters that an operator may replay.
 */
export const retention: Pick<DefaultJobOptions, 'removeOnComplete' | 'removeOnFail'> = {
  removeOnComplete: { age: DAY_SECONDS, count: 10_000 },
  removeOnFail: { age: 30 * DAY_SECONDS, count: 100_000 },
};

/** A job that has failed for good. */
export type DeadLetter = {
  id: string;
  name: string;
  payload: unknown;
  reason: string;
  attempts: number;
  failedAtMs: number;
};

/**
 * Lists the dead letters of a queue, newest first.
 *
 * @param limit at most this many
 */
export async function listDeadLetters(queue: Queue, limit = 100): Promise<DeadLetter[]> {
  const jobs: Job[] = await queue.getFailed(0, limit - 1);
  return jobs.map((job) => ({
    id: job.id ?? '',
    name: job.name,
    payload: job.data,
    reason: job.failedReason ?? '',
    attempts: job.attemptsMade,
    failedAtMs: job.finishedOn ?? 0,
  }));
}

/**
 * Puts a dead letter back into its queue with all its attempts.
 *
 * @returns false when there is no dead letter with this id
 */
export async function replayDeadLetter(queue: Queue, id: string): Promise<boolean> {
  const job: Job | undefined = await queue.getJob(id);
  if (job === undefined || !(await job.isFailed())) return false;
  await job.retry('failed', { resetAttemptsMade: true });
  return true;
}

const SAMPLE_INTERVAL_MS = 10_000;

/**
 * Keeps the gauges of a queue up to date: depth, dead letters, age of the oldest waiting job.
 *
 * @returns a function that stops it
 */
export function watchQueue(queue: Queue, metrics: Metrics, logger: Logger): () => void {
  const labels = ['queue'] as const;
  const gauges = {
    depth: metrics.gauge('queue_depth', 'Jobs waiting, delayed or running', labels),
    dead: metrics.gauge('queue_dead_letters', 'Jobs that have failed for good', labels),
    age: metrics.gauge('queue_oldest_job_age_seconds', 'Age of the oldest waiting job', labels),
  };
  const sample = async () => {
    const counts = await queue.getJobCounts('waiting', 'delayed', 'active', 'prioritized', 'failed');
    const [oldest] = await queue.getJobs(['waiting'], 0, 0, true);
    const { waiting = 0, delayed = 0, active = 0, prioritized = 0, failed = 0 } = counts;
    gauges.depth.set({ queue: queue.name }, waiting + delayed + active + prioritized);
    gauges.dead.set({ queue: queue.name }, failed);
    gauges.age.set({ queue: queue.name }, oldest === undefined ? 0 : (Date.now() - oldest.timestamp) / 1_000);
  };
  let sampling = false;
  const run = (): void => {
    // With Redis away a sample waits; the next ones must not pile up behind it.
    if (sampling) return;
    sampling = true;
    sample()
      .catch((error: unknown) => logger.debug({ err: error, queue: queue.name }, 'queue not sampled'))
      .finally(() => {
        sampling = false;
      });
  };
  run();
  const timer = setInterval(run, SAMPLE_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

const CLOSE_LIMIT_MS = 1_000;

/**
 * Has a connection remember the copies that are made of it. BullMQ copies a worker's connection for its blocking reads,
 * and while Redis is away it never closes that copy: it would go on connecting for as long as the process lives.
 */
export function rememberCopies(redis: Redis): Redis[] {
  const copies: Redis[] = [];
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const copy = duplicate(override);
    copies.push(copy as Redis);
    return copy;
  };
  return copies;
}

/**
 * Closes a worker in bounded time: BullMQ itself waits for running jobs without limit. Jobs still in hand are cut off
 * and given back to the queue.
 *
 * @param copies what `rememberCopies` returned for the worker's connection
 * @param graceMs how long running jobs may take to finish
 */
export async function closeWorker(worker: Worker, copies: readonly Redis[], graceMs: number): Promise<void> {
  const closing = worker.close();
  if (await settledWithin(closing, graceMs)) return;
  worker.cancelAllJobs('shutting down');
  if (await settledWithin(closing, CLOSE_LIMIT_MS)) return;
  // Redis does not answer either. The locks expire, and another worker takes the jobs up.
  await Promise.all(copies.map(endCopy));
  await settledWithin(closing, CLOSE_LIMIT_MS);
}

// A client that is closed between two attempts to connect never says that it has ended, which BullMQ waits for. One
// more attempt makes it say so.
async function endCopy(copy: Redis): Promise<void> {
  if (copy.status === 'end') return;
  copy.options.retryStrategy = () => null;
  await settledWithin(copy.connect(), CLOSE_LIMIT_MS);
  copy.disconnect();
}

/** Closes a queue in bounded time, as with Redis away it would wait. */
export async function closeQueue(queue: Queue): Promise<void> {
  await settledWithin(queue.close(), CLOSE_LIMIT_MS);
}

/**
 * Waits for `work` until the signal aborts. Work that ignores its signal would keep its place in a worker for ever.
 *
 * @throws the signal's reason, or what `work` throws
 */
export async function cutOff<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new Error('cut off', { cause: signal.reason }));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Pause before a job that was cut off is taken up again, so that this worker is not the one to do it. */
const PUT_BACK_MS = 1_000;

/**
 * Gives a running job back to its queue without counting the attempt.
 *
 * @throws DelayedError always, by which BullMQ knows; or the failure to give it back
 */
export async function putBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + PUT_BACK_MS, token);
  throw new DelayedError();
}

async function settledWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const done = work.then(
    () => true as const,
    () => true as const,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
