import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import {
  choice,
  durationMs,
  integer,
  optional,
  port,
  postgresUrl,
  redisUrl,
  text,
  url,
} from './config/fields.ts';

// One door for a service's config.ts: fields and parser are separate files only for their length.
export * from './config/fields.ts';
export * from './config/parse.ts';

const buildShaLength = 7;

/** Variables of every process. */
export const commonEnvironment = {
  NODE_ENV: choice(['development', 'test', 'production'], {
    default: 'development',
    description: 'Kind of installation; published secrets are refused in production',
  }),
  HOST: text({ default: '127.0.0.1', description: 'Address to listen on' }),
  PORT: port({ default: 0, description: 'Port to listen on; 0 lets the system choose' }),
  WORKER_PORT: optional(
    port({ description: 'Port where a worker shows health and metrics; unset means it shows nothing' }),
  ),
  LOG_LEVEL: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    default: 'info',
    description: 'Least severe log level that is written',
  }),
  GIT_COMMIT_SHA: optional(text({ description: 'Commit that was built, reported by /health' })),
  REQUEST_TIMEOUT_MS: durationMs({
    default: 30_000,
    minimum: 100,
    description: 'Longest time for one request',
  }),
  SHUTDOWN_LAME_DUCK_MS: durationMs({
    default: 0,
    description: 'How long readiness is false before listening stops, for load balancers to notice',
  }),
  SHUTDOWN_GRACE_MS: durationMs({
    default: 10_000,
    description: 'How long requests in flight may take at shutdown',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    url({ description: 'OpenTelemetry collector (OTLP over HTTP); unset means no telemetry SDK is loaded' }),
  ),
};

/** Variables of a process that has a database. */
export const databaseEnvironment = {
  DATABASE_URL: postgresUrl({ description: 'PostgreSQL with the role of this service' }),
  DATABASE_POOL_MAX: integer({
    default: 10,
    minimum: 1,
    maximum: 500,
    description: 'Most connections of the pool',
  }),
};

/** Variables of a process that uses Redis. */
export const redisEnvironment = {
  REDIS_URL: redisUrl({ description: 'Redis for caches and limits; may evict' }),
  QUEUE_REDIS_URL: optional(
    redisUrl({ description: 'Redis for queues, with noeviction; the same as REDIS_URL when unset' }),
  ),
  REDIS_PREFIX: text({
    default: 'lm',
    pattern: '^[A-Za-z0-9][A-Za-z0-9:_-]*$',
    maxLength: 40,
    description: 'First part of every key and queue name',
  }),
};

/** Variables of a process that checks access tokens. */
export const identityEnvironment = {
  AUTH_URL: url({ description: 'Base URL of auth; its keys are at /.well-known/jwks.json' }),
  TOKEN_ISSUER: text({ default: 'linguamate', description: 'Expected issuer of access tokens' }),
  TOKEN_AUDIENCE: text({ default: 'linguamate', description: 'Expected audience of access tokens' }),
};

const commonSchema = Type.Object(commonEnvironment);
const databaseSchema = Type.Object(databaseEnvironment);
const redisSchema = Type.Object(redisEnvironment);
const identitySchema = Type.Object(identityEnvironment);

/** Settings of every process. */
export type CommonConfig = {
  readonly environment: 'development' | 'test' | 'production';
  readonly host: string;
  readonly port: number;
  /** Where a worker shows health and metrics; absent where nobody asks for them. */
  readonly workerPort?: number;
  readonly logLevel: string;
  /** First seven digits of the commit, or `unknown`. */
  readonly buildSha: string;
  readonly version: string;
  readonly requestTimeoutMs: number;
  readonly shutdown: { readonly lameDuckMs: number; readonly graceMs: number };
  readonly otlpEndpoint?: string;
};

/** Turns the common variables into settings. */
export function commonConfig(env: Static<typeof commonSchema>): CommonConfig {
  return {
    environment: env.NODE_ENV,
    host: env.HOST,
    port: env.PORT,
    ...(env.WORKER_PORT === undefined ? {} : { workerPort: env.WORKER_PORT }),
    logLevel: env.LOG_LEVEL,
    buildSha: env.GIT_COMMIT_SHA?.slice(0, buildShaLength) ?? 'unknown',
    version: kitVersion(),
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    shutdown: { lameDuckMs: env.SHUTDOWN_LAME_DUCK_MS, graceMs: env.SHUTDOWN_GRACE_MS },
    ...(env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
      ? {}
      : { otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT }),
  };
}

/** Turns the database variables into settings. */
export function databaseConfig(env: Static<typeof databaseSchema>): { url: string; poolMax: number } {
  return { url: env.DATABASE_URL, poolMax: env.DATABASE_POOL_MAX };
}

/** Turns the Redis variables into settings. */
export function redisConfig(env: Static<typeof redisSchema>): {
  url: string;
  queueUrl: string;
  prefix: string;
} {
  return { url: env.REDIS_URL, queueUrl: env.QUEUE_REDIS_URL ?? env.REDIS_URL, prefix: env.REDIS_PREFIX };
}

/** Turns the identity variables into settings. */
export function identityConfig(env: Static<typeof identitySchema>): {
  authUrl: string;
  issuer: string;
  audience: string;
} {
  return {
    authUrl: env.AUTH_URL.replace(/\/+$/, ''),
    issuer: env.TOKEN_ISSUER,
    audience: env.TOKEN_AUDIENCE,
  };
}

// All packages are released together, so the kit's version is the system's. The path holds for src and for dist.
function kitVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
