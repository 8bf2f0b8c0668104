import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { HttpServer } from '@linguamate/shared/http/server';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

const allowedHeaders = [
  'accept-language',
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'last-event-id',
  'traceparent',
  'x-request-id',
];

const exposedHeaders = [
  'etag',
  'link',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
];

const preflightCacheSeconds = 600;

/** What a page of an origin that is not on the list gets: no CORS header at all. */
const refused: FastifyCorsOptions = { origin: false };

/**
 * Answers browsers. Origins are compared whole and exactly, so `https://app.example.com.evil.com` and `null` get
 * nothing. Registered before the limits, so that a page can read its 429s and other errors.
 *
 * @param server the public listener
 * @param origins the allow-list; `['*']` lets every origin in, without credentials
 */
export async function registerCors(server: HttpServer, origins: readonly string[]): Promise<void> {
  const everyone = origins.includes('*');
  const allowed = new Set(origins);
  const granted: FastifyCorsOptions = {
    origin: everyone ? '*' : [...origins],
    // With credentials a foreign page could use the visitor's cookies, so never together with "everyone".
    credentials: !everyone,
    methods,
    allowedHeaders,
    exposedHeaders,
    maxAge: preflightCacheSeconds,
    strictPreflight: false,
  };
  const isGranted = (origin: string | undefined) => origin !== undefined && (everyone || allowed.has(origin));
  await server.register(cors, {
    delegator: (request, done) => done(null, isGranted(request.headers.origin) ? granted : refused),
  });
  // A request that is refused before any hook of ours must be readable too.
  server.addHook('onSend', (request, reply, payload, done) => {
    const { origin } = request.headers;
    if (!reply.hasHeader('vary')) reply.header('vary', 'Origin');
    if (isGranted(origin) && !reply.hasHeader('access-control-allow-origin')) {
      reply.header('access-control-allow-origin', everyone ? '*' : origin);
      if (!everyone) reply.header('access-control-allow-credentials', 'true');
      reply.header('access-control-expose-headers', exposedHeaders.join(', '));
    }
    done(null, payload);
  });
}
