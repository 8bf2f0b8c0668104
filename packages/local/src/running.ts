import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { gatewayPortDefault, stateDir } from './project.ts';

const RunningSchema = Type.Object({
  pid: Type.Integer({ minimum: 1 }),
  gatewayUrl: Type.String(),
  databaseUrl: Type.String(),
  redisUrl: Type.String(),
});

/** What a running system tells the other commands about itself. */
export type Running = Type.Static<typeof RunningSchema>;

const fileOf = (root: string): string => join(stateDir(root), 'running.json');

function commandLine(pid: number): string {
  try {
    const file = `/proc/${pid}/cmdline`;
    if (existsSync(file)) return readFileSync(file, 'utf8');
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/**
 * Finds the system that runs from this directory. The process number alone proves nothing: after a crash it may belong
 * to something else by now.
 */
export function findRunning(root: string): Running | undefined {
  try {
    const running = Value.Parse(RunningSchema, JSON.parse(readFileSync(fileOf(root), 'utf8')));
    return commandLine(running.pid).includes('linguamate.mjs') ? running : undefined;
  } catch {
    return undefined;
  }
}

/** Announces this process; the file holds passwords, so it is for its owner alone. */
export function announceRunning(root: string, running: Running): void {
  mkdirSync(stateDir(root), { recursive: true, mode: 0o711 });
  writeFileSync(fileOf(root), `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
}

export function withdrawRunning(root: string): void {
  rmSync(fileOf(root), { force: true });
}

/**
 * Finds the gateway that a command talks to: `--url <address>`, else the system that runs from this directory, else
 * PORT of the environment or 8080 on this machine.
 */
export function findGateway(
  root: string,
  options: readonly string[],
  environment: NodeJS.ProcessEnv,
): string {
  const at = options.indexOf('--url');
  const given = at >= 0 ? options[at + 1] : undefined;
  if (given) return given.replace(/\/+$/, '');
  const port = environment.PORT || String(gatewayPortDefault);
  return findRunning(root)?.gatewayUrl ?? `http://127.0.0.1:${port}`;
}
