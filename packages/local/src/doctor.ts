import { styleText } from 'node:util';
import { openBacking } from './backing.ts';
import { checkClock, checkDatabaseState } from './doctor/database-checks.ts';
import { checkDisk, checkGatewayPort, checkNode, checkSecrets } from './doctor/machine-checks.ts';
import { checkRedisState } from './doctor/redis-checks.ts';
import type { Output } from './output.ts';
import type { CommandContext } from './project.ts';
import { findRunning } from './running.ts';
import { type LocalSettings, loadDotEnv, readSettings } from './settings.ts';

/** What a check found: a failure keeps the system from working, a warning may bite later. */
export type Finding = { check: string; state: 'ok' | 'warn' | 'fail'; detail: string };

// What is found is the report; what happens on the way to it is not.
const silent: Output = { log: () => undefined, event: () => undefined, say: () => undefined };

const signs = {
  ok: styleText('green', 'ok  '),
  warn: styleText('yellow', 'warn'),
  fail: styleText('red', 'FAIL'),
};

function print({ check, state, detail }: Finding): void {
  process.stdout.write(`${signs[state]}  ${check.padEnd(10)}  ${detail}\n`);
}

async function guarded(check: string, action: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await action();
  } catch (error) {
    return { check, state: 'fail', detail: error instanceof Error ? error.message : String(error) };
  }
}

async function checkServers(settings: LocalSettings): Promise<Finding[]> {
  const running = findRunning(settings.root);
  const backing = running ? undefined : await openBacking(settings, silent);
  const databaseUrl = running?.databaseUrl ?? backing?.adminUrl ?? '';
  const redisUrl = running?.redisUrl ?? backing?.redisUrl ?? '';
  try {
    return await Promise.all([
      guarded('database', () => checkDatabaseState(databaseUrl, settings.root)),
      guarded('clock', () => checkClock(databaseUrl)),
      guarded('redis', () => checkRedisState(redisUrl)),
    ]);
  } finally {
    await backing?.stop();
  }
}

/** Checks everything that the system needs on this machine, prints a line for each, and ends with 1 when one fails. */
export async function doctor({ root }: CommandContext): Promise<void> {
  loadDotEnv(root);
  const settings = readSettings(root, process.env);
  const findings = await Promise.all([
    guarded('node', () => checkNode(root)),
    guarded('port', () => checkGatewayPort(settings)),
    guarded('disk', () => checkDisk(root)),
    guarded('secrets', () => checkSecrets(root)),
  ]);
  for (const finding of findings) print(finding);
  const servers = await checkServers(settings).catch((error: unknown): Finding[] => [
    { check: 'servers', state: 'fail', detail: error instanceof Error ? error.message : String(error) },
  ]);
  for (const finding of servers) print(finding);
  if ([...findings, ...servers].some(({ state }) => state === 'fail')) process.exitCode = 1;
}
