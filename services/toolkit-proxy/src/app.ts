import { databaseCheck } from '@linguamate/shared/database';
import {
  createReadiness,
  type Readiness,
  registerHealth,
  registerMetricsRoute,
} from '@linguamate/shared/health';
import { createHttpServer, type HttpServer } from '@linguamate/shared/http/server';
import { authenticated } from '@linguamate/shared/identity/authenticate';
import { redisCheck } from '@linguamate/shared/redis';
import type { ToolkitConfig } from './config.ts';
import { serviceName, type ToolkitDependencies } from './dependencies.ts';
import { chatRoutes } from './features/chat/routes.ts';
import { answerOpenAiClients } from './features/errors/openai-errors.ts';
import { answerToolkitClients } from './features/errors/toolkit-errors.ts';
import { healthRoutes, upstreamsUsable } from './features/health/routes.ts';
import { imageRoutes, openAiImageRoutes } from './features/images/routes.ts';
import { jobRoutes } from './features/jobs/routes.ts';
import type { LanguageDependencies } from './features/language/ask-cached.ts';
import { languageRoutes } from './features/language/routes.ts';
import { localRoutes } from './features/local/routes.ts';
import { operationRoutes } from './features/operations/routes.ts';
import { openAiSpeechRoutes, speechRoutes } from './features/speech/routes.ts';
import { textRoutes } from './features/text/routes.ts';
import { acceptForms } from './features/uploads/receive-upload.ts';
import { usageRoutes } from './features/usage/routes.ts';

/** A recording may take this long to arrive over a phone's connection. */
const uploadTimeoutMs = 60_000;

/**
 * Builds the HTTP side of the service; does not listen.
 * @param config the service's settings.
 * @param deps opened connections.
 * @param readiness set to not ready when the process drains.
 */
export function buildApp(
  config: ToolkitConfig,
  deps: ToolkitDependencies,
  readiness: Readiness = createReadiness(),
): HttpServer {
  const server = createHttpServer({
    service: serviceName,
    logger: deps.logger,
    metrics: deps.metrics,
    config,
    clientTimeouts: { requestMs: uploadTimeoutMs },
    openApi: {
      title: 'Linguamate toolkit proxy',
      description: 'Text, speech and images from configured AI upstreams.',
      tags: [
        { name: 'toolkit', description: 'AI capabilities, compatible with the Rork toolkit' },
        { name: 'openai', description: 'AI capabilities, compatible with OpenAI' },
      ],
    },
  });
  inScope(server, (scope) => publicScope(scope, deps));
  inScope(server, (scope) => learnerScope(scope, config, deps));
  inScope(server, (scope) => openAiScope(scope, config, deps));
  inScope(server, (scope) => internalScope(scope, config, deps, readiness));
  return server;
}

/** Routes get their access rules from the scope they stand in, so scopes never nest. */
function inScope(server: HttpServer, fill: (scope: HttpServer) => void): void {
  server.register((scope: HttpServer, _options, done) => {
    fill(scope);
    done();
  });
}

function publicScope(scope: HttpServer, deps: ToolkitDependencies): void {
  for (const route of healthRoutes) route(scope, deps);
}

function learnerScope(scope: HttpServer, config: ToolkitConfig, deps: ToolkitDependencies): void {
  authenticated(scope, deps.verifier);
  answerToolkitClients(scope);
  acceptForms(scope);
  for (const route of [...textRoutes, ...speechRoutes, ...imageRoutes, ...usageRoutes]) route(scope, deps);
  for (const route of [...localRoutes, ...jobRoutes]) route(scope, deps);
  operationRoutes(scope, deps);
  const language = languageDependencies(config, deps);
  for (const route of languageRoutes) route(scope, language);
}

function languageDependencies(config: ToolkitConfig, deps: ToolkitDependencies): LanguageDependencies {
  const { issuer, audience } = config.identity;
  return { ...deps, tenant: `${issuer} ${audience}`, requestTimeoutMs: config.requestTimeoutMs };
}

function openAiScope(scope: HttpServer, config: ToolkitConfig, deps: ToolkitDependencies): void {
  authenticated(scope, deps.verifier);
  answerOpenAiClients(scope);
  acceptForms(scope);
  for (const route of [...openAiSpeechRoutes, ...openAiImageRoutes]) route(scope, deps);
  const { requestTimeoutMs, upstreams } = config;
  const { heartbeatMs } = upstreams;
  for (const route of chatRoutes) route(scope, { ...deps, requestTimeoutMs, heartbeatMs });
}

function internalScope(
  scope: HttpServer,
  config: ToolkitConfig,
  deps: ToolkitDependencies,
  readiness: Readiness,
): void {
  registerHealth(scope, {
    config,
    readiness,
    // An AI outage makes no instance unready: another one would fare no better.
    criticalForReadiness: ['database'],
    checks: {
      database: databaseCheck(deps.db),
      redis: redisCheck(deps.redis),
      toolkit: async () => checkUpstreams(deps),
    },
  });
  registerMetricsRoute(scope, deps.metrics);
}

function checkUpstreams({ registry }: ToolkitDependencies): string {
  if (registry.upstreams.length === 0) return 'unconfigured';
  if (!upstreamsUsable(registry)) throw new Error('every breaker of every upstream is open');
  return 'ok';
}
