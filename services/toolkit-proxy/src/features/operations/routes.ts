import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf, requireRole } from '@linguamate/shared/identity/authenticate';
import type { Logger } from '@linguamate/shared/logger';
import Type from 'typebox';
import type { UpstreamRegistry } from '../upstreams/registry.ts';
import { OperationSchema } from '../upstreams/upstream-document.ts';

/** What the operator's routes need. */
export type OperationsDependencies = { registry: UpstreamRegistry; logger: Logger };

const Switch = Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('auto')]);

const BreakerView = Type.Object({
  upstream: Type.String(),
  operation: Type.String(),
  state: Type.String(),
  position: Switch,
});

const BreakerParams = strictObject({ upstream: Type.String({ maxLength: 40 }), operation: OperationSchema });

/** `GET /api/toolkit/admin/breakers`: state and switch of every breaker of this process that has been used. */
export function getBreakers(server: HttpServer, { registry }: OperationsDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Breakers of this process (administrators)',
    operationId: 'listToolkitBreakers',
    response: { 200: Type.Object({ items: Type.Array(BreakerView) }), ...problemResponses(401, 403) },
  };
  server.get('/api/toolkit/admin/breakers', { schema }, () => ({
    items: registry.upstreams.flatMap(({ id, breakers }) =>
      breakers().map(([operation, breaker]) => ({
        upstream: id,
        operation,
        state: breaker.state(),
        position: breaker.position(),
      })),
    ),
  }));
}

/** `PUT /api/toolkit/admin/breakers/{upstream}/{operation}`: holds a breaker open or closed, or lets it go. */
export function putBreaker(server: HttpServer, { registry, logger }: OperationsDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Switch a breaker of this process (administrators)',
    operationId: 'switchToolkitBreaker',
    params: BreakerParams,
    body: strictObject({ position: Switch }),
    response: { 200: BreakerView, ...problemResponses(400, 401, 403, 404) },
  };
  server.put('/api/toolkit/admin/breakers/:upstream/:operation', { schema }, async (request) => {
    const { upstream: id, operation } = request.params;
    const upstream = registry.upstreams.find((candidate) => candidate.id === id);
    if (!upstream?.can(operation)) throw commonErrors.not_found();
    const breaker = upstream.breaker(operation);
    const { position } = request.body;
    breaker.set(position);
    logger.warn(
      { upstream: id, operation, position, by: identityOf(request).userId },
      'a breaker was switched',
    );
    return { upstream: id, operation, state: breaker.state(), position };
  });
}

/**
 * Adds the routes of operators to a scope that is authenticated.
 *
 * @param server the scope of learners.
 * @param deps the upstreams.
 */
export function operationRoutes(server: HttpServer, deps: OperationsDependencies): void {
  server.register((scope: HttpServer, _options, done) => {
    requireRole(scope, 'admin');
    for (const route of [getBreakers, putBreaker]) route(scope, deps);
    done();
  });
}
