import { ClientClosedError, commonErrors, ServiceError } from '@linguamate/shared/errors';
import type { UpstreamName } from './route-table.ts';

/** The service could not be reached at all, so the request cannot have had an effect. */
const notReached = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const timedOut = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

const retryAfterSeconds = 2;

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return String(error.code);
}

/**
 * Says whether an attempt failed before a connection stood.
 *
 * @param error what undici reported; several addresses tried in vain come as one AggregateError
 */
export function isConnectFailure(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isConnectFailure);
  return notReached.has(codeOf(error));
}

/** The service closed the connection in good order without a single byte of an answer. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
  readonly code = 'UNANSWERED';
}

/**
 * Tells a connection that was closed because it was idle from one that broke: when a service stops, it closes idle
 * connections, and a request may just be on its way on one of them (RFC 9112 9.3.1 allows to repeat a safe one).
 *
 * @param error what undici reported before any answer
 */
export function isOrderlyClose(error: unknown): boolean {
  return (
    codeOf(error) === 'UND_ERR_SOCKET' && error instanceof Error && error.message === 'other side closed'
  );
}

/** Says whether a safe method may be tried once more: the service has not seen it, or left it unanswered. */
export function isRepeatable(error: unknown): boolean {
  return isConnectFailure(error) || error instanceof UnansweredError;
}

/**
 * Turns what went wrong between gateway and service into the answer for the client. The addresses and texts of
 * the network stay in `message` and `cause`, which are logged and never sent.
 *
 * @param error what undici reported
 * @param upstream name of the service, for the log
 * @returns 503 when it was not reached, 504 when it was silent, 502 when it broke off or spoke nonsense
 */
export function toGatewayError(error: unknown, upstream: UpstreamName): Error {
  if (error instanceof ServiceError || error instanceof ClientClosedError) return error;
  const code = codeOf(error);
  const message = `${upstream}: ${code === '' ? String(error) : code}`;
  if (isConnectFailure(error)) {
    return commonErrors.service_unavailable({ message, cause: error, retryAfterSeconds });
  }
  if (timedOut.has(code)) return commonErrors.upstream_timeout({ message, cause: error });
  return commonErrors.upstream_failed({ message, cause: error });
}
