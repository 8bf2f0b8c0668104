import { createEventConsumer, type EventConsumer } from '@linguamate/shared/events/consumer';
import { createRelay } from '@linguamate/shared/events/relay';
import { createJobQueue, createJobWorker } from '@linguamate/shared/jobs';
import { createRedis } from '@linguamate/shared/redis';
import type { AuthCore } from './dependencies.ts';
import { authEventHandlers } from './event-handlers.ts';
import { createJobWork } from './job-handlers.ts';
import { authJobs } from './jobs.ts';
import { createPeriodic } from './periodic.ts';
import { periodicTasks } from './periodic-tasks.ts';

const jobsAtOnce = 4;

export type BackgroundWork = { start(): void; stop(): Promise<void> };

/**
 * Everything the worker does: it delivers and receives events, sends mails, announces ended sessions and tidies up.
 * Any number of workers may run at once.
 */
export function createBackgroundWork(core: AuthCore): BackgroundWork {
  const { db, queueRedis, config, metrics, logger } = core;
  const common = { service: 'auth', prefix: config.redis.prefix, metrics, logger } as const;
  const relay = createRelay({ ...common, db, redis: queueRedis });
  const consumer = createConsumer(core);
  const queue = createJobQueue({ ...common, catalogue: authJobs, redis: queueRedis });
  const jobs = createJobs(core);
  const periodic = createPeriodic(periodicTasks(core, queue), logger);
  const parts = [relay, consumer, jobs, periodic];
  return {
    start: () => {
      for (const part of parts) part.start();
    },
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()));
      await queue.close();
    },
  };
}

function createConsumer(core: AuthCore): EventConsumer {
  const { db, config, metrics, logger } = core;
  const redis = createRedis({ url: config.redis.queueUrl, role: 'worker', logger });
  const handlers = authEventHandlers(core);
  const { prefix } = config.redis;
  const consumer = createEventConsumer({ service: 'auth', db, redis, prefix, handlers, metrics, logger });
  return {
    start: consumer.start,
    stop: async () => {
      await consumer.stop();
      redis.disconnect();
    },
  };
}

function createJobs(core: AuthCore): BackgroundWork {
  const { config, metrics, logger } = core;
  const redis = createRedis({ url: config.redis.queueUrl, role: 'worker', logger });
  const work = createJobWork(core);
  const worker = createJobWorker({
    catalogue: authJobs,
    service: 'auth',
    redis,
    prefix: config.redis.prefix,
    handlers: work.handlers,
    metrics,
    logger,
    concurrency: jobsAtOnce,
  });
  return {
    start: worker.start,
    stop: async () => {
      await worker.stop();
      await work.close();
      redis.disconnect();
    },
  };
}
