import { randomBytes } from 'node:crypto';
import {
  createTestSystemDatabase,
  type DatabaseService,
  type TestDatabase,
} from '@linguamate/shared/testing/database';
import { type TestClient, testClient } from '@linguamate/shared/testing/http';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import pg from 'pg';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

type Part = `${DatabaseService} ${'server' | 'worker'}`;

/** The whole system as real processes on a database and a part of Redis of its own. */
export type TestSystem = {
  /** One client for each gateway. */
  readonly clients: readonly [TestClient, ...TestClient[]];
  readonly gatewayUrls: readonly string[];
  readonly database: TestDatabase;
  /** Runs SQL as superuser, to look at what no service shows. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Ends one process; with SIGKILL it has no time for anything. */
  end(part: Part, signal?: NodeJS.Signals): Promise<void>;
  /** Starts a process that was ended, on the port that it had. */
  begin(part: Part): Promise<void>;
  stop(): Promise<void>;
};

export type TestSystemOptions = {
  gateways?: number;
  /** Environment for all processes, on top of what they need. */
  environment?: Record<string, string>;
  /** Where services find a database instead, for instance behind a fault proxy. */
  databaseUrl?: (url: string) => string;
};

/** What can start side by side once auth and toolkit-proxy have addresses. */
const parts: readonly Part[] = ['learning server', 'learning worker', 'toolkit-proxy worker', 'auth worker'];

/** Starts every service, and `options.gateways` gateways (1) in front of them; when one fails to start, none is left. */
export async function startTestSystem(options: TestSystemOptions = {}): Promise<TestSystem> {
  const database = await createTestSystemDatabase();
  const redis = createTestRedis();
  const environment = { ...commonEnvironment(redis), ...options.environment };
  const processes = createProcesses(database, environment, options.databaseUrl);
  const stop = async (): Promise<void> => {
    await processes.stop();
    await redis.flush();
    await database.drop();
  };
  try {
    await processes.begin('auth server');
    await processes.begin('toolkit-proxy server');
    await settled(parts.map(processes.begin));
    const gateways = Array.from({ length: options.gateways ?? 1 }, processes.beginGateway);
    const gatewayUrls = await settled(gateways);
    const [first, ...others] = gatewayUrls.map(testClient);
    if (first === undefined) throw new Error('a system needs a gateway');
    const query: TestSystem['query'] = (sql, values) => queryAsSuperuser(database.adminUrl, sql, values);
    const { begin, end } = processes;
    return { clients: [first, ...others], gatewayUrls, database, query, end, begin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createProcesses(
  database: TestDatabase,
  environment: Record<string, string>,
  databaseUrl: (url: string) => string = (url) => url,
) {
  const running = new Map<string, ServiceProcess>();
  const urls: Partial<Record<Part, string>> = {};
  const addresses = (): Record<string, string> => ({
    ...(urls['auth server'] === undefined ? {} : { AUTH_URL: urls['auth server'] }),
    ...(urls['learning server'] === undefined ? {} : { LEARNING_URL: urls['learning server'] }),
    ...(urls['toolkit-proxy server'] === undefined
      ? {}
      : { TOOLKIT_PROXY_URL: urls['toolkit-proxy server'] }),
  });
  const begin = async (part: Part): Promise<void> => {
    const [service, entry] = part.split(' ') as [DatabaseService, 'server' | 'worker'];
    const known = urls[part];
    const process = await startServiceProcess(service, entry, {
      ...environment,
      ...addresses(),
      DATABASE_URL: databaseUrl(database.urls[service]),
      PORT: known === undefined ? '0' : new URL(known).port,
    });
    running.set(part, process);
    if (process.url !== undefined) urls[part] = process.url;
  };
  return {
    begin,
    beginGateway: async (): Promise<string> => {
      const own = { PORT: '0', INTERNAL_PORT: '0' };
      const gateway = await startServiceProcess('gateway', 'server', {
        ...environment,
        ...addresses(),
        ...own,
      });
      running.set(`gateway ${running.size}`, gateway);
      return gateway.url ?? '';
    },
    end: async (part: Part, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
      await running.get(part)?.stop(signal);
      running.delete(part);
    },
    stop: () => settled([...running.values()].map((process) => process.stop())),
  };
}

/** Waits for all, also when one fails: a process that is still starting must not be forgotten. */
async function settled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return Promise.all(promises);
}

function commonEnvironment(redis: { url: string; prefix: string }): Record<string, string> {
  return {
    NODE_ENV: 'test',
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    AUTH_SIGNUP_MODE: 'immediate',
    AUTH_PEPPER: randomBytes(48).toString('base64'),
    AUTH_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  };
}

async function queryAsSuperuser(url: string, sql: string, values: readonly unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
