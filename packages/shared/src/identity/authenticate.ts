import type { FastifyRequest } from 'fastify';
import { commonErrors, type ServiceError } from '../errors.ts';
import type { HttpServer } from '../http/server.ts';
import type { Role } from './tokens.ts';
import type { Identity, TokenVerifier } from './verifier.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; null outside of scopes made with `authenticated`, and for guests in optional ones. */
    identity: Identity | null;
  }
}

/**
 * Demands a valid access token on every route of a scope: access is decided by where a route stands.
 *
 * Answers 401 with `WWW-Authenticate` (RFC 6750 section 3) before the body is read.
 */
export function authenticated(scope: HttpServer, verifier: TokenVerifier): void {
  addIdentity(scope, async (request) => {
    const token = bearerToken(request);
    if (token === undefined) throw missingToken();
    request.identity = await verifier.verify(token);
  });
}

/**
 * Lets guests in: without a token `request.identity` stays null. A token that is sent must be valid all the same, as
 * a client that believes to be signed in should learn that it is not.
 */
export function optionallyAuthenticated(scope: HttpServer, verifier: TokenVerifier): void {
  addIdentity(scope, async (request) => {
    const token = bearerToken(request);
    if (token !== undefined) request.identity = await verifier.verify(token);
  });
}

/** Demands one of the given roles on every route of a scope that is authenticated already. */
export function requireRole(scope: HttpServer, ...allowed: readonly Role[]): void {
  scope.addHook('onRequest', async (request) => {
    const { roles } = identityOf(request);
    if (!allowed.some((role) => roles.includes(role))) throw commonErrors.forbidden();
  });
}

/**
 * Returns who is asking.
 *
 * @throws unauthenticated when the request has no identity
 */
export function identityOf(request: FastifyRequest): Identity {
  if (request.identity === null) throw missingToken();
  return request.identity;
}

function addIdentity(scope: HttpServer, hook: (request: FastifyRequest) => Promise<void>): void {
  if (!scope.hasRequestDecorator('identity')) scope.decorateRequest('identity', null);
  scope.addHook('onRequest', hook);
}

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

// Two Authorization headers are an attempt to have two hops read two identities: neither counts.
function bearerToken(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  const count = request.raw.rawHeaders.filter(
    (text, index) => index % 2 === 0 && text.toLowerCase() === 'authorization',
  ).length;
  const token = BEARER.exec(authorization)?.[1];
  if (count !== 1 || token === undefined) throw malformedCredentials();
  return token;
}

function missingToken(): ServiceError {
  return commonErrors.unauthenticated({
    message: 'no access token was sent',
    headers: { 'www-authenticate': 'Bearer' },
  });
}

function malformedCredentials(): ServiceError {
  return commonErrors.unauthenticated({
    message: 'the Authorization header is not a single bearer token',
    headers: { 'www-authenticate': 'Bearer error="invalid_request"' },
  });
}
