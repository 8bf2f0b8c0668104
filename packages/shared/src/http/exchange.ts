import type { Socket } from 'node:net';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createDeadline, type Deadline } from '../deadline.ts';
import { ClientClosedError, commonErrors, type ServiceError, toProblem } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { childTraceContext, formatTraceparent, newTraceContext, parseTraceparent } from '../trace-context.ts';
import type { RequestContext } from './context.ts';
import { reasonOf } from './failures.ts';

/** After the deadline a handler has this long to answer by itself; then the exchange answers for it. */
const lateAnswerMs = 50;

type Failure = ServiceError | ClientClosedError;

/** One request and its answer: what the kit must remember of it from the first header to the last byte. */
export type Exchange = {
  readonly context: RequestContext;
  readonly deadline: Deadline;
  /** Notes why the request failed; the first reason counts. */
  fail(failure: Failure): void;
};

/** What an exchange reports to. */
export type ExchangeServices = {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly requestTimeoutMs: number;
};

const exchanges = new WeakMap<FastifyRequest, Exchange>();
const exchangeOfSocket = new WeakMap<Socket, Exchange>();

/** The exchange of a request, if it was begun. */
export function exchangeOf(request: FastifyRequest): Exchange | undefined {
  return exchanges.get(request);
}

/** The exchange that a socket is busy with, if any. */
export function exchangeOn(socket: Socket): Exchange | undefined {
  return exchangeOfSocket.get(socket);
}

/**
 * Begins the exchange of a request: identity, trace, deadline, and one line in the access log when it is over. The
 * end is the `close` of the raw response, the only event that comes exactly once in every case: Fastify's own
 * `onResponse` is not called when the client goes away, and `request.signal` is broken for requests with a body.
 */
export function beginExchange(
  request: FastifyRequest,
  reply: FastifyReply,
  services: ExchangeServices,
): Exchange {
  const startedAt = performance.now();
  const deadline = createDeadline({ timeoutMs: timeoutOf(request, services.requestTimeoutMs) });
  let failure: Failure | undefined;
  const exchange: Exchange = {
    context: { requestId: request.id, traceparent: traceparentOf(request) },
    deadline,
    fail: (reason) => {
      failure ??= reason;
    },
  };
  exchanges.set(request, exchange);
  const { socket } = request.raw;
  exchangeOfSocket.set(socket, exchange);
  deadline.signal.addEventListener('abort', () => answerLate(reply, exchange), { once: true });
  reply.raw.once('close', () => {
    if (exchangeOfSocket.get(socket) === exchange) exchangeOfSocket.delete(socket);
    if (!reply.raw.writableFinished) {
      exchange.fail(new ClientClosedError());
      deadline.abort(new ClientClosedError());
    }
    deadline.dispose();
    report(request, reply, { failure, durationMs: performance.now() - startedAt, ...services });
  });
  return exchange;
}

function timeoutOf(request: FastifyRequest, requestTimeoutMs: number): number {
  const limitMs = request.routeOptions.config?.timeoutMs ?? requestTimeoutMs;
  const asked = request.headers['x-request-timeout-ms'];
  if (typeof asked !== 'string' || !/^\d{1,9}$/.test(asked)) return limitMs;
  return Math.max(1, Math.min(Number(asked), limitMs));
}

// Where the telemetry SDK is loaded it has read the header already, and its span is the parent of what we call.
function traceparentOf(request: FastifyRequest): string {
  const span = trace.getActiveSpan();
  const active = span?.spanContext();
  if (span !== undefined && active !== undefined && isSpanContextValid(active)) {
    span.updateName(`${request.method} ${routeOf(request)}`);
    const sampled = (active.traceFlags & 1) === 1;
    return formatTraceparent({ traceId: active.traceId, spanId: active.spanId, sampled });
  }
  const { traceparent } = request.headers;
  const parent = parseTraceparent(typeof traceparent === 'string' ? traceparent : undefined);
  return formatTraceparent(parent === undefined ? newTraceContext() : childTraceContext(parent));
}

// A handler that does not listen to its deadline must not make the client wait. An answer that has begun cannot be
// taken back: the connection is cut, so that nobody takes half a body for a whole one.
function answerLate(reply: FastifyReply, exchange: Exchange): void {
  const { reason } = exchange.deadline.signal;
  if (reason instanceof ClientClosedError) return;
  setTimeout(() => {
    if (reply.raw.writableEnded || reply.raw.destroyed) return;
    const failure = commonErrors.request_timeout({ message: 'The handler did not listen to its deadline' });
    exchange.fail(failure);
    if (reply.raw.headersSent) reply.raw.destroy();
    else writeProblem(reply.hijack(), failure);
  }, lateAnswerMs);
}

/**
 * Writes a problem past Fastify's reply pipeline, where that is no longer or not yet usable, and closes the
 * connection afterwards because the rest of the request may still be unread.
 */
export function writeProblem(reply: FastifyReply, failure: ServiceError): void {
  const { problem, status, headers } = toProblem(failure, reply.request.id);
  const body = JSON.stringify(problem);
  const fixed = { ...headers, 'content-type': 'application/problem+json', 'x-request-id': reply.request.id };
  const set = Object.entries({ ...reply.getHeaders(), ...fixed }).filter(([, value]) => value !== undefined);
  for (const [name, value] of set) reply.raw.setHeader(name, value ?? '');
  reply.raw.setHeader('content-length', Buffer.byteLength(body));
  reply.raw.setHeader('connection', 'close');
  reply.raw.writeHead(status);
  reply.raw.end(reply.request.method === 'HEAD' ? undefined : body);
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unmatched';
}

type Report = ExchangeServices & { failure: Failure | undefined; durationMs: number };

function report(request: FastifyRequest, reply: FastifyReply, { failure, durationMs, ...to }: Report): void {
  const aborted = !reply.raw.writableFinished && failure !== undefined;
  const status = aborted ? failure.status : reply.raw.statusCode;
  const labels = { method: request.method, route: routeOf(request), status: String(status) };
  to.metrics.httpRequestDuration.observe(labels, durationMs / 1000);
  to.metrics.httpRequestsTotal.inc(labels);
  if (status >= 500) to.metrics.httpErrorsTotal.inc(labels);
  const line = {
    requestId: request.id,
    ...labels,
    status,
    path: request.url.split('?', 1)[0],
    durationMs: Math.round(durationMs * 10) / 10,
    address: request.ip,
    ...(failure === undefined ? {} : failureFields(failure)),
  };
  to.logger[levelOf(status, request)](line, 'request');
}

function failureFields(failure: Failure): Record<string, unknown> {
  const base = { reason: reasonOf(failure), code: failure.code, problem: failure.message };
  const fault = failure.status >= 500 && failure.cause !== undefined;
  return fault ? { ...base, err: failure.cause } : base;
}

// What a client does wrong is no news; what our surroundings do wrong is a warning; what we do wrong is an error.
function levelOf(status: number, request: FastifyRequest): 'debug' | 'info' | 'warn' | 'error' {
  if (status === 500) return 'error';
  if (status > 500 || status === 408 || status === 429) return 'warn';
  return request.routeOptions.config?.quiet === true ? 'debug' : 'info';
}
