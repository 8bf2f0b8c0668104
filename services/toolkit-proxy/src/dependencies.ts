import { type Cache, createCache } from '@linguamate/shared/cache';
import { type Clock, systemClock } from '@linguamate/shared/clock';
import { createDatabase } from '@linguamate/shared/database';
import { openIdentity } from '@linguamate/shared/identity/open-identity';
import type { RevocationFeed } from '@linguamate/shared/identity/revocations';
import type { TokenVerifier } from '@linguamate/shared/identity/verifier';
import { createJobQueue } from '@linguamate/shared/jobs';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import { createRedis } from '@linguamate/shared/redis';
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import Type from 'typebox';
import type { ToolkitConfig } from './config.ts';
import { type Coalescer, createCoalescer } from './features/language/coalesce.ts';
import { findLearner } from './features/learners/repository.ts';
import { createLocalEngine, type LocalEngine } from './features/local/engine.ts';
import { createEspeak, type Espeak } from './features/local/espeak.ts';
import { rememberProfiles } from './features/quotas/profile-memo.ts';
import { createQuotaStore } from './features/quotas/quota-store.ts';
import { createQuotas, type Quotas } from './features/quotas/quotas.ts';
import { createUpstreamRegistry, type UpstreamRegistry } from './features/upstreams/registry.ts';
import { createRetryBudget } from './features/upstreams/retry-budget.ts';
import type { ChainDependencies } from './features/upstreams/run-chain.ts';
import { createUsageRecorder, type UsageRecorder } from './features/usage/record-usage.ts';
import { createUsageOutlet } from './features/usage/usage-outlet.ts';
import { toolkitJobs } from './job-catalogue.ts';
import type { ToolkitSchema } from './schema.ts';

/** Name of this service in queues, logs and metrics. */
export const serviceName = 'toolkit-proxy';

/** Everything the server's routes work with. */
export type ToolkitDependencies = {
  logger: Logger;
  metrics: Metrics;
  clock: Clock;
  db: Kysely<ToolkitSchema>;
  redis: Redis;
  verifier: TokenVerifier;
  revocations: RevocationFeed;
  registry: UpstreamRegistry;
  chain: ChainDependencies;
  usage: UsageRecorder;
  /** Puts an asynchronous job into the queue, once. */
  enqueue: (id: string) => Promise<unknown>;
  quotas: Quotas;
  cache: Cache;
  coalescer: Coalescer;
  local: LocalEngine;
  espeak: Espeak | null;
  /** Run in this order when the server has closed. */
  closers: (() => Promise<unknown>)[];
};

/** What a process brings along; tests replace the clock and the dice. */
export type ToolkitSurroundings = { logger: Logger; metrics: Metrics; clock?: Clock; random?: () => number };

/**
 * Opens the connections of the server process.
 * @param config the service's settings.
 * @param surroundings logger, metrics, and for tests clock and jitter.
 */
export function openDependencies(
  config: ToolkitConfig,
  surroundings: ToolkitSurroundings,
): ToolkitDependencies {
  const { logger, metrics, clock = systemClock, random = Math.random } = surroundings;
  const db = createDatabase<ToolkitSchema>({ ...config.database, applicationName: serviceName, logger });
  const redis = createRedis({ url: config.redis.url, role: 'cache', logger });
  const { revocations, verifier } = openIdentity({ config, logger, clock });
  const registry = createUpstreamRegistry(config.upstreams, { metrics, logger, clock });
  const { retry } = config.upstreams;
  const budget = createRetryBudget(
    { ratio: retry.budgetRatio, minPerSecond: retry.budgetMinPerSecond },
    clock,
  );
  const prefix = `${config.redis.prefix}:${serviceName}`;
  const cache = createCache({ redis, prefix, metrics, logger, clock });
  const quotas = openQuotas(config, db, redis, cache, { logger, metrics, clock });
  const local = createLocalEngine({ logger });
  const usage = openUsage(config, quotas, logger, metrics, clock);
  return {
    logger,
    metrics,
    clock,
    db,
    redis,
    verifier,
    revocations,
    registry,
    chain: { retry, budget, metrics, logger, clock, random },
    usage: usage.recorder,
    enqueue: usage.enqueue,
    quotas,
    cache,
    coalescer: createCoalescer(),
    local,
    espeak: config.espeakProgram === null ? null : createEspeak(config.espeakProgram),
    closers: [
      () => local.close(),
      () => registry.close(),
      usage.close,
      () => revocations.stop(),
      () => db.destroy(),
      async () => redis.disconnect(),
    ],
  };
}

function openQuotas(
  config: ToolkitConfig,
  db: Kysely<ToolkitSchema>,
  redis: Redis,
  cache: Cache,
  surroundings: { logger: Logger; metrics: Metrics; clock: Clock },
): Quotas {
  const { prefix } = config.redis;
  const { clock } = surroundings;
  const schema = ProfileSchema;
  const lookup = (userId: string) =>
    cache.read(`learner:${userId}`, { ttlSeconds: profileTtlSeconds, schema }, async () => {
      const learner = await findLearner(db, userId);
      return learner === null ? null : { isPremium: learner.isPremium, timeZone: learner.timeZone };
    });
  const profileOf = rememberProfiles(lookup, clock);
  const store = createQuotaStore(redis, prefix, () => clock.now());
  return createQuotas({ store, plans: config.quotas, profileOf, ...surroundings });
}

/** A learner who has just paid waits no longer than this for the larger quota. */
const profileTtlSeconds = 30;

const ProfileSchema = Type.Union([
  Type.Null(),
  Type.Object({ isPremium: Type.Boolean(), timeZone: Type.Union([Type.String(), Type.Null()]) }),
]);

function openUsage(config: ToolkitConfig, quotas: Quotas, logger: Logger, metrics: Metrics, clock: Clock) {
  const redis = createRedis({ url: config.redis.queueUrl, role: 'producer', logger });
  const { prefix } = config.redis;
  const queue = createJobQueue({ catalogue: toolkitJobs, service: serviceName, redis, prefix });
  const outlet = createUsageOutlet({
    enqueue: (entry) => queue.add('usage.store', entry, { jobId: entry.id }),
    metrics,
    logger,
  });
  const close = async () => {
    await outlet.close();
    await queue.close();
    redis.disconnect();
  };
  const enqueue = (id: string) => queue.add('async.run', { id }, { jobId: `async-${id}` });
  return { recorder: createUsageRecorder(outlet, quotas, clock), enqueue, close };
}
