import type { FastifyError } from 'fastify';
import { ClientClosedError, commonErrors, type FieldError, ServiceError } from '../errors.ts';
import { UpstreamError } from './upstream-error.ts';

/** How many wrong fields one answer lists. */
const maxFieldErrors = 20;

type Factory = () => ServiceError;

/** Errors that Fastify itself raises about a request, in our words. */
const frameworkFailures: Readonly<Record<string, Factory>> = {
  FST_ERR_BAD_URL: () =>
    commonErrors.bad_request({ detail: 'The percent encoding of the address is broken.' }),
  FST_ERR_MAX_PARAM_LENGTH: () => commonErrors.uri_too_long(),
  FST_ERR_CTP_BODY_TOO_LARGE: () => commonErrors.payload_too_large(),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => commonErrors.unsupported_media_type(),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    commonErrors.bad_request({ detail: 'The body does not have the announced length.' }),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => commonErrors.malformed_json({ detail: 'The request body is empty.' }),
  FST_ERR_CTP_INVALID_JSON_BODY: () => commonErrors.malformed_json(),
  ECONNRESET: () => commonErrors.bad_request({ detail: 'The request body ended early.' }),
};

/**
 * Gives any error thrown while a request was handled the form that the client may see and the log can sort by.
 *
 * @param error whatever was thrown
 * @param signal the request's deadline: an abort is reported as what caused it, not as the AbortError of some driver
 * @returns a ServiceError, or ClientClosedError when nobody is left to read the answer
 */
export function asFailure(error: unknown, signal?: AbortSignal): ServiceError | ClientClosedError {
  if (error instanceof ServiceError || error instanceof ClientClosedError) return error;
  if (signal?.aborted === true && isAbort(error)) return asFailure(signal.reason);
  if (error instanceof UpstreamError) {
    return commonErrors.upstream_failed({ message: error.message, cause: error });
  }
  return fromFramework(error) ?? commonErrors.internal_error({ message: messageOf(error), cause: error });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `A value that is not an error was thrown: ${typeof error}`;
}

function fromFramework(error: unknown): ServiceError | undefined {
  if (!(error instanceof Error)) return undefined;
  const candidate: Error & Partial<FastifyError> = error;
  if (candidate.validation !== undefined) return validationFailure(candidate);
  const known = candidate.code === undefined ? undefined : frameworkFailures[candidate.code];
  if (known !== undefined) return known();
  const { statusCode } = candidate;
  const expected = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return expected ? commonErrors.bad_request({ message: error.message, cause: error }) : undefined;
}

type AjvError = NonNullable<FastifyError['validation']>[number];

function validationFailure(error: Partial<FastifyError>): ServiceError {
  const place = error.validationContext ?? 'body';
  const root = place === 'body' ? '' : `/${place === 'querystring' ? 'query' : place}`;
  const fieldErrors = (error.validation ?? []).slice(0, maxFieldErrors).map((item) => fieldError(root, item));
  return commonErrors.validation_failed({ fieldErrors });
}

function fieldError(root: string, error: AjvError): FieldError {
  const { params, instancePath, keyword } = error;
  const at = (name: unknown) => `${root}${instancePath}/${escapePointer(String(name))}`;
  if (keyword === 'required') return { pointer: at(params.missingProperty), detail: 'is required' };
  if (keyword === 'additionalProperties') {
    return { pointer: at(params.additionalProperty), detail: 'is not a known field' };
  }
  const allowed = params.allowedValues;
  const detail = Array.isArray(allowed)
    ? `must be one of ${allowed.join(', ')}`
    : (error.message ?? 'is wrong');
  return { pointer: root + instancePath, detail };
}

// RFC 6901 section 3.
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

const validationCodes = new Set([
  'bad_request',
  'malformed_json',
  'validation_failed',
  'payload_too_large',
  'uri_too_long',
  'unsupported_media_type',
  'header_fields_too_large',
]);

/**
 * Says in one word why a request failed, for the access log: the word to group by when something is wrong.
 *
 * @returns `timeout`, `aborted`, `validation`, `upstream`, `fault`, or else the error's own code
 */
export function reasonOf(failure: ServiceError | ClientClosedError): string {
  if (failure instanceof ClientClosedError) return 'aborted';
  if (failure.code === 'request_timeout') return 'timeout';
  if (failure.code === 'internal_error') return 'fault';
  if (failure.code.startsWith('upstream_')) return 'upstream';
  return validationCodes.has(failure.code) ? 'validation' : failure.code;
}
