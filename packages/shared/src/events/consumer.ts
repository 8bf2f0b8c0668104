import { type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Kysely, Transaction } from 'kysely';
import { transact } from '../database.ts';
import { runWithContext } from '../http/context.ts';
import { fits } from '../json-schema.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import {
  closeQueue,
  closeWorker,
  cutOff,
  eventQueueName,
  putBack,
  queuePrefix,
  rememberCopies,
  watchQueue,
} from '../queues.ts';
import {
  childTraceContext,
  formatTraceparent,
  inTrace,
  newTraceContext,
  parseTraceparent,
} from '../trace-context.ts';
import {
  type EventEnvelope,
  type EventName,
  eventCatalogue,
  eventsOf,
  isEventName,
  type SubscribedEvents,
} from './catalogue.ts';
import { asEventTransaction, type EventTables } from './tables.ts';

/** Does what an event asks for, inside the transaction that also records the event as dealt with. */
export type EventHandler<N extends EventName, Schema> = (
  trx: Transaction<Schema>,
  event: EventEnvelope<N>,
) => Promise<void>;

/** Exactly one handler for each event that the service subscribes to. */
export type EventHandlers<Service extends string, Schema> = {
  readonly [N in SubscribedEvents<Service>]: EventHandler<N, Schema>;
};

export type EventConsumerOptions<Service extends string, Schema> = {
  service: Service;
  db: Kysely<Schema>;
  /** Connection with the role `worker`. */
  redis: Redis;
  prefix: string;
  handlers: EventHandlers<Service, Schema>;
  metrics: Metrics;
  logger: Logger;
  /** Events dealt with at once by this process; with 1, the default, they keep their order while none fails. */
  concurrency?: number;
  /** How long `stop` waits for the events in hand. */
  stopTimeoutMs?: number;
};

export type EventConsumer = { start(): void; stop(): Promise<void> };

const DEFAULT_STOP_TIMEOUT_MS = 10_000;

/**
 * Receives a service's events. Each is delivered at least once; its effect happens exactly once, because the handler
 * runs in the transaction that inserts the event's id into the inbox.
 *
 * A handler may see events out of order (after a failure, or with several workers) and must bear it.
 *
 * @throws Error at once when the handlers do not match the catalogue exactly
 */
export function createEventConsumer<Service extends string, Schema extends EventTables>(
  options: EventConsumerOptions<Service, Schema>,
): EventConsumer {
  assertHandlersCover(options.service, Object.keys(options.handlers));
  const connection = { connection: options.redis, prefix: queuePrefix(options.prefix) };
  const name = eventQueueName(options.service);
  const queue = new Queue(name, connection);
  const copies = rememberCopies(options.redis);
  const worker = new Worker(
    name,
    (job, token, signal) => handleJob(options, job, token, signal ?? new AbortController().signal),
    { ...connection, autorun: false, concurrency: options.concurrency ?? 1 },
  );
  reportFailures(options, worker);
  queue.on('error', () => {});
  let unwatch = (): void => {};
  return {
    start: () => {
      unwatch = watchQueue(queue, options.metrics, options.logger);
      worker.run().catch((error: unknown) => options.logger.error({ err: error }, 'event consumer stopped'));
    },
    stop: async () => {
      unwatch();
      await closeWorker(worker, copies, options.stopTimeoutMs ?? DEFAULT_STOP_TIMEOUT_MS);
      await closeQueue(queue);
    },
  };
}

/**
 * Compares handlers with the catalogue. Types do the same at compile time; this catches what a cast has hidden.
 *
 * @throws Error that names every missing and every superfluous handler
 */
export function assertHandlersCover(service: string, handled: readonly string[]): void {
  const wanted = eventsOf(service);
  const missing = wanted.filter((name) => !handled.includes(name));
  const superfluous = handled.filter((name) => !wanted.some((known) => known === name));
  if (missing.length === 0 && superfluous.length === 0) return;
  throw new Error(
    `event handlers of ${service} do not match the catalogue: ` +
      `missing [${missing.join(', ')}], superfluous [${superfluous.join(', ')}]`,
  );
}

