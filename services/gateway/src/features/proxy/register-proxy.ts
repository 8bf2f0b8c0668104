import httpProxy from '@fastify/http-proxy';
import { type Breaker, type BreakerTuning, createBreaker } from '@linguamate/shared/breaker';
import { ClientClosedError, ServiceError } from '@linguamate/shared/errors';
import type { HttpServer } from '@linguamate/shared/http/server';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Dispatcher } from 'undici';
import { type ForwardServices, type ForwardTarget, forwardRequest } from './forward-request.ts';
import { createHeaderFilter } from './request-headers.ts';
import { type RouteRule, routeTable, type UpstreamName } from './route-table.ts';

/** What the proxy is made of. */
export type ProxyOptions = {
  dispatcher: Dispatcher;
  upstreams: Readonly<Record<UpstreamName, string>>;
  requestTimeoutMs: number;
  logger: Logger;
  metrics: Metrics;
  isDraining: () => boolean;
  /** Other numbers than the system's policy, for tests. */
  breakers?: BreakerTuning;
};

/** OPTIONS is left to CORS; TRACE and CONNECT have no use behind a gateway and reflect secrets. */
const proxiedMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Registers every row of the route table. The plugin contributes prefixes and the check of destinations; the work
 * is done by a handler of ours, because its own repeats requests, forwards forged headers and cancels nothing.
 *
 * @param server the public listener
 * @param options the shared agent and what is told about requests
 */
export async function registerProxy(server: HttpServer, options: ProxyOptions): Promise<void> {
  const { upstreams } = options;
  const services: ForwardServices = {
    dispatcher: options.dispatcher,
    isForwarded: createHeaderFilter(),
    internalOrigins: new Set(Object.values(upstreams).map((address) => new URL(address).origin)),
    open: new Set(),
    isDraining: options.isDraining,
  };
  server.closing.addEventListener('abort', () => {
    for (const exchange of [...services.open]) exchange.endEventStream();
  });
  for (const rule of routeTable) {
    const breaker = breakerFor(rule, options);
    server.addHook('onClose', () => breaker.close());
    const target = { rule, origin: new URL(upstreams[rule.upstream]).origin, breaker };
    const plugin: FastifyPluginAsync = (scope) =>
      registerRule(scope, services, target, options.requestTimeoutMs);
    await server.register(plugin);
  }
}

function breakerFor(rule: RouteRule, options: ProxyOptions): Breaker {
  const { logger, metrics } = options;
  return createBreaker({
    ...options.breakers,
    name: `${rule.upstream} ${rule.prefix}`,
    logger,
    metrics,
    // The exchange keeps the deadline itself.
    callTimeoutMs: null,
    isFailure: isUpstreamFault,
  });
}

/** What a client did (left, sent too much or too slowly) says nothing about the service. */
function isUpstreamFault(error: unknown): boolean {
  if (error instanceof ClientClosedError) return false;
  return !(error instanceof ServiceError) || error.status >= 500;
}

async function registerRule(
  scope: FastifyInstance,
  services: ForwardServices,
  target: ForwardTarget,
  requestTimeoutMs: number,
): Promise<void> {
  const { rule, origin } = target;
  // Bodies pass through unread: the service parses them, the exchange counts their bytes.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
  await scope.register(httpProxy, {
    prefix: rule.prefix,
    rewritePrefix: rule.prefix,
    upstream: origin,
    httpMethods: proxiedMethods,
    proxyPayloads: false,
    undici: { request: neverUsed },
    config: {
      access: rule.access,
      limits: rule.limits,
      timeoutMs: rule.deadlineMs ?? requestTimeoutMs,
    },
    handler: (request, reply) => forwardRequest(services, target, request, reply),
  });
}

/** Given to the plugin so that it makes no client of its own, which would not verify certificates. */
function neverUsed(): never {
  throw new Error('Requests go through the agent of the gateway');
}
