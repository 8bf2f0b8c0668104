import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { ContainerRuntimeClient, StartedTestContainer } from 'testcontainers';
import type { Backing } from './backing.ts';
import { asAdmin } from './database.ts';
import { isAlive } from './processes.ts';
import { waitFor } from './wait-for.ts';

const POSTGRES_IMAGE = 'postgres:18';
const REDIS_IMAGE = 'redis:7';
/** Who has no images and a slow line should not wait for them: the embedded servers are at hand. */
const PULL_LIMIT_MS = 60_000;
const START_LIMIT_MS = 60_000;
/** Containers carry the process id of their run, by which a later run finds those that a killed one left behind. */
const RUN_LABEL = 'dev.linguamate.test-run';

export type Containers = { start(): Promise<Backing> };

/**
 * Looks for a container engine that has, or can pull, the images that tests need.
 *
 * @param options.insist throw instead of returning undefined, and pull without a limit
 * @param options.environment tells where the engine listens, as for the `docker` command
 * @throws one sentence for the developer, when insisting
 */
export function findContainers(options: { insist: true; environment: Environment }): Promise<Containers>;
export function findContainers(options: SearchOptions): Promise<Containers | undefined>;
export async function findContainers(options: SearchOptions): Promise<Containers | undefined> {
  try {
    if (!mayHaveEngine(options.environment)) throw new Error('no engine listens here');
    // The library is large: it is loaded only where there may be an engine.
    const { getContainerRuntimeClient, ImageName } = await import('testcontainers');
    const client = await getContainerRuntimeClient();
    for (const image of [POSTGRES_IMAGE, REDIS_IMAGE]) {
      const name = ImageName.fromString(image);
      if (await client.image.exists(name)) continue;
      await withinLimit(
        client.image.pull(name),
        options.insist ? Number.POSITIVE_INFINITY : PULL_LIMIT_MS,
        image,
      );
    }
    return { start: () => startContainers(client).catch(explain) };
  } catch (error) {
    if (!options.insist) return undefined;
    return explain(error);
  }
}

function explain(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message.trim() : String(cause);
  throw new Error(
    `Tests in containers need a container engine with ${POSTGRES_IMAGE} and ${REDIS_IMAGE} (${reason}). ` +
      "Where the library's own helper image cannot be pulled, set TESTCONTAINERS_RYUK_DISABLED=true.",
    { cause },
  );
}

type Environment = Record<string, string | undefined>;
type SearchOptions = { insist: boolean; environment: Environment };

function mayHaveEngine(environment: Environment): boolean {
  const host = environment.DOCKER_HOST;
  // The library would pass over a dead DOCKER_HOST and take another engine than the one that was asked for.
  if (host) return !host.startsWith('unix://') || existsSync(host.slice('unix://'.length));
  const sockets = ['/var/run/docker.sock', join(homedir(), '.docker/run/docker.sock')];
  if (environment.XDG_RUNTIME_DIR) sockets.push(join(environment.XDG_RUNTIME_DIR, 'docker.sock'));
  return [...sockets, join(homedir(), '.testcontainers.properties')].some((path) => existsSync(path));
}

async function withinLimit<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  if (!Number.isFinite(limitMs)) return await work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function startContainers(client: ContainerRuntimeClient): Promise<Backing> {
  await sweepContainers(client);
  const password = randomBytes(12).toString('hex');
  const started = await Promise.allSettled([startPostgres(password), startRedis()]);
  const stop = async (): Promise<void> => {
    const containers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await Promise.all(
      containers.map((container) => container.stop({ remove: true, removeVolumes: true, timeout: 0 })),
    );
  };
  const [postgres, redis] = started;
  if (postgres.status === 'rejected' || redis.status === 'rejected') {
    await stop();
    throw postgres.status === 'rejected' ? postgres.reason : (redis as PromiseRejectedResult).reason;
  }
  const postgresUrl = `postgres://postgres:${password}@${addressOf(postgres.value, 5432)}/postgres`;
  const redisUrl = `redis://${addressOf(redis.value, 6379)}`;
  await waitFor(() => asAdmin(postgresUrl, (admin) => admin.query('select 1')), waitOptions('Postgres'));
  await waitFor(() => ping(redisUrl), waitOptions('Redis'));
  return {
    kind: 'containers',
    description: `containers (testcontainers: ${POSTGRES_IMAGE}, ${REDIS_IMAGE})`,
    postgresUrl,
    redisUrl,
    stop,
  };
}

function waitOptions(server: string) {
  return { timeoutMs: START_LIMIT_MS, intervalMs: 100, message: `${server} in its container` };
}

function addressOf(container: StartedTestContainer, port: number): string {
  return `${container.getHost()}:${container.getMappedPort(port)}`;
}

async function startPostgres(password: string): Promise<StartedTestContainer> {
  const { GenericContainer } = await import('testcontainers');
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];
  return await new GenericContainer(POSTGRES_IMAGE)
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withCommand(['postgres', ...settings.flatMap((setting) => ['-c', setting])])
    .withLabels({ [RUN_LABEL]: String(process.pid) })
    .withExposedPorts(5432)
    .start();
}

async function startRedis(): Promise<StartedTestContainer> {
  const { GenericContainer } = await import('testcontainers');
  return await new GenericContainer(REDIS_IMAGE)
    .withCommand(['redis-server', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'])
    .withLabels({ [RUN_LABEL]: String(process.pid) })
    .withExposedPorts(6379)
    .start();
}

async function ping(url: string): Promise<string> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return await redis.ping();
  } finally {
    redis.disconnect();
  }
}

// The library's own reaper may be switched off, as it needs an image of its own.
async function sweepContainers(client: ContainerRuntimeClient): Promise<void> {
  const { dockerode } = client.container;
  const filters = { label: [RUN_LABEL] };
  for (const { Id, Labels } of await dockerode.listContainers({ all: true, filters })) {
    if (isAlive(Number(Labels[RUN_LABEL]))) continue;
    await dockerode
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch(() => {});
  }
}
