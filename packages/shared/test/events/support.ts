import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { createDatabase } from '../../src/database.ts';
import type { EventPayload } from '../../src/events/catalogue.ts';
import { publishEvent } from '../../src/events/outbox.ts';
import { createRelay, type Relay } from '../../src/events/relay.ts';
import type { EventTables } from '../../src/events/tables.ts';
import { newId } from '../../src/ids.ts';
import { createMetrics, type Metrics } from '../../src/metrics.ts';
import { eventMigrations } from '../../src/migrations.ts';
import { eventQueueName, queuePrefix } from '../../src/queues.ts';
import { createRedis, type RedisRole } from '../../src/redis.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/database.ts';
import { silentLogger } from '../../src/testing/logger.ts';
import { createTestRedis, type TestRedis } from '../../src/testing/redis.ts';

/** A database with the kit's tables, a part of Redis, and whatever a test opens on them. */
export type EventBench = {
  database: TestDatabase;
  redis: TestRedis;
  db: Kysely<EventTables>;
  open(role: RedisRole, url?: string): Redis;
  queue(name: string): Queue;
  relay(options?: { redis?: Redis; metrics?: Metrics; pollIntervalMs?: number }): Relay;
  publish(userId?: string): Promise<string>;
  close(): Promise<void>;
};

export const registered = (userId: string = newId()): EventPayload<'user.registered'> => ({
  userId,
  name: 'Ada',
});

export async function openBench(): Promise<EventBench> {
  const database = await createTestDatabase('learning', { folders: [eventMigrations] });
  const redis = createTestRedis();
  const closers: (() => Promise<unknown>)[] = [];
  const db = createDatabase<EventTables>({
    url: database.url,
    poolMax: 8,
    applicationName: 'events-test',
    logger: silentLogger(),
  });
  const open = (role: RedisRole, url = redis.url): Redis => {
    const connection = createRedis({ url, role, logger: silentLogger() });
    closers.push(async () => connection.disconnect());
    return connection;
  };
  return {
    database,
    redis,
    db,
    open,
    queue: (name) => {
      const queue = new Queue(name, { connection: open('producer'), prefix: queuePrefix(redis.prefix) });
      closers.push(() => queue.close());
      return queue;
    },
    relay: (options = {}) => {
      const relay = createRelay({
        db,
        redis: options.redis ?? open('producer'),
        prefix: redis.prefix,
        service: 'auth',
        metrics: options.metrics ?? createMetrics({ service: 'auth' }),
        logger: silentLogger(),
        ...(options.pollIntervalMs === undefined ? {} : { pollIntervalMs: options.pollIntervalMs }),
      });
      closers.push(() => relay.stop());
      return relay;
    },
    publish: (userId) =>
      db.transaction().execute((trx) => publishEvent(trx, 'user.registered', registered(userId))),
    close: async () => {
      for (const close of closers.reverse()) await close();
      await db.destroy();
      await database.drop();
      await redis.flush();
    },
  };
}

export const learningQueue = eventQueueName('learning');
export const proxyQueue = eventQueueName('toolkit-proxy');
