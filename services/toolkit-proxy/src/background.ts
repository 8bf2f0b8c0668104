import { databaseCheck } from '@linguamate/shared/database';
import { createEventConsumer } from '@linguamate/shared/events/consumer';
import { createRelay } from '@linguamate/shared/events/relay';
import type { HealthCheck } from '@linguamate/shared/health';
import { createJobWorker } from '@linguamate/shared/jobs';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import { createRedis } from '@linguamate/shared/redis';
import type { ToolkitConfig } from './config.ts';
import { openDependencies, serviceName } from './dependencies.ts';
import { eventHandlers } from './features/learners/event-handlers.ts';
import { jobHandlers, toolkitJobs } from './job-catalogue.ts';

/** The work behind the requests. */
export type Background = {
  /** Without these it cannot work. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  stop(): Promise<void>;
};

/**
 * Starts what the worker process does: events of others, own jobs, delivery of own events.
 * @param config the service's settings.
 * @param surroundings logger and metrics of the process.
 */
export function startBackground(
  config: ToolkitConfig,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
): Background {
  const { prefix, queueUrl } = config.redis;
  const deps = openDependencies(config, { logger, metrics });
  const { db } = deps;
  const blocking = createRedis({ url: queueUrl, role: 'worker', logger });
  const producer = createRedis({ url: queueUrl, role: 'producer', logger });
  const common = { service: serviceName, prefix, metrics, logger } as const;
  const parts = [
    createEventConsumer({ ...common, db, redis: blocking, handlers: eventHandlers }),
    createJobWorker({ ...common, redis: blocking, catalogue: toolkitJobs, handlers: jobHandlers(deps) }),
    createRelay({ ...common, db, redis: producer }),
  ];
  for (const part of parts) part.start();
  return {
    checks: { database: databaseCheck(db) },
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()));
      for (const close of deps.closers) await close();
      blocking.disconnect();
      producer.disconnect();
    },
  };
}
