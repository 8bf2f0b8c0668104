import { commonErrors } from '@linguamate/shared/errors';
// Declares `request.identity`.
import type {} from '@linguamate/shared/identity/authenticate';
import type { TokenVerifier } from '@linguamate/shared/identity/verifier';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Access } from '../proxy/route-table.ts';
import type { CountUser } from '../rate-limits/rate-limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route demands of its caller; routes that say nothing are public. */
    access?: Access;
  }
}

const rememberedMax = 10_000;

/** Identity at the edge, in two steps around the rate limits. */
export type EdgeIdentity = {
  /**
   * Before the limits: names the caller if the token was verified by this gateway before, which costs microseconds.
   * A stranger's token is only looked at after the limits, so that forged tokens cannot buy CPU time.
   */
  recognise(request: FastifyRequest): Promise<void>;
  /** After the limits: verifies what is left, and demands a token where the route does. */
  authenticate(request: FastifyRequest, reply: FastifyReply, countUser: CountUser): Promise<void>;
};

/**
 * @param verifier checks signature, claims and revocation
 */
export function createEdgeIdentity(verifier: TokenVerifier): EdgeIdentity {
  // Only a hint: the verifier decides every time, and forgets a revoked token at once.
  const seen = new LRUCache<string, true>({ max: rememberedMax });
  return {
    async recognise(request) {
      const token = bearerToken(request);
      if (token === null || accessOf(request) === 'public' || !seen.has(token)) return;
      request.identity = await verifier.verify(token).catch(() => {
        seen.delete(token);
        return null;
      });
    },
    async authenticate(request, reply, countUser) {
      const access = accessOf(request);
      if (access === 'public' || request.identity) return;
      const token = bearerToken(request);
      if (token === null) {
        if (access === 'optional' && request.headers.authorization === undefined) return;
        throw commonErrors.unauthenticated({ headers: { 'www-authenticate': 'Bearer' } });
      }
      const identity = await verifier.verify(token);
      seen.set(token, true);
      request.identity = identity;
      await countUser(request, reply, identity.userId);
    },
  };
}

function accessOf(request: FastifyRequest): Access {
  return request.routeOptions.config.access ?? 'public';
}

/** RFC 6750 2.1; the scheme is not case-sensitive (RFC 9110 11.1). */
function bearerToken(request: FastifyRequest): string | null {
  const value = request.headers.authorization;
  if (value === undefined || value.length < 8 || value.slice(0, 7).toLowerCase() !== 'bearer ') return null;
  return value.slice(7).trim() || null;
}
