import { execFile } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { EmbeddedLogger } from './server-log.ts';

const run = promisify(execFile);
const packageTimeoutMs = 180_000;

/** How to run a Redis server here: a program, or an image of a container engine. */
export type RedisProgram =
  | { kind: 'program'; path: string; env: NodeJS.ProcessEnv; source: string }
  | { kind: 'container'; engine: string; image: string; source: string };

const names = ['redis-server', 'valkey-server'];

// BullMQ's scripts need commands of Redis 6.2.
const oldestVersion = [6, 2] as const;

async function versionOf(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, ['--version'], { env });
    return /\bv=(\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function isRecent(path: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const [major = 0, minor = 0] = (await versionOf(path, env))?.split('.').map(Number) ?? [];
  return major > oldestVersion[0] || (major === oldestVersion[0] && minor >= oldestVersion[1]);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Looks for a Redis or Valkey server of at least 6.2 in the directories of `searchPath`. */
async function findOnPath(searchPath: string): Promise<RedisProgram | undefined> {
  const env = { PATH: searchPath };
  for (const directory of [...searchPath.split(delimiter), '/usr/sbin', '/opt/homebrew/bin']) {
    for (const name of names) {
      const path = join(directory, name);
      if (directory && isExecutable(path) && (await isRecent(path, env))) {
        return { kind: 'program', path, env, source: path };
      }
    }
  }
  return undefined;
}

/** A server that was unpacked into `root` before, with the libraries that came along. */
async function findUnpacked(root: string): Promise<RedisProgram | undefined> {
  const path = join(root, 'usr/bin/redis-server');
  if (!existsSync(path)) return undefined;
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => {
    const inside = join(root, folder);
    if (!existsSync(inside)) return [];
    return [
      inside,
      ...readdirSync(inside)
        .filter((name) => name.includes('linux-'))
        .map((name) => join(inside, name)),
    ];
  });
  const env = { PATH: '/usr/bin:/bin', LD_LIBRARY_PATH: libraries.join(':') };
  return (await isRecent(path, env)) ? { kind: 'program', path, env, source: path } : undefined;
}

function aptOptions(work: string): string[] {
  const settings = {
    'Dir::State::lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Debug::NoLocking': 'true',
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'APT::Install-Recommends': 'false',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/**
 * Gets Debian's redis-server package with what it depends on and unpacks it into `root`. Nothing is installed: no
 * system service starts, no configuration changes, and it needs no root.
 */
async function unpackDebianPackage(root: string): Promise<void> {
  mkdirSync(dirname(root), { recursive: true, mode: 0o711 });
  const work = mkdtempSync(join(dirname(root), 'redis-getting-'));
  try {
    for (const folder of ['lists/partial', 'cache/archives/partial', 'root']) {
      mkdirSync(join(work, folder), { recursive: true });
    }
    // biome-ignore lint/style/noProcessEnv: apt-get needs the shell's proxy and path settings.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
    const options = {
      timeout: packageTimeoutMs,
      env,
    };
    await run('apt-get', [...aptOptions(work), 'update', '-qq'], options);
    await run(
      'apt-get',
      [...aptOptions(work), 'install', '-qq', '--yes', '--download-only', 'redis-server'],
      options,
    );
    const archives = join(work, 'cache/archives');
    for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg-deb', ['--extract', join(archives, file), join(work, 'root')]);
    }
    chmodSync(join(work, 'root'), 0o755);
    rmSync(root, { recursive: true, force: true });
    renameSync(join(work, 'root'), root);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function tryDebianPackage(root: string, logger?: EmbeddedLogger): Promise<RedisProgram | string> {
  if (!isExecutable('/usr/bin/apt-get')) return 'this system has no apt-get';
  logger?.info({}, 'getting Redis from the Debian package (unpacked for this project only, not installed)');
  try {
    await unpackDebianPackage(root);
    return (await findUnpacked(root)) ?? 'the Debian package holds no Redis that runs here';
  } catch (error) {
    const said =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : '';
    return `apt-get failed (${said || (error instanceof Error ? error.message.split('\n')[0] : error)})`;
  }
}

async function tryContainer(logger?: EmbeddedLogger): Promise<RedisProgram | string> {
  const image = 'redis:7';
  try {
    await run('docker', ['info'], { timeout: 10_000 });
  } catch {
    return 'no Docker engine answers';
  }
  try {
    await run('docker', ['image', 'inspect', image]);
  } catch {
    logger?.info({ image }, 'pulling the Redis image');
    try {
      await run('docker', ['pull', '--quiet', image], { timeout: packageTimeoutMs });
    } catch {
      return `Docker could not get the image ${image}`;
    }
  }
  return { kind: 'container', engine: 'docker', image, source: `Docker image ${image}` };
}

/**
 * Finds a Redis: a server on PATH, one unpacked before, Debian's package, or Docker, in this order.
 *
 * @param toolsDir where an unpacked package is kept.
 * @throws one sentence that says what was tried and what to install.
 */
export async function findRedis(
  toolsDir: string,
  searchPath: string,
  logger?: EmbeddedLogger,
): Promise<RedisProgram> {
  const root = join(toolsDir, 'redis');
  const present = (await findOnPath(searchPath)) ?? (await findUnpacked(root));
  if (present) return present;
  const debian = await tryDebianPackage(root, logger);
  if (typeof debian !== 'string') return debian;
  const container = await tryContainer(logger);
  if (typeof container !== 'string') return container;
  throw new Error(
    `There is no Redis to be had: no redis-server 6.2 or newer (or valkey-server) on PATH, ${debian}, and ${container}. ` +
      'Install Redis (Debian: apt-get install redis-server; macOS: brew install redis) or set REDIS_URL.',
  );
}
