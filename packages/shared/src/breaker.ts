import CircuitBreaker from 'opossum';
import { createDeadline } from './deadline.ts';
import { ClientClosedError, commonErrors, ServiceError } from './errors.ts';
import { UpstreamError } from './http/upstream-error.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** How a breaker decides; the defaults are the policy of the whole system. */
export type BreakerTuning = {
  /** Share of failures among the calls of the window at which the breaker opens. */
  readonly failurePercent?: number;
  /** Fewer calls than this in the window decide nothing. */
  readonly minimumCalls?: number;
  readonly windowMs?: number;
  /** How long the breaker stays open before it lets one probe through. */
  readonly resetMs?: number;
  /** A call that takes longer has failed, whether or not it heeds its signal; null for calls that keep time themselves. */
  readonly callTimeoutMs?: number | null;
  /** Says whether an error is the upstream's fault; all others are neutral. */
  readonly isFailure?: (error: unknown) => boolean;
};

/** A breaker stands between one caller and one operation of one upstream. */
export type BreakerOptions = BreakerTuning & {
  readonly name: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
};

/** `half-open` means that one probe decides. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Calls an upstream, or refuses to while it is down. */
export type Breaker = {
  /**
   * Runs a call unless the breaker is open.
   *
   * @param action gets a signal that aborts when the call has taken too long
   * @throws service_unavailable with the time of the next probe when open; upstream_timeout; what the action throws
   */
  run<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T>;
  state(): BreakerState;
  /** Stops the timers. */
  close(): void;
};

const defaults = {
  failurePercent: 50,
  minimumCalls: 5,
  windowMs: 10_000,
  resetMs: 30_000,
  callTimeoutMs: 60_000,
};

const stateValues: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** Opossum opens above its threshold and our policy says "at": this turns one into the other. */
const thresholdEpsilon = 1e-6;

/**
 * Makes a breaker on opossum, which keeps the rolling window and the states but does not run the calls: results are
 * reported to it. Run by opossum, a call that a client aborted would count as a success (and close a half-open
 * breaker), its abort controller would end the calls of all other requests, a full bulkhead would count as failures
 * of a healthy upstream, and a probe that never ends would leave the breaker half-open for good.
 */
export function createBreaker(options: BreakerOptions): Breaker {
  const { resetMs, callTimeoutMs } = { ...defaults, ...options };
  const isFailure = options.isFailure ?? isUpstreamFault;
  const circuit = createCircuit(options);
  const stateOf = (): BreakerState => (circuit.opened ? 'open' : circuit.halfOpen ? 'half-open' : 'closed');
  const watch = watchCircuit(circuit, options, stateOf);
  const report = async (success: boolean, epoch: number) => {
    // A result of a call from before the last change of state says nothing about the upstream of today.
    if (epoch === watch.epoch() && !circuit.opened) await circuit.fire(success).catch(() => {});
  };
  const attempt = async <T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const epoch = watch.epoch();
    try {
      const result = await withinTime(action, callTimeoutMs);
      watch.count('success');
      await report(true, epoch);
      return result;
    } catch (error) {
      const failed = isFailure(error);
      watch.count(failed ? 'failure' : 'neutral');
      // An upstream that says "no" is alive; one whose client went away has not been heard.
      if (failed || answered(error)) await report(!failed, epoch);
      throw error;
    }
  };
  const probe = oneAtATime();
  return {
    state: stateOf,
    close: () => circuit.shutdown(),
    run: async (action) => {
      if (circuit.closed) return attempt(action);
      const release = circuit.halfOpen ? probe.enter() : undefined;
      if (release === undefined) {
        watch.count('rejected');
        throw refusal(options.name, circuit.opened ? watch.openedAtMs() + resetMs - Date.now() : resetMs);
      }
      return attempt(action).finally(release);
    },
  };
}

type Circuit = CircuitBreaker<[boolean], void>;

function createCircuit(options: BreakerOptions): Circuit {
  const { failurePercent, minimumCalls, windowMs, resetMs } = { ...defaults, ...options };
  const verdict = async (success: boolean): Promise<void> => {
    if (!success) throw new Error('The call failed');
  };
  return new CircuitBreaker(verdict, {
    name: options.name,
    timeout: false,
    errorThresholdPercentage: failurePercent - thresholdEpsilon,
    volumeThreshold: minimumCalls,
    rollingCountTimeout: windowMs,
    resetTimeout: resetMs,
    // Both cost time on every failure and nobody reads them.
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  });
}

type Outcome = 'success' | 'failure' | 'neutral' | 'rejected';

function watchCircuit(circuit: Circuit, options: BreakerOptions, stateOf: () => BreakerState) {
  const { name, metrics, logger } = options;
  const gauge = metrics.gauge('circuit_breaker_state', '0 closed, 1 half-open, 2 open', ['breaker']);
  const calls = metrics.counter('circuit_breaker_calls_total', 'Calls by outcome', ['breaker', 'outcome']);
  let epoch = 0;
  let openedAtMs = 0;
  const changed = () => {
    epoch += 1;
    gauge.set({ breaker: name }, stateValues[stateOf()]);
    if (circuit.opened) openedAtMs = Date.now();
    logger.warn({ breaker: name, state: stateOf() }, 'circuit breaker changed its state');
  };
  gauge.set({ breaker: name }, stateValues.closed);
  circuit.on('open', changed);
  circuit.on('halfOpen', changed);
  circuit.on('close', changed);
  return {
    epoch: () => epoch,
    openedAtMs: () => openedAtMs,
    count: (outcome: Outcome) => calls.inc({ breaker: name, outcome }),
  };
}

function oneAtATime(): { enter(): (() => void) | undefined } {
  let busy = false;
  return {
    enter: () => {
      if (busy) return undefined;
      busy = true;
      return () => {
        busy = false;
      };
    },
  };
}

const neverAborted = new AbortController().signal;

async function withinTime<T>(
  action: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number | null,
): Promise<T> {
  if (timeoutMs === null) return action(neverAborted);
  const deadline = createDeadline({ timeoutMs, reason: () => commonErrors.upstream_timeout() });
  const timeUp = new Promise<never>((_resolve, reject) => {
    deadline.signal.addEventListener('abort', () => reject(deadline.signal.reason), { once: true });
  });
  try {
    return await Promise.race([action(deadline.signal), timeUp]);
  } finally {
    deadline.dispose();
  }
}

function refusal(name: string, untilProbeMs: number): ServiceError {
  const retryAfterSeconds = Math.max(1, Math.ceil(untilProbeMs / 1000));
  return commonErrors.service_unavailable({ retryAfterSeconds, message: `The breaker of ${name} is open` });
}

function answered(error: unknown): boolean {
  return error instanceof UpstreamError;
}

/**
 * Says whether an error means that the upstream is not well. What the client did (went away, sent nonsense, allowed
 * too little time) and a capability that is not set up are not the upstream's illness.
 */
export function isUpstreamFault(error: unknown): boolean {
  if (error instanceof ClientClosedError) return false;
  if (error instanceof UpstreamError) {
    return error.status >= 500 && error.problem?.code !== 'capability_unavailable';
  }
  if (error instanceof ServiceError) return error.status >= 500 && error.code !== 'capability_unavailable';
  return !(error instanceof Error && error.name === 'AbortError');
}
