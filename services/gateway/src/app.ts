import type { BreakerTuning } from '@linguamate/shared/breaker';
import { type Clock, systemClock } from '@linguamate/shared/clock';
import { type Readiness, registerHealth, registerMetricsRoute } from '@linguamate/shared/health';
import { createHttpServer, type HttpServer } from '@linguamate/shared/http/server';
import type { TokenVerifier } from '@linguamate/shared/identity/verifier';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import type { Redis } from 'ioredis';
import type { Dispatcher } from 'undici';
import type { GatewayConfig } from './config.ts';
import { registerCors } from './features/cors/cors.ts';
import { createOpenApiCollector } from './features/docs/collect-openapi.ts';
import { registerDocs } from './features/docs/docs.ts';
import { gatewayOpenApi } from './features/docs/gateway-openapi.ts';
import { gatewayChecks } from './features/health/checks.ts';
import { createEdgeIdentity } from './features/identity/authenticate-edge.ts';
import type { OverloadGuard } from './features/overload/overload.ts';
import { registerProxy } from './features/proxy/register-proxy.ts';
import { routeTable } from './features/proxy/route-table.ts';
import { createLimitTable } from './features/rate-limits/limit-table.ts';
import type { Limiter } from './features/rate-limits/limiter.ts';
import { registerRateLimits } from './features/rate-limits/rate-limits.ts';
import { registerSecurity } from './features/security/security-hooks.ts';
import { getStatus } from './features/status/status.ts';

/** What the gateway works with. */
export type GatewayDependencies = {
  logger: Logger;
  /** Writes the access lines; `logger` unless told otherwise. */
  accessLogger?: Logger;
  metrics: Metrics;
  readiness: Readiness;
  redis: Redis;
  limiter: Limiter;
  verifier: TokenVerifier;
  dispatcher: Dispatcher;
  overload: OverloadGuard;
  clock?: Clock;
  breakers?: BreakerTuning;
};

/** Longest time for headers and body together; the route table is stricter for all but uploads. */
const uploadMs = 120_000;

/**
 * Puts the public listener together, in the order in which a request meets its parts.
 *
 * @param config the settings
 * @param dependencies connections, made and closed by the caller
 * @returns the server, not yet listening
 */
export async function buildApp(
  config: GatewayConfig,
  dependencies: GatewayDependencies,
): Promise<HttpServer> {
  const { logger, metrics, readiness, overload } = dependencies;
  const server = createHttpServer({
    service: 'gateway',
    logger,
    metrics,
    config,
    trustProxy: config.trustedProxies,
    clientTimeouts: { requestMs: uploadMs },
    accessLogger: dependencies.accessLogger ?? logger,
  });
  server.decorateRequest('identity', null);
  await registerCors(server, config.corsOrigins);
  registerSecurity(server);
  server.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.limits !== false) overload.check();
  });
  await registerCallers(server, config, dependencies);
  registerHealthRoutes(server, config, dependencies);
  getStatus(server, config.version);
  await registerDocs(server, createCollector(config, dependencies));
  await registerProxy(server, {
    ...dependencies,
    upstreams: config.upstreams,
    requestTimeoutMs: config.requestTimeoutMs,
    isDraining: () => !readiness.ready || server.closing.aborted,
  });
  return server;
}

/**
 * Puts the internal listener together: health and metrics, for probes and Prometheus, never for the public.
 *
 * @param config the settings
 * @param dependencies the same as the public listener's
 */
export function buildInternalApp(config: GatewayConfig, dependencies: GatewayDependencies): HttpServer {
  const { logger, metrics } = dependencies;
  const server = createHttpServer({ service: 'gateway-internal', logger, metrics, config });
  registerHealth(server, healthOptions(config, dependencies));
  registerMetricsRoute(server, metrics);
  return server;
}

/** Limits and identity: known callers are counted by name, and strangers' tokens are verified after the limits. */
async function registerCallers(
  server: HttpServer,
  config: GatewayConfig,
  { limiter, metrics, verifier }: GatewayDependencies,
): Promise<void> {
  const identity = createEdgeIdentity(verifier);
  server.addHook('onRequest', (request) => identity.recognise(request));
  const table = createLimitTable(config.limits);
  const countUser = await registerRateLimits(server, { limiter, table, metrics });
  server.addHook('onRequest', (request, reply) => identity.authenticate(request, reply, countUser));
}

function registerHealthRoutes(
  server: HttpServer,
  config: GatewayConfig,
  dependencies: GatewayDependencies,
): void {
  server.addHook('onRoute', (route) => {
    if (unlimitedPaths.has(route.url)) route.config = { ...route.config, limits: false };
  });
  registerHealth(server, healthOptions(config, dependencies));
  if (config.metricsPublic) registerMetricsRoute(server, dependencies.metrics);
}

/** Probes must get through when everything else is refused. */
const unlimitedPaths = new Set(['/health', '/livez', '/readyz', '/metrics']);

function healthOptions(config: GatewayConfig, dependencies: GatewayDependencies) {
  const { readiness, redis, dispatcher } = dependencies;
  return {
    config,
    readiness,
    checks: gatewayChecks({ redis, dispatcher, upstreams: config.upstreams }),
    // Without Redis the local limiter works, and without one service the others can still be reached.
    criticalForReadiness: [],
  };
}

function createCollector(config: GatewayConfig, dependencies: GatewayDependencies) {
  const prefixes = routeTable.map(({ prefix }) => prefix);
  return createOpenApiCollector({
    base: gatewayOpenApi(config.version),
    upstreams: config.upstreams,
    isPublic: (path) => prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)),
    dispatcher: dependencies.dispatcher,
    logger: dependencies.logger,
    clock: dependencies.clock ?? systemClock,
  });
}
