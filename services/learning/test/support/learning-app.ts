import path from 'node:path';
import type { BreakerTuning } from '@linguamate/shared/breaker';
import { createReadiness } from '@linguamate/shared/health';
import { createHttpClient, type HttpClient } from '@linguamate/shared/http/client';
import { newId } from '@linguamate/shared/ids';
import { createMetrics } from '@linguamate/shared/metrics';
import { createTestClock, type TestClock } from '@linguamate/shared/testing/clock';
import { createTestDatabase, type TestDatabase } from '@linguamate/shared/testing/database';
import { type TestClient, type TestRequestOptions, testClient } from '@linguamate/shared/testing/http';
import { createTestIssuer, type TestIssuer } from '@linguamate/shared/testing/identity';
import { type CapturedLogger, captureLogger } from '@linguamate/shared/testing/logger';
import { createTestRedis, type TestRedis } from '@linguamate/shared/testing/redis';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import {
  closeCore,
  createCore,
  createDependencies,
  type LearningCore,
  type LearningDependencies,
} from '../../src/dependencies.ts';
import { loadContent } from '../../src/features/content/load-content.ts';

export const fixtureContent = path.join(import.meta.dirname, '../fixtures/content');

export type TestLearner = {
  userId: string;
  token: string;
  get: TestClient['get'];
  post: TestClient['post'];
  put: TestClient['put'];
  patch: TestClient['patch'];
  delete: TestClient['delete'];
};
export type LearningApp = {
  deps: LearningDependencies;
  clock: TestClock;
  client: TestClient;
  url: string;
  issuer: TestIssuer;
  log: CapturedLogger;
  database: TestDatabase;
  redis: TestRedis;
  environment: Record<string, string>;
  /** A signed-in learner with requests that carry their token. */
  learner(userId?: string, roles?: ('learner' | 'author' | 'admin')[]): Promise<TestLearner>;
  close(): Promise<void>;
};

/** Starts the service on a real socket, database and Redis; with the small fixture course unless told otherwise. */
export async function startLearning(
  options: {
    toolkitUrl?: string;
    contentDir?: string | null;
    breaker?: BreakerTuning | false;
    logLevel?: string;
    /** Verify tokens as the process does, revocations included, by the test's clock. */
    ownVerifier?: boolean;
  } = {},
): Promise<LearningApp> {
  const [database, issuer] = [await createTestDatabase('learning'), await createTestIssuer()];
  const redis = createTestRedis();
  const clock = createTestClock(Date.now());
  const environment = {
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix.replaceAll(':', '-'),
    AUTH_URL: issuer.url,
    TOOLKIT_PROXY_URL: options.toolkitUrl ?? 'http://127.0.0.1:9',
  };
  const log = captureLogger(options.logLevel ?? 'info');
  const core = createCore({
    config: readConfig(environment),
    logger: log.logger,
    metrics: createMetrics({ service: 'learning' }),
    clock,
  });
  // Tokens live by the machine's clock, so that a test which moves the days need not sign in again.
  const deps = {
    ...createDependencies(core),
    ...(options.ownVerifier === true ? {} : { verifier: issuer.verifier() }),
    ...(options.breaker === undefined ? {} : { toolkit: toolkitClient(core, options.breaker) }),
  };
  const contentDir = options.contentDir === undefined ? fixtureContent : options.contentDir;
  if (contentDir !== null) await loadContent(deps.db, contentDir, { clock });
  const app = buildApp(deps, createReadiness());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = testClient(url);
  return {
    deps,
    clock,
    client,
    url,
    issuer,
    log,
    database,
    redis,
    environment,
    learner: (userId, roles) => signIn(client, issuer, userId, roles),
    close: async () => {
      await app.close();
      await deps.toolkit.close();
      await deps.revocations.stop();
      await closeCore(core);
      await issuer.close();
      await redis.flush();
      await database.drop();
    },
  };
}

function toolkitClient(core: LearningCore, breaker: BreakerTuning | false): HttpClient {
  const { logger, metrics, config } = core;
  const baseUrl = config.toolkitProxyUrl;
  return createHttpClient({ name: 'toolkit-proxy', baseUrl, timeoutMs: 5_000, logger, metrics, breaker });
}

async function signIn(
  client: TestClient,
  issuer: TestIssuer,
  userId = newId(),
  roles: ('learner' | 'author' | 'admin')[] = ['learner'],
): Promise<TestLearner> {
  const token = await issuer.issueToken({ sub: userId, roles, ttlSeconds: 600 });
  const withToken =
    (send: TestClient['get']): TestClient['get'] =>
    (to: string, request: TestRequestOptions = {}) =>
      send(to, { token, ...request });
  return {
    userId,
    token,
    get: withToken(client.get),
    post: withToken(client.post),
    put: withToken(client.put),
    patch: withToken(client.patch),
    delete: withToken(client.delete),
  };
}
