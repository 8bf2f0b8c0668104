import type { HttpServer } from '@linguamate/shared/http/server';

/**
 * Answers `GET /api/`: the first thing a newcomer asks, and what the CORS checks of operators look at.
 *
 * @param server the public listener
 * @param version version of the system
 */
export function getStatus(server: HttpServer, version: string): void {
  const status = {
    name: 'linguamate',
    status: 'ok',
    version,
    docs: '/api/docs/',
    openapi: '/api/openapi.json',
  };
  for (const url of ['/api', '/api/']) server.get(url, { schema: { hide: true } }, () => status);
}
