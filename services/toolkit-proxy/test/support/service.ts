import type { AddressInfo } from 'node:net';
import type { Clock } from '@linguamate/shared/clock';
import type { AccessTokenClaims } from '@linguamate/shared/identity/tokens';
import { createMetrics, type Metrics } from '@linguamate/shared/metrics';
import { createTestDatabase, type TestDatabase } from '@linguamate/shared/testing/database';
import { type TestClient, testClient } from '@linguamate/shared/testing/http';
import { createTestIssuer, type TestIssuer } from '@linguamate/shared/testing/identity';
import { type CapturedLogger, captureLogger } from '@linguamate/shared/testing/logger';
import { createTestRedis, type TestRedis } from '@linguamate/shared/testing/redis';
import { createScriptedUpstream, type ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { buildApp } from '../../src/app.ts';
import { readConfig, type ToolkitConfig } from '../../src/config.ts';
import { openDependencies, type ToolkitDependencies } from '../../src/dependencies.ts';
import { readUpstreamDocument } from '../../src/features/upstreams/upstream-document.ts';

/** Postgres, Redis, a token issuer and a scripted upstream, made once per test file. */
export type Backing = {
  database: TestDatabase;
  redis: TestRedis;
  issuer: TestIssuer;
  upstream: ScriptedUpstream;
  close(): Promise<void>;
};

/** A toolkit-proxy that listens on a port of its own. */
export type RunningService = {
  url: string;
  client: TestClient;
  deps: ToolkitDependencies;
  config: ToolkitConfig;
  metrics: Metrics;
  logs: CapturedLogger;
  token(claims?: Partial<AccessTokenClaims>): Promise<string>;
  close(): Promise<void>;
};

export type ServiceOptions = {
  /** Added to, or replacing, the environment of the service. */
  environment?: Record<string, string | undefined>;
  /** An upstream document that replaces the one from the environment. */
  document?: unknown;
  clock?: Clock;
  random?: () => number;
};

export async function createBacking(): Promise<Backing> {
  const [database, issuer, upstream] = await Promise.all([
    createTestDatabase('toolkit-proxy'),
    createTestIssuer(),
    createScriptedUpstream(),
  ]);
  const redis = createTestRedis();
  const close = async () => {
    await Promise.all([upstream.close(), issuer.close(), redis.flush()]);
    await database.drop();
  };
  return { database, redis, issuer, upstream, close };
}

/** The environment in which the service finds the backing, with the scripted upstream as its Rork toolkit. */
export function environmentOf(backing: Backing): Record<string, string> {
  return {
    PORT: '0',
    LOG_LEVEL: 'debug',
    DATABASE_URL: backing.database.url,
    REDIS_URL: backing.redis.url,
    REDIS_PREFIX: 'lm',
    AUTH_URL: backing.issuer.url,
    EXPO_PUBLIC_TOOLKIT_URL: backing.upstream.url,
    TOOLKIT_QUOTA_FREE:
      'messages=1000000,tokens=100000000,audioSeconds=1000000,images=100000,concurrent=10000',
  };
}

export function configOf(backing: Backing, { environment, document }: ServiceOptions = {}): ToolkitConfig {
  const config = readConfig({ ...environmentOf(backing), ...environment });
  const redis = { ...config.redis, prefix: backing.redis.prefix };
  const upstreams = document === undefined ? config.upstreams : readUpstreamDocument(document);
  return { ...config, redis, upstreams };
}

export async function startService(backing: Backing, options: ServiceOptions = {}): Promise<RunningService> {
  const config = configOf(backing, options);
  const logs = captureLogger('debug');
  const metrics = createMetrics({ service: 'toolkit-proxy' });
  const { clock, random = () => 0 } = options;
  const deps = openDependencies(config, {
    logger: logs.logger,
    metrics,
    random,
    ...(clock === undefined ? {} : { clock }),
  });
  const server = buildApp(config, deps);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    url,
    client: testClient(url),
    deps,
    config,
    metrics,
    logs,
    token: (claims) => backing.issuer.issueToken(claims),
    close: async () => {
      await server.close();
      for (const close of deps.closers) await close();
    },
  };
}
