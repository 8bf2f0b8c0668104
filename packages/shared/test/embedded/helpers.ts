import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that the unprivileged account of the servers can reach too. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linguamate-embedded-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Starts a server as a child's child; settles when it is ready. */
export function startInChild(
  kind: 'postgres' | 'redis',
  dataDir: string,
): Promise<{ parent: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, 'fixtures/server.ts');
  const parent = spawn(process.execPath, [script, kind, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    parent.stdout?.once('data', (chunk: Buffer) => {
      const { url } = JSON.parse(chunk.toString()) as { url: string };
      resolve({ parent, url });
    });
    parent.once('exit', (code) => reject(new Error(`the child ended with ${code}`)));
  });
}

/** Tells whether something accepts connections at the host and port of a URL. */
export function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
