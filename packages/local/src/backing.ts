import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '@linguamate/shared/embedded/postgres';
import { startEmbeddedRedis } from '@linguamate/shared/embedded/redis';
import type {
  EmbeddedLogger,
  EmbeddedServer,
  EmbeddedServerOptions,
} from '@linguamate/shared/embedded/server-log';
import pg from 'pg';
import { LocalError } from './failure.ts';
import type { Output } from './output.ts';
import { stateDir } from './project.ts';
import type { LocalSettings } from './settings.ts';

const databaseName = 'linguamate';

/** Postgres and Redis for the local system: given by the environment, or ours. */
export type Backing = {
  adminUrl: string;
  redisUrl: string;
  /** Where the data lies, for the table that is printed. */
  dataAt: string;
  stop(): Promise<void>;
};

type Server = { url: string; location: string; stop(): Promise<void> };

function loggerOf(output: Output): EmbeddedLogger {
  return {
    debug: () => undefined,
    info: (fields, message) => output.event('info', message, { ...fields }),
    warn: (fields, message) => output.event('warn', message, { ...fields }),
  };
}

/** Keeps an embedded server running: when it ends unasked it is started again on the same port. */
async function keepRunning(
  start: (options: EmbeddedServerOptions) => Promise<EmbeddedServer>,
  options: EmbeddedServerOptions,
  output: Output,
): Promise<Server> {
  let stopping = false;
  let current = await start(options);
  const { url, port, location } = current;
  const watch = async (): Promise<void> => {
    await current.ended;
    if (stopping) return;
    output.event('error', 'an embedded server ended unexpectedly and is started again', { location });
    for (let waitMs = 500; !stopping; waitMs = Math.min(waitMs * 2, 10_000)) {
      await delay(waitMs);
      try {
        current = await start({ ...options, port });
        void watch();
        return;
      } catch (error) {
        output.event('error', error instanceof Error ? error.message : String(error));
      }
    }
  };
  void watch();
  const stop = async (): Promise<void> => {
    stopping = true;
    await current.stop();
  };
  return { url, location, stop };
}

/** Makes a database of our own in the embedded Postgres, so that its maintenance database stays empty. */
async function ensureDatabase(maintenanceUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
  const url = new URL(maintenanceUrl);
  url.pathname = `/${databaseName}`;
  return url.href;
}

async function openPostgres(settings: LocalSettings, output: Output): Promise<Server> {
  const { databaseUrl, root } = settings;
  if (databaseUrl)
    return { url: databaseUrl, location: new URL(databaseUrl).host, stop: async () => undefined };
  const dataDir = join(stateDir(root), 'postgres');
  const options = { dataDir, port: 0, durable: true, logger: loggerOf(output) };
  const server = await keepRunning(startEmbeddedPostgres, options, output);
  return { ...server, url: await ensureDatabase(server.url) };
}

async function openRedis(settings: LocalSettings, output: Output): Promise<Server> {
  const { redisUrl, root } = settings;
  if (redisUrl) return { url: redisUrl, location: new URL(redisUrl).host, stop: async () => undefined };
  const dataDir = join(stateDir(root), 'redis');
  const toolsDir = join(stateDir(root), 'tools');
  const options = { dataDir, port: 0, durable: true, logger: loggerOf(output) };
  return keepRunning((given) => startEmbeddedRedis({ ...given, toolsDir }), options, output);
}

function reasonOf(results: PromiseSettledResult<unknown>[]): LocalError {
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const messages = reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
  return new LocalError(messages.join('\n'), { cause: reasons[0] });
}

/**
 * Opens Postgres and Redis side by side. When one cannot be had the other is stopped again.
 *
 * @throws LocalError with one sentence for each that cannot be had.
 */
export async function openBacking(settings: LocalSettings, output: Output): Promise<Backing> {
  const results = await Promise.allSettled([openPostgres(settings, output), openRedis(settings, output)]);
  const [postgres, redis] = results;
  if (postgres.status === 'rejected' || redis.status === 'rejected') {
    await Promise.all(results.map((result) => result.status === 'fulfilled' && result.value.stop()));
    throw reasonOf(results);
  }
  return {
    adminUrl: postgres.value.url,
    redisUrl: redis.value.url,
    dataAt: [postgres.value.location, redis.value.location].join(', '),
    async stop() {
      await Promise.all([redis.value.stop(), postgres.value.stop()]);
    },
  };
}
