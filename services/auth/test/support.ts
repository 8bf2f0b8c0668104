import { createReadiness } from '@linguamate/shared/health';
import type { HttpServer } from '@linguamate/shared/http/server';
import { createMetrics } from '@linguamate/shared/metrics';
import { createTestClock, type TestClock } from '@linguamate/shared/testing/clock';
import { createTestDatabase, type TestDatabase } from '@linguamate/shared/testing/database';
import { type TestClient, testClient } from '@linguamate/shared/testing/http';
import { type CapturedLogger, captureLogger } from '@linguamate/shared/testing/logger';
import { createTestRedis, type TestRedis } from '@linguamate/shared/testing/redis';
import { buildApp } from '../src/app.ts';
import { type AuthConfig, readConfig } from '../src/config.ts';
import { type AuthDependencies, closeCore, createCore, createDependencies } from '../src/dependencies.ts';
import { ensureSigningKeys } from '../src/features/signing-keys/rotate-keys.ts';

export const password = 'correct horse battery';

/** A valid environment of the service; secrets are those of tests only. */
export function testEnvironment(database: { url: string }, redis: { url: string; prefix: string }) {
  return {
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'trace',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: 'test',
    AUTH_PEPPER: 'pepper-of-the-tests-0123456789abcdef',
    AUTH_KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    AUTH_SIGNUP_MODE: 'immediate',
    AUTH_HASH_THREADS: '1',
  };
}

export type AuthBacking = {
  database: TestDatabase;
  redis: TestRedis;
  clock: TestClock;
  close(): Promise<void>;
};

export type AuthInstance = {
  http: TestClient;
  url: string;
  app: HttpServer;
  config: AuthConfig;
  dependencies: AuthDependencies;
  log: CapturedLogger;
  close(): Promise<void>;
};

export type ConfigChanges = (config: AuthConfig) => AuthConfig;

/** One database, one part of Redis and one clock, for any number of instances. */
export async function createBacking(): Promise<AuthBacking> {
  const database = await createTestDatabase('auth');
  const redis = createTestRedis();
  const close = async () => {
    await redis.flush();
    await database.drop();
  };
  return { database, redis, clock: createTestClock(), close };
}

/** Starts an auth server on a free port. Password hashes are cheap here; one test holds the real cost. */
export async function startInstance(
  backing: AuthBacking,
  change: ConfigChanges = (c) => c,
): Promise<AuthInstance> {
  const { database, redis, clock } = backing;
  const base = readConfig(testEnvironment(database, redis));
  const config = change({
    ...base,
    redis: { ...base.redis, prefix: redis.prefix },
    passwords: { ...base.passwords, bcryptCost: 4 },
  });
  const log = captureLogger();
  const core = createCore({ config, logger: log.logger, metrics: createMetrics({ service: 'auth' }), clock });
  await ensureSigningKeys(core.keyRotation);
  const dependencies = await createDependencies(core);
  const app = buildApp(dependencies, createReadiness());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const close = async () => {
    await app.close();
    await dependencies.passwords.close();
    await closeCore(core);
  };
  return { http: testClient(url), url, app, config, dependencies, log, close };
}

/** A server with its backing, for test files that need one of each. */
export async function startAuth(change?: ConfigChanges): Promise<AuthInstance & { backing: AuthBacking }> {
  const backing = await createBacking();
  const instance = await startInstance(backing, change);
  const close = async () => {
    await instance.close();
    await backing.close();
  };
  return { ...instance, backing, close };
}

export type Tokens = {
  user: { id: string; email: string; name: string; roles: string[] };
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  tokenType: string;
};

let people = 0;

/** An address that no other test of this file uses. */
export function freshEmail(): string {
  people += 1;
  return `person${people}@example.com`;
}

/** Opens an account and returns its tokens. */
export async function signUpSomebody(
  http: TestClient,
  fields: Record<string, unknown> = {},
): Promise<Tokens> {
  const body = { email: freshEmail(), password, name: 'Ana', ...fields };
  const response = await http.post<Tokens>('/api/auth/signup', { body });
  if (response.status !== 201) throw new Error(`sign-up answered ${response.status}: ${response.text}`);
  return response.body;
}

export type Problem = {
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: { pointer: string }[];
};

/** A server with its backing, a mail server, and the worker that sends the mails. */
export async function startAuthWithMail(change: ConfigChanges = (c) => c) {
  const { startMailServer } = await import('./mailbox.ts');
  const { createBackgroundWork } = await import('../src/background-work.ts');
  const mail = await startMailServer();
  const auth = await startAuth((config) =>
    change({ ...config, mail: { ...config.mail, smtpUrl: mail.url } }),
  );
  const work = createBackgroundWork(auth.dependencies);
  work.start();
  const close = async () => {
    await work.stop();
    await auth.close();
    await mail.close();
  };
  return { ...auth, mail, close };
}

export type AuthWithMail = Awaited<ReturnType<typeof startAuthWithMail>>;
