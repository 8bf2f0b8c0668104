import type { HttpServer } from '@linguamate/shared/http/server';
import { guardRequest } from './request-guard.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * Sets the security headers on every answer of the listener and refuses ambiguous requests.
 *
 * @param server the public listener; call after CORS, so that pages can read the refusals
 */
export function registerSecurity(server: HttpServer): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders);
    try {
      guardRequest(request.raw);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error('The guard failed', { cause: error }));
    }
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    // A request that the kit refused before our hook ran has not got them yet.
    if (!reply.hasHeader('x-content-type-options')) reply.headers(securityHeaders);
    done(null, payload);
  });
}
