import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** How a guarded process ended: its exit code, or the signal that ended it. */
export type ProcessEnd = { code: number | null; signal: NodeJS.Signals | null };

/** A process that cannot outlive the one that started it. */
export type GuardedProcess = {
  child: ChildProcess;
  pid: number;
  /** Settles when the process has ended, for whatever reason; never rejects. */
  ended: Promise<ProcessEnd>;
  /** Sends a signal; does nothing when the process has already ended. */
  kill(signal: NodeJS.Signals): void;
  /** Sends `signal`, waits up to `graceMs`, then SIGKILL; resolves when the process has ended. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<ProcessEnd>;
};

export type GuardedProcessOptions = {
  command: string;
  args: readonly string[];
  /** What the guard sends when the parent has died. */
  orphanSignal: NodeJS.Signals;
  /** Signals reach the whole process group, for commands that start processes of their own. */
  wholeGroup?: boolean;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  stdio?: SpawnOptions['stdio'];
};

// The guard blocks on a pipe whose other end only the parent holds. The kernel closes that end however the parent
// dies, kill -9 included, which no signal handler and no exit hook can promise.
const guardScript = `read -r _
kill -s "$1" -- "$2" 2>/dev/null || exit 0
n=0
while kill -s 0 -- "$2" 2>/dev/null; do
  n=$((n + 1))
  if [ "$n" -ge 300 ]; then kill -s KILL -- "$2" 2>/dev/null; exit 0; fi
  sleep 0.1
done`;

function startGuard(target: number, signal: NodeJS.Signals): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', guardScript, 'guard', signal.replace(/^SIG/, ''), String(target)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  if (guard.stdin && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return guard;
}

function whenSpawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
}

function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Waits for `ended`, at most `graceMs`; tells whether it ended in time. */
async function endedWithin(ended: Promise<ProcessEnd>, graceMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), graceMs);
  });
  const inTime = await Promise.race([ended.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}

/**
 * Starts a process in its own session (so that Ctrl-C in a terminal reaches only the parent, which stops things in
 * order) and a guard that ends it when the parent dies.
 *
 * @throws the system's error (ENOENT, EACCES ...) when the command cannot be started.
 */
export async function startGuardedProcess(options: GuardedProcessOptions): Promise<GuardedProcess> {
  const { command, args, orphanSignal, wholeGroup = false, stdio = 'pipe', cwd, env, uid, gid } = options;
  const identity = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
  const place = { ...(cwd === undefined ? {} : { cwd }), ...(env === undefined ? {} : { env }) };
  const child = spawn(command, [...args], { detached: true, stdio, ...place, ...identity });
  const guard =
    child.pid === undefined ? undefined : startGuard(wholeGroup ? -child.pid : child.pid, orphanSignal);
  let running = true;
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      running = false;
      guard?.kill('SIGKILL');
      resolve({ code, signal });
    });
  });
  const pid = await whenSpawned(child);
  const kill = (signal: NodeJS.Signals): void => {
    if (running) sendSignal(wholeGroup ? -pid : pid, signal);
  };
  const stop = async (signal: NodeJS.Signals, graceMs: number): Promise<ProcessEnd> => {
    kill(signal);
    if (!(await endedWithin(ended, graceMs))) kill('SIGKILL');
    return ended;
  };
  return { child, pid, ended, kill, stop };
}
