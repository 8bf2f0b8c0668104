import type { Static, TSchema } from 'typebox';
import { Agent, type Dispatcher } from 'undici';
import { type Breaker, type BreakerTuning, createBreaker } from '../breaker.ts';
import { createDeadline, type Deadline } from '../deadline.ts';
import { commonErrors } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isTraced } from '../trace-context.ts';
import {
  callFailure,
  type OpenedCall,
  outcomeOf,
  readAnswer,
  type StreamedAnswer,
  streamed,
  upstreamError,
} from './client-answers.ts';
import { currentContext } from './context.ts';

/** What a client is made of: one per upstream. */
export type HttpClientOptions = {
  /** Name of the upstream in logs, metrics and breakers. */
  readonly name: string;
  readonly baseUrl: string;
  /** Longest time for one call, headers and body together. */
  readonly timeoutMs: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Tuning of the breakers (one per operation), or false for none. */
  readonly breaker?: BreakerTuning | false;
  /** Connections to use instead of an own pool; the client then does not close them. */
  readonly dispatcher?: Dispatcher;
  /** Largest answer that is read. */
  readonly maxResponseBytes?: number;
  /** Calls that may be under way at the same time; further ones wait. Streams each take one for as long as they last. */
  readonly connections?: number;
};

/** One call. */
export type HttpCall = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the base URL; encode what you put into it. */
  readonly path: string;
  /** Stable name for metrics and the breaker, for instance `complete text`; never holds ids. */
  readonly operation: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly rawBody?: { readonly contentType: string; readonly bytes: Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
  readonly bearerToken?: string;
  /** Aborts the call when the caller's own work is over. */
  readonly signal?: AbortSignal;
  readonly deadline?: Deadline;
  /** Shorter or longer than the client's. */
  readonly timeoutMs?: number;
};

/** Calls one upstream. */
export type HttpClient = {
  /**
   * Sends a call and reads its JSON answer.
   *
   * @returns the answer, which matches the schema (undefined when there is no body)
   * @throws UpstreamError when the status is not 2xx; upstream_unreachable, upstream_timeout, upstream_failed (an
   *   answer that does not match), service_unavailable (breaker open), or the reason of the signal
   */
  request<S extends TSchema>(call: HttpCall & { readonly responseSchema: S }): Promise<Static<S>>;
  /** Sends a call and hands out the body as it comes; the caller must read or destroy it. Throws like `request`. */
  stream(call: HttpCall): Promise<StreamedAnswer>;
  close(): Promise<void>;
};

const connectTimeoutMs = 2_000;
const defaultConnections = 64;
/** Connections are renewed so that new replicas behind the same name get their share. */
const connectionTtlMs = 60_000;
const defaultMaxResponseBytes = 16 * 1024 * 1024;
/** The nets below the deadline come later than it, so that the deadline gives the reason. */
const netMs = 1_000;

