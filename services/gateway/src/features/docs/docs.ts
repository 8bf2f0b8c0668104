import { createHash } from 'node:crypto';
import type { HttpServer } from '@linguamate/shared/http/server';
import reference from '@scalar/fastify-api-reference';
import type { FastifyPluginAsync } from 'fastify';
import type { OpenApiCollector } from './collect-openapi.ts';

const documentPath = '/api/openapi.json';
const pagePath = '/api/docs';

/** The page may run its own script and call this gateway, and nothing else: no font, image or script from elsewhere. */
function pagePolicy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = inline.map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Serves the merged reference as a document and as an interactive page whose assets lie on this server.
 *
 * @param server the public listener
 * @param collector gives the merged document
 */
export async function registerDocs(server: HttpServer, collector: OpenApiCollector): Promise<void> {
  server.get(documentPath, { schema: { hide: true } }, async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=30');
    return collector.document();
  });
  await server.register(referencePage);
}

const referencePage: FastifyPluginAsync = async (scope) => {
  scope.addHook('onSend', async (_request, reply, payload) => {
    if (typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')) {
      reply.header('content-security-policy', pagePolicy(payload));
    }
    return payload;
  });
  await scope.register(reference, {
    routePrefix: pagePath,
    configuration: {
      url: documentPath,
      pageTitle: 'Linguamate API',
      withDefaultFonts: false,
      // What would talk to somebody else's servers is switched off: this page belongs to the installation.
      telemetry: false,
      showDeveloperTools: 'never',
      agent: { disabled: true },
    },
  });
};
