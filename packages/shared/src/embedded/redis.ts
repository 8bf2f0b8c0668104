import { chownSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from './free-port.ts';
import { type GuardedProcess, startGuardedProcess } from './guarded-process.ts';
import { readOrCreatePassword } from './password-file.ts';
import { findRedis, type RedisProgram } from './redis-program.ts';
import { type EmbeddedServer, type EmbeddedServerOptions, followLog, type ServerLog } from './server-log.ts';
import { canReach, findRuntimeUser, prepareHome, type RuntimeUser, rootStateDir } from './system-user.ts';

const startTimeoutMs = 30_000;
// A busy disk may take long to write out what is still in memory; killing the server would lose or replay it.
const stopTimeoutMs = 30_000;

export type EmbeddedRedisOptions = EmbeddedServerOptions & {
  /** Where to look for a server; the process's PATH unless told. */
  searchPath?: string;
  /** Where a server that had to be fetched is kept; beside the data unless told. */
  toolsDir?: string;
};

type Setup = { data: string; password: string; port: number; durable: boolean; user: RuntimeUser };

/** The configuration goes in by standard input: on the command line every account could read the password. */
function configuration(setup: Setup, inContainer: boolean): string {
  const { data, password, port, durable } = setup;
  return [
    `port ${port}`,
    // A container publishes its port on 127.0.0.1 of the host only.
    inContainer ? 'bind 0.0.0.0' : 'bind 127.0.0.1',
    `dir ${JSON.stringify(inContainer ? '/data' : data)}`,
    `requirepass ${password}`,
    'maxmemory-policy noeviction',
    'daemonize no',
    'logfile ""',
    'save ""',
    `appendonly ${durable ? 'yes' : 'no'}`,
    'appendfsync everysec',
    '',
  ].join('\n');
}

function command(
  program: RedisProgram,
  setup: Setup,
): { command: string; args: string[]; env?: NodeJS.ProcessEnv } {
  if (program.kind === 'program')
    return { command: program.path, args: ['-'], env: { ...program.env, LC_ALL: 'C' } };
  const publish = `127.0.0.1:${setup.port}:${setup.port}`;
  const mount = `${setup.data}:/data`;
  const owner = `${setup.user?.uid ?? process.getuid?.() ?? 0}:${setup.user?.gid ?? process.getgid?.() ?? 0}`;
  const args = [
    'run',
    '--rm',
    '--interactive',
    '--init',
    '--user',
    owner,
    '--publish',
    publish,
    '--volume',
    mount,
  ];
  return { command: program.engine, args: [...args, '--entrypoint', 'redis-server', program.image, '-'] };
}

async function isReady(server: GuardedProcess, log: ServerLog): Promise<boolean> {
  return Promise.race([
    log.waitFor(/[Rr]eady to accept connections/).then(() => true),
    server.ended.then(() => false),
    delay(startTimeoutMs, false, { ref: false }),
  ]);
}

async function launch(
  program: RedisProgram,
  setup: Setup,
  options: EmbeddedRedisOptions,
): Promise<GuardedProcess> {
  const dropRoot =
    setup.user && program.kind === 'program' ? { uid: setup.user.uid, gid: setup.user.gid } : {};
  const server = await startGuardedProcess({
    ...command(program, setup),
    ...dropRoot,
    orphanSignal: 'SIGTERM',
    cwd: setup.data,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { stdin, stdout } = server.child;
  if (!stdin || !stdout) throw new Error('Redis has no input or output.');
  const log = followLog(stdout, 'redis', options.logger);
  stdin.on('error', () => undefined);
  stdin.end(configuration(setup, program.kind === 'container'));
  if (await isReady(server, log)) return server;
  await server.stop('SIGKILL', 0);
  throw new Error(
    `Redis (${program.source}) did not start on port ${setup.port}: ${log.tail() || 'no reason given'}`,
  );
}

function toolsDirectory(options: EmbeddedRedisOptions, user: RuntimeUser): string {
  const wanted = options.toolsDir ?? join(dirname(options.dataDir), 'tools');
  return canReach(wanted, user) ? wanted : rootStateDir;
}

/**
 * Starts a Redis of our own on 127.0.0.1: noeviction (it carries the queues), append-only file each second when durable.
 * It ends with this process, however this process ends.
 *
 * @returns its URL with the password, and how to stop it.
 * @throws an Error whose message is meant for the operator, when there is no Redis to be had.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedServer> {
  const user = findRuntimeUser();
  const home = prepareHome(options.dataDir, user);
  const password = readOrCreatePassword(join(home, 'password'));
  const data = join(home, 'data');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  // biome-ignore lint/style/noProcessEnv: the search path of the shell is where an installed server is found.
  const searchPath = options.searchPath ?? process.env.PATH ?? '';
  const program = await findRedis(toolsDirectory(options, user), searchPath, options.logger);
  const port = options.port === 0 ? await findFreePort() : options.port;
  const server = await launch(program, { data, password, port, durable: options.durable, user }, options);
  options.logger?.info(
    { port, location: home, pid: server.pid, program: program.source },
    'embedded Redis is ready',
  );
  let stopping: Promise<unknown> | undefined;
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    port,
    location: home,
    ended: server.ended,
    async stop() {
      stopping ??= server.stop('SIGTERM', stopTimeoutMs);
      await stopping;
    },
  };
}
