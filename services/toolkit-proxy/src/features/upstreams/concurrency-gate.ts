import { UpstreamFailure } from './outcome.ts';

/** Lets a limited number of calls through at a time; the rest wait in line for a moment. */
export type ConcurrencyGate = {
  /**
   * Waits for a place.
   * @returns the function that gives the place back; calling it twice is harmless.
   * @throws {UpstreamFailure} `overloaded` when the line is full or the wait too long; the signal's reason when it aborts.
   */
  enter(signal: AbortSignal): Promise<() => void>;
  inFlight(): number;
};

/** Sizes of a gate. */
export type GateSettings = { maxConcurrency: number; maxQueued: number; queueTimeoutMs: number };

type Waiter = { admit: () => void };

/**
 * Creates a concurrency gate. It stands before the breaker: a crowd of our own making says nothing about the upstream's health.
 * @param settings places, length of the line, and longest wait in milliseconds.
 */
export function createConcurrencyGate(settings: GateSettings): ConcurrencyGate {
  const line = new Set<Waiter>();
  let inFlight = 0;
  const leave = () => {
    const [next] = line;
    if (next === undefined) inFlight -= 1;
    else next.admit();
  };
  return {
    inFlight: () => inFlight,
    async enter(signal) {
      signal.throwIfAborted();
      if (inFlight < settings.maxConcurrency) inFlight += 1;
      else if (line.size >= settings.maxQueued) throw new UpstreamFailure({ kind: 'overloaded' });
      else await waitInLine(line, settings.queueTimeoutMs, signal);
      return once(leave);
    },
  };
}

function waitInLine(line: Set<Waiter>, queueTimeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      line.delete(waiter);
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const waiter: Waiter = { admit: () => settle(resolve) };
    const onAbort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(
      () => settle(() => reject(new UpstreamFailure({ kind: 'overloaded' }))),
      queueTimeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    line.add(waiter);
  });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
