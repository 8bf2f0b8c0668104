import { ProblemSchema } from '@linguamate/shared/errors';
import type { OpenApiDocument } from './merge-openapi.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const json = (description: string, example: Record<string, unknown>) => ({
  description,
  content: { 'application/json': { schema: { type: 'object' }, example } },
});

const healthExample = {
  status: 'ok',
  version: '0.1.0',
  buildSha: 'a44f937',
  dependencies: { database: 'ok', redis: 'ok', toolkit: 'ok', auth: 'ok', learning: 'ok' },
  timestamp: '2026-11-22T12:00:00.000Z',
  uptime: 42.5,
  env: 'production',
};

const open = { security: [], tags: ['gateway'] };

/** Paths that the gateway answers itself. */
const paths = {
  '/api/': {
    get: {
      ...open,
      operationId: 'get-status',
      summary: 'What is running here',
      responses: {
        '200': json('The name of the system and where to read on', {
          name: 'linguamate',
          status: 'ok',
          version: '0.1.0',
          docs: '/api/docs/',
          openapi: '/api/openapi.json',
        }),
        '429': problem('Too many requests'),
      },
    },
  },
  '/health': {
    get: {
      ...open,
      operationId: 'get-health',
      summary: 'Full report on this instance and what it depends on',
      responses: {
        '200': json('All dependencies work', healthExample),
        '503': json('A dependency is down', { ...healthExample, status: 'degraded' }),
      },
    },
  },
  '/livez': {
    get: {
      ...open,
      operationId: 'get-livez',
      summary: 'Whether the process answers',
      responses: { '200': json('It does', { status: 'ok' }) },
    },
  },
  '/readyz': {
    get: {
      ...open,
      operationId: 'get-readyz',
      summary: 'Whether this instance wants requests',
      responses: {
        '200': json('It does', { status: 'ready', dependencies: {} }),
        '503': json('It is draining', { status: 'not_ready', reason: 'shutting down', dependencies: {} }),
      },
    },
  },
};

/**
 * The gateway's own part of the reference, into which those of the services are merged.
 *
 * @param version version of the system
 */
export function gatewayOpenApi(version: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Linguamate API',
      version,
      summary: 'Backend for language-learning apps',
      description:
        'One address for accounts, courses, practice and the tutor. Errors are problem documents (RFC 9457); ' +
        'every answer carries `x-request-id`, and every limited one `RateLimit` and `X-RateLimit-*`.',
      license: { name: 'Proprietary', url: 'about:blank' },
    },
    servers: [{ url: '/', description: 'This gateway' }],
    security: [{ bearer: [] }],
    tags: [{ name: 'gateway', description: 'Status and health of the system' }],
    paths,
    components: {
      schemas: { Problem: JSON.parse(JSON.stringify(ProblemSchema)) },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}
