import type { Breaker } from '@linguamate/shared/breaker';
import { currentContext } from '@linguamate/shared/http/context';
import { isTraced } from '@linguamate/shared/trace-context';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Dispatcher } from 'undici';
import { securityHeaderList } from '../security/security-headers.ts';
import { takeRequestBody } from './request-body.ts';
import { buildRequestHeaders, type HeaderFilter } from './request-headers.ts';
import { type CleanHeaders, mergeVary } from './response-headers.ts';
import type { RouteRule } from './route-table.ts';
import { isRepeatable, toGatewayError } from './upstream-errors.ts';
import { type ExchangeOutcome, UpstreamExchange } from './upstream-exchange.ts';

/** What forwarding needs for all routes. */
export type ForwardServices = {
  dispatcher: Dispatcher;
  isForwarded: HeaderFilter;
  internalOrigins: ReadonlySet<string>;
  /** Streams that are open, to be ended when the gateway closes. */
  open: Set<UpstreamExchange>;
  /** True once this instance wants its clients to connect elsewhere. */
  isDraining: () => boolean;
};

/** What forwarding needs for one row of the table. */
export type ForwardTarget = { rule: RouteRule; origin: string; breaker: Breaker };

/** The service gets this much less time than we have, so that its own answer about the deadline still arrives. */
const marginMs = 250;

const safeMethods = new Set(['GET', 'HEAD']);

/** Ends a breaker's attempt as failed although an answer has been sent. */
class GatewayStatusError extends Error {
  override readonly name = 'GatewayStatusError';
}

/**
 * Forwards one request to its service and its answer to the client.
 *
 * @param request a request that has passed all checks
 * @param reply its reply, taken over when the answer begins
 * @throws the error for the client when no answer has begun
 */
export async function forwardRequest(
  services: ForwardServices,
  target: ForwardTarget,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const deadlineMs = request.deadline.remainingMs();
  const startedAtMs = performance.now();
  // From here the exchange keeps the time: the kit's deadline would also cut streams that have begun well.
  request.deadline.dispose();
  const body = await takeRequestBody(request.raw, target.rule);
  const attempt = () => {
    const remainingMs = Math.max(1, deadlineMs - (performance.now() - startedAtMs));
    return dispatchOnce(services, target, { request, reply, body, remainingMs });
  };
  try {
    await target.breaker.run(async () => judge(await withOneReconnect(attempt, request.method)));
  } catch (error) {
    if (error instanceof GatewayStatusError) return;
    throw toGatewayError(error, target.rule.upstream);
  }
}

/** A safe method that was not answered at all (not reached, or met a closing connection) is tried once more. */
async function withOneReconnect(
  attempt: () => Promise<ExchangeOutcome>,
  method: string,
): Promise<ExchangeOutcome> {
  try {
    return await attempt();
  } catch (error) {
    if (!safeMethods.has(method) || !isRepeatable(error)) throw error;
    return attempt();
  }
}

const gatewayStatuses = new Set([502, 503, 504]);

/**
 * A service that answers is there, whatever it says: our services say why in JSON. A 502, 503 or 504 in any other
 * form comes from something in front of a service that is not there.
 */
function judge({ status, contentType }: ExchangeOutcome): void {
  if (gatewayStatuses.has(status) && !contentType.includes('json'))
    throw new GatewayStatusError(String(status));
}

type Attempt = {
  request: FastifyRequest;
  reply: FastifyReply;
  body: Awaited<ReturnType<typeof takeRequestBody>>;
  remainingMs: number;
};

function dispatchOnce(
  services: ForwardServices,
  { rule, origin }: ForwardTarget,
  { request, reply, body, remainingMs }: Attempt,
): Promise<ExchangeOutcome> {
  const { raw } = request;
  const exchange = new UpstreamExchange({
    response: reply.raw,
    deadlineMs: remainingMs,
    internalOrigins: services.internalOrigins,
    finishHeaders: (headers) => finishHeaders(headers, request, reply, services.isDraining()),
    onTakeOver: () => reply.hijack(),
    onStream: () => services.open.add(exchange),
    onDone: () => services.open.delete(exchange),
  });
  const facts = {
    clientAddress: request.ip,
    protocol: request.protocol,
    host: request.host,
    requestId: request.id,
    traceparent: isTraced() ? '' : (currentContext()?.traceparent ?? ''),
    timeoutMs: Math.max(1, Math.floor(remainingMs - marginMs)),
    contentLength: body.contentLength,
  };
  services.dispatcher.dispatch(
    {
      origin,
      path: raw.url ?? '/',
      method: raw.method ?? 'GET',
      headers: buildRequestHeaders(raw.rawHeaders, raw.headers.connection, facts, services.isForwarded),
      body: body.content,
      bodyTimeout: rule.idleTimeoutMs,
    },
    exchange,
  );
  return exchange.answered;
}

/** Adds the gateway's own headers to those of the service, whose CORS, security and limit headers are gone by now. */
function finishHeaders(
  headers: CleanHeaders,
  request: FastifyRequest,
  reply: FastifyReply,
  isDraining: boolean,
): string[] {
  const list = headers.list;
  list.push(...securityHeaderList);
  const own = reply.getHeaders();
  let vary = headers.vary;
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined || securityNames.has(name)) continue;
    if (name === 'vary') vary = mergeVary(String(value), vary);
    else list.push(name, String(value));
  }
  if (vary !== null) list.push('vary', vary);
  // A shared cache must not keep what one user was told.
  if (!headers.hasCacheControl && request.identity) list.push('cache-control', 'private, no-store');
  if (isDraining) list.push('connection', 'close');
  return list;
}

const securityNames = new Set(securityHeaderList.filter((_, index) => index % 2 === 0));
