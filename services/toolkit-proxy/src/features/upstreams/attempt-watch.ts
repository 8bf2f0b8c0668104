import { errors as undiciErrors } from 'undici';
import { type Outcome, type TimeoutPhase, UpstreamFailure } from './outcome.ts';

/** Watches one attempt: its clocks, the client's patience, and what an error underneath means. */
export type AttemptWatch = {
  /** Aborted when a clock runs out or the client's signal aborts. */
  signal: AbortSignal;
  /** Starts a clock, or starts it again from zero. */
  start(phase: TimeoutPhase): void;
  stop(phase: TimeoutPhase): void;
  /** Translates an error of this attempt into its outcome. */
  failure(error: unknown): UpstreamFailure;
  /** Stops every clock and lets go of the client's signal; call it when the attempt has settled. */
  dispose(): void;
};

/** Longest wait of each phase in milliseconds. */
export type PhaseTimeouts = {
  connectMs: number;
  firstByteMs: number;
  firstTokenMs: number;
  idleMs: number;
  totalMs: number;
};

/**
 * Starts watching an attempt; the total clock runs from here.
 *
 * Every attempt has clocks of its own, so that it always settles: a breaker's probe that never ended would keep the circuit
 * half-open for ever.
 * @param timeouts longest wait of each phase.
 * @param parent the request's deadline and the client's presence.
 */
export function watchAttempt(timeouts: PhaseTimeouts, parent: AbortSignal): AttemptWatch {
  const controller = new AbortController();
  const timers = new Map<TimeoutPhase, NodeJS.Timeout>();
  const fail = (outcome: Outcome) => controller.abort(new UpstreamFailure(outcome));
  const onParentAbort = () => fail(outcomeOfAbort(parent.reason));
  if (parent.aborted) onParentAbort();
  else parent.addEventListener('abort', onParentAbort, { once: true });
  const stop = (phase: TimeoutPhase) => {
    clearTimeout(timers.get(phase));
    timers.delete(phase);
  };
  const start = (phase: TimeoutPhase) => {
    const running = timers.get(phase);
    if (running !== undefined) running.refresh();
    else
      timers.set(
        phase,
        setTimeout(() => fail({ kind: 'timeout', phase }), limitOf(phase, timeouts)),
      );
  };
  start('total');
  return {
    signal: controller.signal,
    start,
    stop,
    failure: (error) => toFailure(error, controller.signal),
    dispose: () => {
      for (const phase of [...timers.keys()]) stop(phase);
      parent.removeEventListener('abort', onParentAbort);
    },
  };
}

function limitOf(phase: TimeoutPhase, timeouts: PhaseTimeouts): number {
  const limits = {
    connect: timeouts.connectMs,
    first_byte: timeouts.firstByteMs,
    first_token: timeouts.firstTokenMs,
    idle: timeouts.idleMs,
    total: timeouts.totalMs,
  };
  return limits[phase];
}

/**
 * What the abort of a request means.
 * @param reason the signal's reason: the request's own deadline carries the code `request_timeout`, any other abort means that
 *   nobody waits any more.
 */
export function outcomeOfAbort(reason: unknown): Outcome {
  const code = typeof reason === 'object' && reason !== null && 'code' in reason ? reason.code : undefined;
  return code === 'request_timeout' ? { kind: 'deadline' } : { kind: 'client_gone' };
}

function toFailure(error: unknown, signal: AbortSignal): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  // undici reports an abort in several disguises; the reason we gave is the truth.
  if (signal.aborted && signal.reason instanceof UpstreamFailure) return signal.reason;
  if (error instanceof undiciErrors.ConnectTimeoutError) {
    return new UpstreamFailure({ kind: 'timeout', phase: 'connect' }, error);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ERR_BLOCKED_ADDRESS') return new UpstreamFailure({ kind: 'blocked_address' }, error);
  return new UpstreamFailure({ kind: 'connection_failed', reason: code }, error);
}
