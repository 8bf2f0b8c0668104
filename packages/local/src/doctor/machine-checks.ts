import { readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../doctor.ts';
import { describePortHolder, tryPort } from '../port-holder.ts';
import { findRunning } from '../running.ts';
import { secretsFile } from '../secrets.ts';
import type { LocalSettings } from '../settings.ts';

const lowDiskBytes = 2 * 1024 ** 3;
const noDiskBytes = 200 * 1024 ** 2;

/** The Node that runs this is the one that runs the services. */
export function checkNode(root: string): Finding {
  const wanted = readFileSync(join(root, '.node-version'), 'utf8').trim();
  const fits = process.versions.node.split('.')[0] === wanted;
  const detail = `${process.versions.node} at ${process.execPath}${fits ? '' : `; tested with ${wanted}`}`;
  return { check: 'node', state: fits ? 'ok' : 'warn', detail };
}

/** The gateway's port is free, or held by the system of this directory. */
export async function checkGatewayPort({ host, port, root }: LocalSettings): Promise<Finding> {
  const running = findRunning(root);
  if (running) return { check: 'port', state: 'ok', detail: `the system runs at ${running.gatewayUrl}` };
  const code = await tryPort(host, port);
  if (code === undefined) return { check: 'port', state: 'ok', detail: `${port} is free` };
  const holder = await describePortHolder(port);
  return {
    check: 'port',
    state: 'fail',
    detail: `${port} is taken (${holder ?? code}); choose another with PORT`,
  };
}

/** There is room for the database to grow. */
export function checkDisk(root: string): Finding {
  const { bavail, bsize } = statfsSync(root);
  const freeBytes = bavail * bsize;
  const state = freeBytes < noDiskBytes ? 'fail' : freeBytes < lowDiskBytes ? 'warn' : 'ok';
  return { check: 'disk', state, detail: `${(freeBytes / 1024 ** 3).toFixed(1)} GB free` };
}

/** The secrets can be read by their owner alone (reading them has mended the mode already). */
export function checkSecrets(root: string): Finding {
  const file = secretsFile(root);
  const mode = statSync(file).mode & 0o777;
  const state = mode === 0o600 ? 'ok' : 'fail';
  return { check: 'secrets', state, detail: `${file}, mode ${mode.toString(8)}` };
}
