import { type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Static, TSchema } from 'typebox';
import { fits } from './json-schema.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import {
  closeQueue,
  closeWorker,
  cutOff,
  type DeadLetter,
  jobQueueName,
  listDeadLetters,
  putBack,
  queuePrefix,
  rememberCopies,
  replayDeadLetter,
  retention,
  watchQueue,
} from './queues.ts';

/** What the catalogue knows about one kind of job. */
export type JobEntry = {
  readonly payload: TSchema;
  /** Attempts altogether, before the job becomes a dead letter. */
  readonly attempts: number;
  /** Pause before the second attempt; it doubles, with jitter. */
  readonly backoffMs: number;
  /** The handler's signal aborts after this time, and the attempt counts as failed. */
  readonly timeoutMs: number;
};
export type JobCatalogue = Readonly<Record<string, JobEntry>>;

/** What a handler gets besides the payload. */
export type JobContext = {
  id: string;
  /** Counts from 1. */
  attempt: number;
  /** Aborts when time is up or the worker stops; hand it to every call that takes one. */
  signal: AbortSignal;
  logger: Logger;
};

/** Exactly one handler for each job of the catalogue. */
export type JobHandlers<C extends JobCatalogue> = {
  readonly [N in keyof C]: (payload: Static<C[N]['payload']>, context: JobContext) => Promise<void>;
};

/** Declares the jobs of a service; returns the catalogue as it is, with exact types. */
export function defineJobs<const C extends JobCatalogue>(catalogue: C): C {
  return Object.freeze(catalogue);
}

export type JobQueueOptions<C extends JobCatalogue> = {
  catalogue: C;
  service: string;
  /** Connection with the role `producer`. */
  redis: Redis;
  prefix: string;
};

export type AddJobOptions = {
  /** A job with the id of one that is still known to the queue is not added again. */
  jobId?: string;
  delayMs?: number;
};

export type JobQueue<C extends JobCatalogue> = {
  /**
   * Adds a job. What must not be lost belongs into the outbox instead: this call fails when Redis is away.
   *
   * @returns the job's id
   * @throws TypeError when the payload does not fit the catalogue
   */
  add<N extends keyof C & string>(
    name: N,
    payload: Static<C[N]['payload']>,
    options?: AddJobOptions,
  ): Promise<string>;
  listDeadLetters(limit?: number): Promise<DeadLetter[]>;
  /** Returns false when there is no dead letter with this id. */
  replayDeadLetter(id: string): Promise<boolean>;
  close(): Promise<void>;
};

/** Opens the producing side of a service's job queue. */
export function createJobQueue<const C extends JobCatalogue>(options: JobQueueOptions<C>): JobQueue<C> {
  const queue = openQueue(options.service, options.redis, options.prefix);
  return {
    add: async (name, payload, { jobId, delayMs } = {}) => {
      const entry = options.catalogue[name];
      if (entry === undefined || !fits(entry.payload, payload)) {
        throw new TypeError(`payload of job ${name} does not fit the job catalogue`);
      }
      await assertReachable(options.redis);
      const job = await queue.add(name, payload, {
        ...retention,
        attempts: entry.attempts,
        backoff: { type: 'exponential', delay: entry.backoffMs, jitter: 0.5 },
        ...(jobId === undefined ? {} : { jobId: safeJobId(jobId) }),
        ...(delayMs === undefined ? {} : { delay: delayMs }),
      });
      return job.id ?? '';
    },
    listDeadLetters: (limit) => listDeadLetters(queue, limit),
    replayDeadLetter: (id) => replayDeadLetter(queue, id),
    close: () => closeQueue(queue),
  };
}

// BullMQ waits for a first connection without limit; a command of our own fails within the connection's timeout.
async function assertReachable(redis: Redis): Promise<void> {
  if (redis.status !== 'ready') await redis.ping();
}

/** BullMQ refuses ids with a colon, which separates its keys, and ids of digits only, which it counts up itself. */
export function safeJobId(id: string): string {
  const withoutColons = id.replaceAll(':', '~');
  return /^\d+$/.test(withoutColons) ? `id-${withoutColons}` : withoutColons;
}

export type JobWorkerOptions<C extends JobCatalogue> = {
  catalogue: C;
  service: string;
  /** Connection with the role `worker`. */
  redis: Redis;
  prefix: string;
  handlers: JobHandlers<C>;
  metrics: Metrics;
  logger: Logger;
  /** Jobs done at once by this process. */
  concurrency?: number;
  /** How long `stop` waits for the jobs in hand. */
  stopTimeoutMs?: number;
};