async function handleJob<Service extends string, Schema extends EventTables>(
  options: EventConsumerOptions<Service, Schema>,
  job: Job,
  token: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const event = readEnvelope(job.data);
  const handler = handlerOf(options, event.name);
  const parent = parseTraceparent(event.traceparent);
  const trace = parent === undefined ? newTraceContext() : childTraceContext(parent);
  const context = { requestId: event.requestId ?? event.id, traceparent: formatTraceparent(trace) };
  const work = (trx: Transaction<Schema>) => cutOff(handleOnce(options, trx, event, handler), signal);
  try {
    const effect = () => runWithContext(context, () => transact(options.db, work));
    await inTrace(`event ${event.name}`, event.traceparent, effect);
  } catch (error) {
    if (signal.aborted) await putBack(job, token);
    throw error;
  }
}

async function handleOnce<Service extends string, Schema extends EventTables>(
  options: EventConsumerOptions<Service, Schema>,
  trx: Transaction<Schema>,
  event: EventEnvelope,
  handler: EventHandler<EventName, Schema>,
): Promise<void> {
  if (await enterInbox(trx, event)) await handler(trx, event);
  else countDuplicate(options.metrics, event.name);
}

function handlerOf<Service extends string, Schema>(
  options: EventConsumerOptions<Service, Schema>,
  name: EventName,
): EventHandler<EventName, Schema> {
  const handlers = options.handlers as Partial<Record<EventName, EventHandler<EventName, Schema>>>;
  const handler = handlers[name];
  if (handler === undefined) throw new UnrecoverableError(`${options.service} does not subscribe to ${name}`);
  return handler;
}

/** @returns false when this event was dealt with before */
async function enterInbox<Schema extends EventTables>(
  trx: Transaction<Schema>,
  event: EventEnvelope,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await asEventTransaction(trx)
    .insertInto('inbox')
    .values({ event_id: event.id, name: event.name })
    .onConflict((conflict) => conflict.column('event_id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

// Repeating does not mend an envelope that cannot be read: it goes to the dead letters at once.
function readEnvelope(data: unknown): EventEnvelope {
  const { id, name, version, payload } = (data ?? {}) as Partial<EventEnvelope>;
  if (typeof id !== 'string' || typeof name !== 'string' || !isEventName(name)) {
    throw new UnrecoverableError('not an event of this catalogue');
  }
  const entry = eventCatalogue[name];
  if (version !== entry.version) {
    throw new UnrecoverableError(`${name} has version ${version}, this service understands ${entry.version}`);
  }
  if (!fits(entry.payload, payload))
    throw new UnrecoverableError(`payload of ${name} does not fit its schema`);
  return data as EventEnvelope;
}

function countDuplicate(metrics: Metrics, event: string): void {
  metrics.counter('inbox_duplicates_total', 'Events that arrived again', ['event']).inc({ event });
}

function reportFailures<Service extends string, Schema>(
  options: EventConsumerOptions<Service, Schema>,
  worker: Worker,
): void {
  const { logger, metrics } = options;
  const failed = metrics.counter('event_failures_total', 'Attempts to handle an event that failed', [
    'event',
  ]);
  worker.on('error', (error) => logger.debug({ err: error }, 'event consumer has trouble with redis'));
  worker.on('completed', (job) => logger.debug({ event: job.name, eventId: job.id }, 'event handled'));
  worker.on('failed', (job, error) => {
    failed.inc({ event: job?.name ?? 'unknown' });
    const final = job?.finishedOn !== undefined;
    const fields = { err: error, event: job?.name, eventId: job?.id, attempt: job?.attemptsMade };
    if (final) logger.error(fields, 'event became a dead letter');
    else logger.warn(fields, 'event failed and will be tried again');
  });
}
