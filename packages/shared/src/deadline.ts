import { commonErrors } from './errors.ts';

/** The end of the time that a piece of work has, as a signal to hand to SQL, HTTP and Redis calls. */
export type Deadline = {
  /** Aborts when the time is up (reason: `request_timeout`) or when the parent aborts (its reason). */
  readonly signal: AbortSignal;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAtMs: number;
  /** Milliseconds left, never negative. */
  remainingMs(): number;
  /** Aborts at once, for instance because the client went away. */
  abort(reason: unknown): void;
  /** Stops the timer and lets go of the parent; the signal stays as it is. */
  dispose(): void;
};

/** How long, and on what it depends. */
export type DeadlineOptions = {
  readonly timeoutMs: number;
  readonly parent?: AbortSignal | undefined;
  /** What `signal.reason` is when the time is up; the default is `request_timeout`. */
  readonly reason?: () => Error;
};

/**
 * Starts a deadline. `AbortSignal.timeout` would not do: its reason is a bare DOMException that says neither
 * which time ran out nor what to answer, and it cannot be stopped early.
 *
 * @param options.timeoutMs time from now until the signal aborts
 * @param options.parent signal whose abort is passed on with its reason
 */
export function createDeadline(options: DeadlineOptions): Deadline {
  const controller = new AbortController();
  const { parent, timeoutMs, reason = () => commonErrors.request_timeout() } = options;
  const expiresAtMs = Date.now() + timeoutMs;
  const timer = setTimeout(() => controller.abort(reason()), timeoutMs);
  // The timer must not keep a process alive that has nothing else to do.
  timer.unref();
  const onParentAbort = () => abort(parent?.reason);
  const dispose = () => {
    clearTimeout(timer);
    parent?.removeEventListener('abort', onParentAbort);
  };
  const abort = (cause: unknown) => {
    dispose();
    controller.abort(cause);
  };
  if (parent?.aborted === true) abort(parent.reason);
  else parent?.addEventListener('abort', onParentAbort, { once: true });
  return {
    signal: controller.signal,
    expiresAtMs,
    remainingMs: () => Math.max(0, expiresAtMs - Date.now()),
    abort,
    dispose,
  };
}
