import { setTimeout as delay } from 'node:timers/promises';
import {
  type GuardedProcess,
  type ProcessEnd,
  startGuardedProcess,
} from '@linguamate/shared/embedded/guarded-process';
import { LocalError } from './failure.ts';
import { forwardLines, type Output } from './output.ts';

/** One process of the system. */
export type ProcessSpec = {
  name: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Answers 200 when the process can do its work; a process without it counts as ready once it runs. */
  readyUrl?: string;
};

export type SupervisorOptions = {
  root: string;
  output: Output;
  /** Waits after the first, second ... crash in a row, in milliseconds; the last one repeats. */
  backoffMs?: readonly number[];
  /** How long a process may take to end in order before it is killed. */
  stopTimeoutMs?: number;
};

/** Starts processes, starts crashed ones again, and ends them in order. */
export type Supervisor = {
  /** Starts a process; settles when it is running. */
  start(spec: ProcessSpec): Promise<void>;
  /** Waits until everything that was started answers as ready. */
  whenReady(timeoutMs: number): Promise<void>;
  /** Ends the groups one after the other, the processes of a group together. A second call waits for the first. */
  stop(groups: readonly (readonly string[])[]): Promise<void>;
  /** Ends everything at once, without asking. */
  killAll(): void;
  pidOf(name: string): number | undefined;
};

type Entry = {
  spec: ProcessSpec;
  process: GuardedProcess | undefined;
  crashes: number;
  tail: string[];
  ready: boolean;
};

const defaultBackoffMs = [200, 1_000, 3_000, 10_000, 30_000];
/** A process that ran this long did not crash because of the crash before. */
const stableAfterMs = 30_000;
const crashesBeforeReady = 3;
/** Exit code of a service whose settings are wrong (EX_CONFIG): starting it again would change nothing. */
const configurationExit = 78;

function describeEnd(end: ProcessEnd): string {
  return end.signal ? `signal ${end.signal}` : `exit code ${end.code}`;
}

class LocalSupervisor implements Supervisor {
  readonly #entries = new Map<string, Entry>();
  readonly #options: Required<SupervisorOptions>;
  #stopping: Promise<void> | undefined;
  #reportFailure: (error: Error) => void = () => undefined;
  readonly #failure: Promise<never>;

  constructor(options: SupervisorOptions) {
    this.#options = { backoffMs: defaultBackoffMs, stopTimeoutMs: 15_000, ...options };
    this.#failure = new Promise<never>((_, reject) => {
      this.#reportFailure = reject;
    });
    this.#failure.catch(() => undefined);
  }

  async start(spec: ProcessSpec): Promise<void> {
    const entry: Entry = { spec, process: undefined, crashes: 0, tail: [], ready: false };
    this.#entries.set(spec.name, entry);
    await this.#launch(entry);
  }

  async #launch(entry: Entry): Promise<void> {
    const { spec } = entry;
    const startedAt = Date.now();
    const running = await startGuardedProcess({
      command: process.execPath,
      args: spec.args,
      env: spec.env,
      cwd: this.#options.root,
      orphanSignal: 'SIGTERM',
      wholeGroup: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    entry.process = running;
    for (const stream of [running.child.stdout, running.child.stderr]) {
      if (stream) forwardLines(stream, (line) => this.#keepLine(entry, line));
    }
    void running.ended.then((end) => this.#onEnd(entry, end, Date.now() - startedAt));
    if (this.#stopping !== undefined) running.kill('SIGTERM');
  }

  #keepLine(entry: Entry, line: string): void {
    entry.tail.push(line);
    if (entry.tail.length > 15) entry.tail.shift();
    this.#options.output.log(entry.spec.name, line);
  }

  async #onEnd(entry: Entry, end: ProcessEnd, ranMs: number): Promise<void> {
    entry.process = undefined;
    if (this.#stopping !== undefined) return;
    entry.crashes = ranMs > stableAfterMs ? 1 : entry.crashes + 1;
    const hopeless = end.code === configurationExit || entry.crashes >= crashesBeforeReady;
    if (!entry.ready && hopeless) {
      const reason = `${entry.spec.name} does not start (${describeEnd(end)}); its last lines are below.`;
      this.#reportFailure(new LocalError(reason, { details: entry.tail.join('\n') }));
      return;
    }
    const { backoffMs, output } = this.#options;
    const waitMs = backoffMs[Math.min(entry.crashes, backoffMs.length) - 1] ?? 1_000;
    output.event('error', `${entry.spec.name} ended unexpectedly and is started again`, {
      end: describeEnd(end),
      crashes: entry.crashes,
      waitMs,
    });
    await delay(waitMs);
    if (this.#stopping === undefined) await this.#launch(entry);
  }

  async whenReady(timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    const all = [...this.#entries.values()].map((entry) => waitUntilReady(entry, signal));
    await Promise.race([Promise.all(all), this.#failure]);
  }

  stop(groups: readonly (readonly string[])[]): Promise<void> {
    this.#stopping ??= this.#stopInOrder(groups);
    return this.#stopping;
  }

  async #stopInOrder(groups: readonly (readonly string[])[]): Promise<void> {
    const named = new Set(groups.flat());
    const rest = [...this.#entries.keys()].filter((name) => !named.has(name));
    for (const group of [...groups, rest]) {
      const ending = group.map(async (name) => {
        const end = await this.#entries.get(name)?.process?.stop('SIGTERM', this.#options.stopTimeoutMs);
        if (end && end.code !== 0)
          this.#options.output.event('warn', `${name} did not end in order`, { end: describeEnd(end) });
      });
      await Promise.all(ending);
    }
  }

  killAll(): void {
    this.#stopping ??= Promise.resolve();
    for (const entry of this.#entries.values()) entry.process?.kill('SIGKILL');
  }

  pidOf(name: string): number | undefined {
    return this.#entries.get(name)?.process?.pid;
  }
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

async function waitUntilReady(entry: Entry, signal: AbortSignal): Promise<void> {
  while (entry.spec.readyUrl !== undefined && !(await answersReady(entry.spec.readyUrl))) {
    if (signal.aborted) {
      const details = entry.tail.join('\n');
      throw new LocalError(`${entry.spec.name} did not become ready in time; its last lines are below.`, {
        details,
      });
    }
    await delay(40);
  }
  entry.ready = true;
}

/** Makes a supervisor that has nothing to do yet. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  return new LocalSupervisor(options);
}
