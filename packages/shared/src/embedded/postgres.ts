import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from './free-port.ts';
import { type GuardedProcess, startGuardedProcess } from './guarded-process.ts';
import { readOrCreatePassword } from './password-file.ts';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.ts';
import { type EmbeddedServer, type EmbeddedServerOptions, followLog } from './server-log.ts';
import { findRuntimeUser, prepareHome, type RuntimeUser } from './system-user.ts';

const run = promisify(execFile);
const startTimeoutMs = 30_000;
// A busy disk may take long to write out what is still in memory; killing the server would lose or replay it.
const stopTimeoutMs = 30_000;

type Cluster = {
  home: string;
  data: string;
  user: RuntimeUser;
  programs: PostgresPrograms;
  password: string;
};

function identity(user: RuntimeUser): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

// The environment is reduced to what initdb and postgres need: PG* variables of the shell would change their behaviour.
function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Creates the cluster beside its final place and renames it, so that an interrupted first start leaves none behind. */
async function createCluster(cluster: Cluster, durable: boolean): Promise<void> {
  const { home, user, programs, password } = cluster;
  for (const left of readdirSync(home))
    if (left.startsWith('creating-')) rmSync(join(home, left), { recursive: true });
  const work = mkdtempSync(join(home, 'creating-'));
  const passwordFile = join(work, 'password');
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user) for (const path of [work, passwordFile]) chownSync(path, user.uid, user.gid);
    const data = join(work, 'cluster');
    const args = [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
    ];
    // The built-in C.UTF-8 provider sorts alike on every machine, whatever locales are installed there.
    args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
    if (!durable) args.push('--no-sync');
    await run(programs.initdb, args, { ...identity(user), env: plainEnvironment(), cwd: work });
    renameSync(data, cluster.data);
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new Error(`Postgres could not create its data directory ${cluster.data}: ${said || cause}`, {
      cause,
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  try {
    const { stdout } = await run('ps', ['-p', String(pid), '-o', 'comm=']);
    return stdout.includes('postgres');
  } catch {
    const file = `/proc/${pid}/comm`;
    return existsSync(file) && readFileSync(file, 'utf8').includes('postgres');
  }
}

/**
 * Deals with the lock file of an earlier server: waits for one that is still ending, removes one whose process number
 * now belongs to something else (Postgres itself would refuse to start then).
 */
async function settleEarlierServer(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const deadline = Date.now() + stopTimeoutMs;
  while (existsSync(lock)) {
    const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10);
    if (!(pid > 0) || !(await isPostgres(pid))) {
      rmSync(lock, { force: true });
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Another Postgres (process ${pid}) is using ${data}: stop the system that it belongs to first.`,
      );
    }
    await delay(100);
  }
}

function serverArguments(data: string, port: number, durable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    timezone: 'UTC',
    log_timezone: 'UTC',
    wal_level: 'minimal',
    max_wal_senders: '0',
  };
  if (!durable) Object.assign(settings, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' });
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, '-p', String(port), ...flags];
}

async function launch(
  cluster: Cluster,
  port: number,
  options: EmbeddedServerOptions,
): Promise<GuardedProcess> {
  const server = await startGuardedProcess({
    command: cluster.programs.postgres,
    args: serverArguments(cluster.data, port, options.durable),
    orphanSignal: 'SIGINT',
    ...identity(cluster.user),
    env: plainEnvironment(),
    cwd: cluster.data,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (!server.child.stderr) throw new Error('Postgres has no output to follow.');
  const log = followLog(server.child.stderr, 'postgres', options.logger);
  const outcome = await Promise.race([
    log.waitFor(/database system is ready to accept connections/).then(() => 'ready' as const),
    server.ended.then(() => 'ended' as const),
    delay(startTimeoutMs, 'late' as const, { ref: false }),
  ]);
  if (outcome === 'ready') return server;
  await server.stop('SIGQUIT', 1_000);
  throw new Error(`Postgres did not start on port ${port}: ${log.tail() || outcome}`);
}

/** A crashed postmaster's last backends hold its shared memory for a moment; the next start then has to try again. */
async function launchPatiently(
  cluster: Cluster,
  port: number,
  options: EmbeddedServerOptions,
): Promise<GuardedProcess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(cluster, port, options);
    } catch (error) {
      const passing = error instanceof Error && /shared memory block .* still in use/.test(error.message);
      if (!passing || attempt >= 20) throw error;
      await delay(250);
    }
  }
}

/**
 * Starts a Postgres 18 of our own on 127.0.0.1, creating its cluster on first use. It ends with this process, however
 * this process ends. As root it runs as an unprivileged account and may keep its data below /var/lib/linguamate.
 *
 * @returns the URL of the superuser `postgres` on database `postgres`, and how to stop the server (fast shutdown).
 * @throws an Error whose message is meant for the operator.
 */
export async function startEmbeddedPostgres(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const user = findRuntimeUser();
  const home = prepareHome(options.dataDir, user);
  const password = readOrCreatePassword(join(home, 'password'));
  const cluster: Cluster = {
    home,
    data: join(home, 'cluster'),
    user,
    programs: findPostgresPrograms(user),
    password,
  };
  if (!existsSync(join(cluster.data, 'PG_VERSION'))) await createCluster(cluster, options.durable);
  await settleEarlierServer(cluster.data);
  const port = options.port === 0 ? await findFreePort() : options.port;
  const server = await launchPatiently(cluster, port, options);
  options.logger?.info({ port, location: home, pid: server.pid }, 'embedded Postgres is ready');
  let stopping: Promise<unknown> | undefined;
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    location: home,
    ended: server.ended,
    async stop() {
      stopping ??= server.stop('SIGINT', stopTimeoutMs);
      await stopping;
    },
  };
}
