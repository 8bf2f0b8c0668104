import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { deleteExpiredAnswers } from '../idempotency.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { closeQueue, eventQueueName, queuePrefix, retention } from '../queues.ts';
import { type EventEnvelope, eventNames, isEventName, subscribersOf } from './catalogue.ts';
import { createRelayLoop } from './relay-loop.ts';
import { asEventDatabase, type EventTables, type OutboxTable } from './tables.ts';

const BATCH_SIZE = 100;
const DEFAULT_POLL_INTERVAL_MS = 500;
/** After a loss of Redis' data, events of this long ago are sent again; inboxes drop what was already dealt with. */
const REDELIVERY_WINDOW = '24 hours';
const HISTORY_KEPT = '7 days';
/** Longer than any dead letter is kept: a replay after this time would take effect a second time. */
const INBOX_KEPT = '90 days';
/** Attempts of a subscriber before an event becomes a dead letter: a little over an hour with this backoff. */
const DELIVERY = { attempts: 12, backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 } } as const;

export type RelayOptions<Schema> = {
  db: Kysely<Schema>;
  /** Connection with the role `producer`. */
  redis: Redis;
  prefix: string;
  service: string;
  metrics: Metrics;
  logger: Logger;
  pollIntervalMs?: number;
};

export type Relay = {
  start(): void;
  /** Stops after the batch in hand. */
  stop(): Promise<void>;
  /** Delivers everything that is waiting, and returns how many events that was. */
  runOnce(): Promise<number>;
  /** Ends the present pause between two polls. */
  nudge(): void;
};

type OutboxRow = Selectable<OutboxTable>;

/**
 * Carries events from a service's outbox to the queue of each subscriber. Any number of relays may run at once.
 *
 * An event is marked after it was added, so a crash in between sends it twice and never loses it. Rows are found by
 * "not yet published" and not by a counter: transactions do not commit in the order of their numbers.
 */
export function createRelay<Schema extends EventTables>(options: RelayOptions<Schema>): Relay {
  const db = asEventDatabase(options.db);
  const queues = openQueues(options);
  const guard = createLossGuard(options, db);
  const published = options.metrics.counter('outbox_published_total', 'Events delivered to queues', [
    'event',
  ]);
  const pending = options.metrics.gauge('outbox_pending', 'Events that wait for delivery');
  const publishBatch = async (trx: Transaction<EventTables>): Promise<number> => {
    const rows = await claimBatch(trx);
    await addToQueues(queues, rows);
    await markPublished(trx, rows);
    for (const row of rows) published.inc({ event: row.name });
    return rows.length;
  };
  const runOnce = async (): Promise<number> => {
    await guard();
    let total = 0;
    for (let count = BATCH_SIZE; count === BATCH_SIZE; total += count) {
      count = await db.transaction().execute(publishBatch);
    }
    pending.set(await countPending(db));
    return total;
  };
  const loop = createRelayLoop({
    intervalMs: options.pollIntervalMs ?? DEFAULT_POLL_INTERVAL_MS,
    deliver: runOnce,
    housekeep: () => deleteHistory(db),
    logger: options.logger,
  });
  return {
    runOnce,
    start: loop.start,
    nudge: loop.nudge,
    stop: async () => {
      await loop.stop();
      await Promise.all([...queues.values()].map(closeQueue));
    },
  };
}

function openQueues<Schema>(options: RelayOptions<Schema>): Map<string, Queue> {
  const services = new Set(eventNames().flatMap((name) => subscribersOf(name)));
  return new Map(
    [...services].map((service) => {
      const queue = new Queue(eventQueueName(service), {
        connection: options.redis,
        prefix: queuePrefix(options.prefix),
        defaultJobOptions: { ...retention, ...DELIVERY },
      });
      // The connection's own listener has logged the reason already.
      queue.on('error', () => {});
      return [service, queue];
    }),
  );
}

// Names that this version does not know stay where they are: a newer relay, or an operator, will see to them.
function claimBatch(trx: Transaction<EventTables>): Promise<OutboxRow[]> {
  return trx
    .selectFrom('outbox')
    .selectAll()
    .where('published_at', 'is', null)
    .where('name', 'in', eventNames())
    .orderBy('position')
    .limit(BATCH_SIZE)
    .forUpdate()
    .skipLocked()
    .execute();
}

async function addToQueues(queues: Map<string, Queue>, rows: readonly OutboxRow[]): Promise<void> {
  for (const [service, queue] of queues) {
    const jobs = rows
      .filter((row) => isEventName(row.name) && subscribersOf(row.name).includes(service))
      // The id of the event as id of the job drops duplicates while the first one is still known to the queue.
      .map((row) => ({ name: row.name, data: toEnvelope(row), opts: { jobId: row.id } }));
    if (jobs.length > 0) await queue.addBulk(jobs);
  }
}

function toEnvelope(
  row: OutboxRow,
): Omit<EventEnvelope, 'name' | 'payload'> & { name: string; payload: unknown } {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    occurredAt: row.occurred_at.toISOString(),
    payload: row.payload,
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  };
}

async function markPublished(trx: Transaction<EventTables>, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  await trx.updateTable('outbox').set({ published_at: sql`now()` }).where('id', 'in', ids).execute();
}

async function countPending(db: Kysely<EventTables>): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select((builder) => builder.fn.countAll<number>().as('count'))
    .where('published_at', 'is', null)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** Deletes what nobody will ask for: events that went out long ago, old inbox entries, expired idempotent answers. */
export async function deleteHistory(db: Kysely<EventTables>): Promise<void> {
  await db.deleteFrom('outbox').where('published_at', '<', ago(HISTORY_KEPT)).execute();
  await db.deleteFrom('inbox').where('handled_at', '<', ago(INBOX_KEPT)).execute();
  await deleteExpiredAnswers(db);
}

function ago(interval: string): RawBuilder<Date> {
  return sql<Date>`now() - ${sql.lit(interval)}::interval`;
}

/**
 * Returns a function that notices when Redis has lost data (restarted empty, failed over to a replica that was
 * behind) and then has recent events sent again. A counter in Redis only ever grows; one that does not has gone back.
 */
function createLossGuard<Schema>(
  options: RelayOptions<Schema>,
  db: Kysely<EventTables>,
): () => Promise<void> {
  const key = `${options.prefix}:relay:${options.service}:pulse`;
  let last = 0;
  return async () => {
    const pulse = await options.redis.incr(key);
    if (pulse > last && pulse > 1) {
      last = pulse;
      return;
    }
    const { numUpdatedRows } = await db
      .updateTable('outbox')
      .set({ published_at: null })
      .where('published_at', '>', ago(REDELIVERY_WINDOW))
      .executeTakeFirst();
    last = pulse;
    if (numUpdatedRows > 0n) {
      options.logger.warn(
        { events: Number(numUpdatedRows) },
        'redis has lost data: recent events are sent again',
      );
    }
  };
}
