import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);
const listening = '0A';

function socketInodes(port: number): Set<string> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local?.endsWith(wanted) && state === listening && inode) inodes.add(`socket:[${inode}]`);
    }
  }
  return inodes;
}

function holdsOne(pid: string, inodes: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch {
    // Another account's process: what it has open is not ours to see.
    return false;
  }
}

function holderOnLinux(port: number): string | undefined {
  const inodes = socketInodes(port);
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsOne(name, inodes));
  if (pid === undefined) return undefined;
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  return `process ${pid}: ${words.slice(0, 80)}`;
}

async function holderByLsof(port: number): Promise<string | undefined> {
  const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const pid = /^p(\d+)/m.exec(stdout)?.[1];
  return pid === undefined ? undefined : `process ${pid}: ${/^c(.+)/m.exec(stdout)?.[1] ?? '?'}`;
}

/** Says which process listens on a port, as far as this account may know. */
export async function describePortHolder(port: number): Promise<string | undefined> {
  try {
    return process.platform === 'linux' ? holderOnLinux(port) : await holderByLsof(port);
  } catch {
    return undefined;
  }
}

/** Tries a port by listening on it; returns the system's error code when that fails. */
export function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}