/**
 * Makes a client for one upstream. It passes on request id, trace context and the time that is left, and it repeats
 * nothing: retries at several layers multiply.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const dispatcher = options.dispatcher ?? ownPool(options);
  const breakers = breakersByOperation(options);
  const observe = observer(options);
  const open = (call: HttpCall, signal?: AbortSignal) => openCall(options, dispatcher, call, signal);
  return {
    request: (call) =>
      breakers.run(call.operation, (signal) =>
        observe(call, async () => {
          const opened = await open(call, signal);
          return readAnswer(opened, options.name, call.responseSchema);
        }),
      ),
    stream: (call) =>
      breakers.run(call.operation, (signal) => observe(call, async () => streamed(await open(call, signal)))),
    close: async () => {
      breakers.close();
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
  };
}

function ownPool({
  timeoutMs,
  maxResponseBytes = defaultMaxResponseBytes,
  connections = defaultConnections,
}: HttpClientOptions): Dispatcher {
  return new Agent({
    connections,
    clientTtl: connectionTtlMs,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: timeoutMs + netMs,
    bodyTimeout: timeoutMs + netMs,
    maxResponseSize: maxResponseBytes,
    allowH2: false,
  });
}

type RunCall = <T>(operation: string, call: (signal?: AbortSignal) => Promise<T>) => Promise<T>;

// One breaker per operation: a model that is down must not take the health check of the same host with it.
function breakersByOperation(options: HttpClientOptions): { run: RunCall; close(): void } {
  const { name, logger, metrics, breaker: tuning, timeoutMs } = options;
  if (tuning === false) return { run: (_operation, call) => call(), close: () => {} };
  const breakers = new Map<string, Breaker>();
  const breakerOf = (operation: string): Breaker => {
    const existing = breakers.get(operation);
    if (existing !== undefined) return existing;
    const callTimeoutMs = timeoutMs + netMs;
    const made = createBreaker({ callTimeoutMs, ...tuning, name: `${name} ${operation}`, logger, metrics });
    breakers.set(operation, made);
    return made;
  };
  return {
    run: (operation, call) => breakerOf(operation).run(call),
    close: () => {
      for (const breaker of breakers.values()) breaker.close();
    },
  };
}

type Observe = <T>(call: HttpCall, run: () => Promise<T>) => Promise<T>;

function observer({ name, metrics }: HttpClientOptions): Observe {
  const duration = metrics.histogram(
    'http_client_request_duration_seconds',
    'Time from call to end of answer (of headers, for streams)',
    ['upstream', 'operation', 'outcome'],
  );
  return async (call, run) => {
    const stop = duration.startTimer({ upstream: name, operation: call.operation });
    try {
      const result = await run();
      stop({ outcome: 'success' });
      return result;
    } catch (error) {
      stop({ outcome: outcomeOf(error) });
      throw error;
    }
  };
}

async function openCall(
  options: HttpClientOptions,
  dispatcher: Dispatcher,
  call: HttpCall,
  breakerSignal?: AbortSignal,
): Promise<OpenedCall> {
  const deadline = callDeadline(call, options.timeoutMs, breakerSignal);
  try {
    const answer = await dispatcher.request({
      ...addressOf(options.baseUrl, call),
      method: call.method,
      headers: headersOf(call, deadline),
      body: call.rawBody?.bytes ?? (call.body === undefined ? null : JSON.stringify(call.body)),
      signal: deadline.signal,
    });
    if (answer.statusCode >= 200 && answer.statusCode < 300) return { answer, deadline };
    throw await upstreamError(`${options.name} ${call.operation}`, answer);
  } catch (error) {
    deadline.dispose();
    throw callFailure(error, options.name, deadline.signal);
  }
}

function callDeadline(call: HttpCall, timeoutMs: number, breakerSignal?: AbortSignal): Deadline {
  const signals = [call.signal, call.deadline?.signal, breakerSignal].filter(
    (signal) => signal !== undefined,
  );
  return createDeadline({
    timeoutMs: call.timeoutMs ?? timeoutMs,
    parent: AbortSignal.any(signals),
    reason: () => commonErrors.upstream_timeout(),
  });
}

function addressOf(baseUrl: string, call: HttpCall): { origin: string; path: string } {
  const base = new URL(baseUrl);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  const search = query.size === 0 ? '' : `?${query}`;
  return { origin: base.origin, path: `${base.pathname.replace(/\/+$/, '')}${call.path}${search}` };
}

function headersOf(call: HttpCall, deadline: Deadline): Record<string, string> {
  const leftMs = Math.min(deadline.remainingMs(), call.deadline?.remainingMs() ?? Number.POSITIVE_INFINITY);
  const context = currentContext();
  return {
    accept: 'application/json',
    'x-request-timeout-ms': String(Math.max(1, Math.floor(leftMs))),
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.rawBody === undefined ? {} : { 'content-type': call.rawBody.contentType }),
    ...(call.bearerToken === undefined ? {} : { authorization: `Bearer ${call.bearerToken}` }),
    ...(context === undefined ? {} : { 'x-request-id': context.requestId }),
    ...(context === undefined || isTraced() ? {} : { traceparent: context.traceparent }),
    ...call.headers,
  };
}
