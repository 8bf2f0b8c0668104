import { type Cache, createCache } from '@linguamate/shared/cache';
import { type Clock, systemClock } from '@linguamate/shared/clock';
import { createDatabase } from '@linguamate/shared/database';
import { createHttpClient, type HttpClient } from '@linguamate/shared/http/client';
import { openIdentity } from '@linguamate/shared/identity/open-identity';
import type { RevocationFeed } from '@linguamate/shared/identity/revocations';
import type { TokenVerifier } from '@linguamate/shared/identity/verifier';
import { createJobQueue, type JobQueue } from '@linguamate/shared/jobs';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import { createRedis } from '@linguamate/shared/redis';
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { LearningConfig } from './config.ts';
import type { LearningSchema } from './database.ts';
import { createLexicons, type Lexicons } from './features/content/lexicons.ts';
import { type LearningJobs, learningJobs } from './features/imports/jobs.ts';
import { type Boards, createBoards } from './features/leaderboard/boards.ts';

/** What server and worker share: connections, and whatever works on them alone. */
export type LearningCore = {
  readonly config: LearningConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly db: Kysely<LearningSchema>;
  readonly redis: Redis;
  readonly boards: Boards;
  readonly cache: Cache;
  readonly queueRedis: Redis;
  readonly jobs: JobQueue<LearningJobs>;
};

/** Everything the features of the server work with. A use case names the few parts it takes. */
export type LearningDependencies = LearningCore & {
  readonly verifier: TokenVerifier;
  readonly revocations: RevocationFeed;
  readonly lexicons: Lexicons;
  /** toolkit-proxy, which alone speaks to AI upstreams. */
  readonly toolkit: HttpClient;
};

/** What the connections are opened with; tests bring their own clock and logger. */
export type CoreOptions = { config: LearningConfig; logger: Logger; metrics: Metrics; clock?: Clock };

/** The tutor's whole answer must fit well inside the deadline of the learner's request, so that the coach can still take over. */
const toolkitTimeoutMs = 20_000;
/** Every learner who waits for a reply holds one. */
const toolkitConnections = 1_000;

/** Opens the connections. Nothing is sent before something asks. */
export function createCore({ config, logger, metrics, clock = systemClock }: CoreOptions): LearningCore {
  const redis = createRedis({ url: config.redis.url, role: 'cache', logger });
  const queueRedis = createRedis({ url: config.redis.queueUrl, role: 'producer', logger });
  const { prefix } = config.redis;
  return {
    config,
    clock,
    logger,
    metrics,
    db: createDatabase<LearningSchema>({ ...config.database, applicationName: 'learning', logger }),
    redis,
    queueRedis,
    jobs: createJobQueue({ catalogue: learningJobs, service: 'learning', redis: queueRedis, prefix }),
    boards: createBoards(redis, prefix),
    cache: createCache({ redis, prefix: `${prefix}:learning`, metrics, logger }),
  };
}

/** Closes what `createCore` has opened. */
export async function closeCore({ db, redis, jobs, queueRedis }: LearningCore): Promise<void> {
  await jobs.close();
  queueRedis.disconnect();
  redis.disconnect();
  await db.destroy();
}

/** Builds what the server needs beyond the connections. */
export function createDependencies(core: LearningCore): LearningDependencies {
  const { config, logger, metrics, db } = core;
  return {
    ...core,
    ...openIdentity(core),
    lexicons: createLexicons(db),
    toolkit: createHttpClient({
      name: 'toolkit-proxy',
      baseUrl: config.toolkitProxyUrl,
      timeoutMs: toolkitTimeoutMs,
      connections: toolkitConnections,
      logger,
      metrics,
    }),
  };
}