export type JobWorker = { start(): void; stop(): Promise<void> };

const DEFAULT_CONCURRENCY = 4;
const DEFAULT_STOP_TIMEOUT_MS = 10_000;

/**
 * Does the jobs of a service. A job may run twice (a worker that froze wakes up after another took over), so a
 * handler's effect has to be idempotent.
 *
 * @throws Error at once when handlers and catalogue do not match
 */
export function createJobWorker<const C extends JobCatalogue>(options: JobWorkerOptions<C>): JobWorker {
  assertHandlersMatch(options);
  const queue = openQueue(options.service, options.redis, options.prefix);
  const copies = rememberCopies(options.redis);
  const worker = new Worker(
    queue.name,
    (job, token, signal) => runJob(options, job, token, signal ?? new AbortController().signal),
    {
      connection: options.redis,
      prefix: queuePrefix(options.prefix),
      autorun: false,
      concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    },
  );
  reportOutcomes(options, worker);
  let unwatch = (): void => {};
  return {
    start: () => {
      unwatch = watchQueue(queue, options.metrics, options.logger);
      worker.run().catch((error: unknown) => options.logger.error({ err: error }, 'job worker stopped'));
    },
    stop: async () => {
      unwatch();
      await closeWorker(worker, copies, options.stopTimeoutMs ?? DEFAULT_STOP_TIMEOUT_MS);
      await closeQueue(queue);
    },
  };
}

function openQueue(service: string, redis: Redis, prefix: string): Queue {
  const queue = new Queue(jobQueueName(service), { connection: redis, prefix: queuePrefix(prefix) });
  // The connection's own listener has logged the reason already.
  queue.on('error', () => {});
  return queue;
}

function assertHandlersMatch<C extends JobCatalogue>({
  catalogue,
  handlers,
  service,
}: JobWorkerOptions<C>): void {
  const wanted = Object.keys(catalogue).sort().join(', ');
  const given = Object.keys(handlers).sort().join(', ');
  if (wanted !== given)
    throw new Error(`job handlers of ${service} are [${given}], the catalogue has [${wanted}]`);
}

// Which handler takes which payload is known per name; here the schema check stands in for the type.
type AnyHandler = (payload: unknown, context: JobContext) => Promise<void>;

async function runJob<C extends JobCatalogue>(
  options: JobWorkerOptions<C>,
  job: Job,
  token: string | undefined,
  stopping: AbortSignal,
): Promise<void> {
  const entry = options.catalogue[job.name];
  const handlers = options.handlers as Readonly<Record<string, AnyHandler>>;
  const handler = handlers[job.name];
  // Repeating does not mend these: they go to the dead letters at once.
  if (entry === undefined || handler === undefined)
    throw new UnrecoverableError(`no job is called ${job.name}`);
  if (!fits(entry.payload, job.data))
    throw new UnrecoverableError(`payload of ${job.name} does not fit its schema`);
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(entry.timeoutMs)]);
  const logger = options.logger.child({ job: job.name, jobId: job.id });
  const context = { id: job.id ?? '', attempt: job.attemptsMade + 1, signal, logger };
  try {
    await cutOff(handler(job.data, context), signal);
  } catch (error) {
    if (stopping.aborted) await putBack(job, token);
    if (signal.aborted)
      throw new Error(`${job.name} took longer than ${entry.timeoutMs} ms`, { cause: error });
    throw error;
  }
}

function reportOutcomes<C extends JobCatalogue>(
  { logger, metrics }: JobWorkerOptions<C>,
  worker: Worker,
): void {
  const finished = metrics.counter('jobs_total', 'Job attempts by outcome', ['job', 'outcome']);
  worker.on('error', (error) => logger.debug({ err: error }, 'job worker has trouble with redis'));
  worker.on('completed', (job) => finished.inc({ job: job.name, outcome: 'completed' }));
  worker.on('failed', (job, error) => {
    const isDead = job?.finishedOn !== undefined;
    finished.inc({ job: job?.name ?? 'unknown', outcome: isDead ? 'dead' : 'failed' });
    const fields = { err: error, job: job?.name, jobId: job?.id, attempt: job?.attemptsMade };
    if (isDead) logger.error(fields, 'job became a dead letter');
    else logger.warn(fields, 'job failed and will be tried again');
  });
}
