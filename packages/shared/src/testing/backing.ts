import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../embedded/postgres.ts';
import { startEmbeddedRedis } from '../embedded/redis.ts';
import { findContainers } from './containers.ts';
import { isAlive } from './processes.ts';

/** Where a run's Postgres and Redis come from. */
export const backingKinds = ['environment', 'containers', 'embedded'] as const;
export type BackingKind = (typeof backingKinds)[number];

export type Backing = {
  kind: BackingKind;
  /** For the line that tells the developer what the tests run on; without secrets. */
  description: string;
  postgresUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
};

const EMBEDDED_PREFIX = 'linguamate-test-';

/**
 * Finds or starts Postgres and Redis for one test run: those named by the environment, else containers where an
 * engine answers and has (or quickly gets) the images, else the embedded ones.
 *
 * @param environment `LM_TEST_BACKING` insists on one kind
 * @throws one sentence for the developer when the kind that was insisted on is not to be had
 */
export async function startBacking(environment: Record<string, string | undefined>): Promise<Backing> {
  const wanted = environment.LM_TEST_BACKING;
  if (wanted !== undefined && wanted !== '' && !isKind(wanted)) {
    throw new Error(`LM_TEST_BACKING must be one of ${backingKinds.join(', ')}`);
  }
  if (wanted === 'environment' || !wanted) {
    const given = fromEnvironment(environment);
    if (given !== undefined) return given;
    if (wanted) throw new Error('LM_TEST_BACKING=environment needs TEST_DATABASE_URL and TEST_REDIS_URL');
  }
  if (wanted === 'containers') return await (await findContainers({ insist: true, environment })).start();
  if (!wanted) {
    const containers = await findContainers({ insist: false, environment });
    // An engine that answers may still be unable to run these; then the next kind is as good.
    const backing = await containers?.start().catch(() => undefined);
    if (backing !== undefined) return backing;
  }
  return await startEmbedded();
}

function isKind(text: string): text is BackingKind {
  return (backingKinds as readonly string[]).includes(text);
}

function fromEnvironment(environment: Record<string, string | undefined>): Backing | undefined {
  const postgresUrl = environment.TEST_DATABASE_URL || environment.DATABASE_URL;
  const redisUrl = environment.TEST_REDIS_URL || environment.REDIS_URL;
  if (!postgresUrl || !redisUrl) return undefined;
  const hosts = `${new URL(postgresUrl).host} and ${new URL(redisUrl).host}`;
  return {
    kind: 'environment',
    description: `Postgres and Redis of the environment (${hosts})`,
    postgresUrl,
    redisUrl,
    stop: async () => {},
  };
}

async function startEmbedded(): Promise<Backing> {
  sweepLeftovers();
  const home = mkdtempSync(join(tmpdir(), `${EMBEDDED_PREFIX}${process.pid}-`));
  // The servers may run as another account than root, which has to reach its directory through this one.
  chmodSync(home, 0o711);
  const remove = () => rmSync(home, { recursive: true, force: true });
  const toolsDir = fileURLToPath(new URL('../../../../.linguamate/tools', import.meta.url));
  try {
    const [postgres, redis] = await Promise.all([
      startEmbeddedPostgres({ dataDir: join(home, 'postgres'), port: 0, durable: false }),
      startEmbeddedRedis({ dataDir: join(home, 'redis'), port: 0, durable: false, toolsDir }),
    ]);
    return {
      kind: 'embedded',
      description: 'embedded Postgres 18 and Redis',
      postgresUrl: postgres.url,
      redisUrl: redis.url,
      stop: async () => {
        await Promise.all([postgres.stop(), redis.stop()]);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

// The servers of a killed run end with it, but its directory stays: the next run takes it away.
function sweepLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${EMBEDDED_PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // It belongs to another account, whose own next run will remove it.
    }
  }
}
