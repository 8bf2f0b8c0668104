import {
  fingerprintOf,
  type IdempotentRequest,
  idempotencyScope,
  readIdempotencyKey,
} from '@linguamate/shared/idempotency';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { LearningSchema } from '../database.ts';

/** What `withIdempotency` needs to know about a request: the client's key, whose it is, and what was asked. */
export function idempotent(
  db: Kysely<LearningSchema>,
  request: FastifyRequest,
): IdempotentRequest<LearningSchema> {
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  return {
    db,
    key: readIdempotencyKey(request.headers['idempotency-key']),
    scope: idempotencyScope(identityOf(request).userId, route),
    fingerprint: fingerprintOf([request.params, request.body]),
  };
}
