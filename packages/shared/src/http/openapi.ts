import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** How a service presents itself in its OpenAPI document. */
export type OpenApiInfo = {
  readonly title: string;
  readonly description: string;
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
};

/**
 * Serves the OpenAPI 3.1 document of all routes at `GET /internal/openapi.json`; the gateway merges those of all
 * services. Must be called before the first route is declared.
 */
export function serveOpenApi(server: FastifyInstance, info: OpenApiInfo, version: string): void {
  const document = {
    openapi: '3.1.0',
    info: { title: info.title, description: info.description, version },
    tags: [...(info.tags ?? [])],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  } as const;
  // Called as a function and not through register(): a registered plugin is loaded later, and would then not see the
  // routes that stand directly on the server.
  swagger(
    server,
    { openapi: { ...document, tags: [...document.tags] }, convertConstToEnum: false },
    () => {},
  );
  server.get('/internal/openapi.json', { schema: { hide: true }, config: { quiet: true } }, () =>
    server.swagger(),
  );
}
