import { commonErrors } from '@linguamate/shared/errors';
import type { Metrics } from '@linguamate/shared/metrics';

const tickMs = 100;
/** Weight of the newest tick: a single pause (garbage collection, a neighbour on the machine) is no overload. */
const weight = 0.3;
const retryAfterSeconds = 1;

/** Says when this process has more to do than it can. */
export type OverloadGuard = {
  /** @throws overloaded (503) while the event loop lags */
  check(): void;
  close(): void;
};

/**
 * Sheds load by event loop delay: when the loop turns so slowly that answers come late anyway, new requests are
 * refused before any work is done for them. Measured by the lateness of a timer, because Node's own histogram
 * sees nothing when each turn takes longer than a sample.
 *
 * @param options.maxDelayMs smoothed delay from which on requests are refused
 * @param options.now milliseconds that never go back; a test hands in its own
 */
export function createOverloadGuard(options: {
  maxDelayMs: number;
  metrics: Metrics;
  now?: () => number;
}): OverloadGuard {
  const now = options.now ?? (() => performance.now());
  const refused = options.metrics.counter('gateway_shed_total', 'Requests refused because of overload');
  const gauge = options.metrics.gauge('gateway_event_loop_delay_ms', 'Smoothed event loop delay');
  let delayMs = 0;
  let lastTickMs = now();
  const timer = setInterval(() => {
    const latenessMs = Math.max(0, now() - lastTickMs - tickMs);
    lastTickMs = now();
    delayMs += weight * (latenessMs - delayMs);
    gauge.set(delayMs);
  }, tickMs);
  timer.unref();
  return {
    check: () => {
      if (delayMs <= options.maxDelayMs) return;
      refused.inc();
      throw commonErrors.overloaded({ retryAfterSeconds });
    },
    close: () => clearInterval(timer),
  };
}
