import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@linguamate/shared/testing/wait-for';

const root = new URL('../../', import.meta.url);

/** A real process of one of the services. */
export type ServiceProcess = {
  /** Base URL of its listener; undefined for workers. */
  readonly url: string | undefined;
  /** Its log, a parsed line each. */
  readonly log: readonly LogLine[];
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

type LogLine = { msg?: string; address?: string; [key: string]: unknown };

/**
 * Starts `services/<service>/src/<entry>.ts` and waits until its log says that it is ready.
 *
 * @param environment its whole environment besides PATH
 * @throws when it ends before it was ready, with what it printed
 */
export async function startServiceProcess(
  service: string,
  entry: 'server' | 'worker',
  environment: Record<string, string>,
): Promise<ServiceProcess> {
  const script = fileURLToPath(new URL(`services/${service}/src/${entry}.ts`, root));
  const child = spawn(process.execPath, [...telemetryFlags(environment), script], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: LogLine[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => log.push(parseLine(line)));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const isReady = () => log.find((line) => line.msg?.endsWith(' is ready'));
  const ready = await waitFor(() => hasEnded(child) || isReady(), {
    timeoutMs: 60_000,
    message: `${service} ${entry} to be ready`,
  }).catch(async (error: unknown) => {
    await stop(child, 'SIGKILL');
    throw error;
  });
  if (ready === true) {
    const printed = [...log.map((line) => JSON.stringify(line)), ...errors].join('\n');
    throw new Error(`${service} ${entry} ended before it was ready:\n${printed}`);
  }
  return {
    url: entry === 'server' ? ready.address : undefined,
    log,
    stop: (signal = 'SIGTERM') => stop(child, signal),
  };
}

/** As in production: the telemetry SDK is loaded only where there is somewhere to send to. */
function telemetryFlags(environment: Record<string, string>): string[] {
  if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT) return [];
  return ['--import', new URL('packages/shared/src/telemetry.ts', root).href];
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { msg: line };
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function stop(child: ChildProcess, signal: NodeJS.Signals) {
  if (!hasEnded(child)) {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
  return { code: child.exitCode, signal: child.signalCode };
}
