import { type Static, Type } from 'typebox';

/** What the catalogue knows about one error code. */
export type ErrorEntry = {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Short public name of the kind of problem; never varies between occurrences (RFC 9457 3.1.3). */
  readonly title: string;
  /** Public sentence for this problem unless the occurrence brings its own. */
  readonly detail: string;
  /** True when the same request may succeed later. */
  readonly retryable?: boolean;
};

/** One wrong field: where it stands (JSON pointer, RFC 6901) and what is wrong with it. */
export type FieldError = { readonly pointer: string; readonly detail: string };

/** What one occurrence of an error may add to its catalogue entry. */
export type ErrorOptions = {
  /** Public sentence that replaces the catalogue's. */
  detail?: string;
  /** Operator's text: goes to the log, never to the client. */
  message?: string;
  cause?: unknown;
  /** Sent as `Retry-After` and as `retryAfter`. */
  retryAfterSeconds?: number;
  fieldErrors?: readonly FieldError[];
  headers?: Readonly<Record<string, string>>;
  /** Public extra members of the problem document (RFC 9457 3.2). */
  extensions?: Readonly<Record<string, unknown>>;
};

/** An expected failure with two texts: `detail` for the client, `message` for the operator. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly fieldErrors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: string, entry: ErrorEntry, options: ErrorOptions = {}) {
    super(options.message ?? options.detail ?? entry.detail, { cause: options.cause });
    this.code = code;
    this.status = entry.status;
    this.title = entry.title;
    this.detail = options.detail ?? entry.detail;
    this.retryable = entry.retryable ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds ?? defaultRetryAfter(entry);
    this.fieldErrors = options.fieldErrors;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}

/** What a client is told to wait when nobody knows better: told nothing, it would come back at once. */
const defaultRetryAfterSeconds = 5;

function defaultRetryAfter({ status, retryable }: ErrorEntry): number | undefined {
  return retryable === true && (status === 429 || status === 503) ? defaultRetryAfterSeconds : undefined;
}

/** The client closed the connection before the answer was ready; 499 exists only in our logs and metrics. */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError';
  readonly code = 'client_closed_request';
  readonly status = 499;

  constructor() {
    super('The client closed the connection before the answer was ready');
  }
}

/** A set of errors by code. */
export type ErrorCatalogue = Readonly<Record<string, ErrorEntry>>;

/** One factory per code of the catalogue, and the catalogue itself for documents and tests. */
export type ErrorFactories<C extends ErrorCatalogue> = {
  readonly [Code in keyof C]: (options?: ErrorOptions) => ServiceError;
} & { readonly catalogue: C };

/**
 * Turns a catalogue into one factory per error code.
 *
 * @param catalogue entries by code; a code is lower_snake_case and is part of the public contract
 * @returns factories, and the catalogue under `catalogue`
 */
export function defineErrors<const C extends ErrorCatalogue>(catalogue: C): ErrorFactories<C> {
  const factories = Object.fromEntries(
    Object.entries(catalogue).map(([code, entry]) => [
      code,
      (options?: ErrorOptions) => new ServiceError(code, entry, options),
    ]),
  );
  // Object.fromEntries forgets the keys; they are exactly those of the catalogue.
  return Object.freeze({ ...factories, catalogue }) as ErrorFactories<C>;
}

/** The errors that every service may answer with. */
export const commonErrors = defineErrors({
  bad_request: { status: 400, title: 'Bad request', detail: 'The request cannot be understood.' },
  malformed_json: { status: 400, title: 'Malformed JSON', detail: 'The request body is not valid JSON.' },
  validation_failed: {
    status: 400,
    title: 'Validation failed',
    detail: 'The request has fields that are missing, wrong or unknown.',
  },
  unauthenticated: { status: 401, title: 'Not authenticated', detail: 'A valid access token is required.' },
  token_expired: { status: 401, title: 'Token expired', detail: 'The access token has expired; refresh it.' },
  forbidden: { status: 403, title: 'Forbidden', detail: 'This is not allowed for this account.' },
  not_found: { status: 404, title: 'Not found', detail: 'There is nothing here.' },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This address exists but does not support the method.',
  },
  request_timeout: {
    status: 408,
    title: 'Request timed out',
    detail: 'The request took longer than its deadline.',
    retryable: true,
  },
  conflict: { status: 409, title: 'Conflict', detail: 'The request contradicts the present state.' },
  idempotency_in_progress: {
    status: 409,
    title: 'Request in progress',
    detail: 'A request with the same Idempotency-Key is still being processed.',
    retryable: true,
  },
  precondition_failed: {
    status: 412,
    title: 'Precondition failed',
    detail: 'The resource has changed since it was read.',
  },
  payload_too_large: { status: 413, title: 'Payload too large', detail: 'The request body is too large.' },
  uri_too_long: { status: 414, title: 'URI too long', detail: 'The address of the request is too long.' },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Send the body as application/json in UTF-8 without content encoding.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    detail: 'This Idempotency-Key was used before with another request.',
  },
  precondition_required: {
    status: 428,
    title: 'Precondition required',
    detail: 'Send If-Match with the version that was read.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'There were too many requests; try again later.',
    retryable: true,
  },
  header_fields_too_large: {
    status: 431,
    title: 'Header fields too large',
    detail: 'The headers of the request are too large or too many.',
  },
  internal_error: { status: 500, title: 'Internal error', detail: 'Something went wrong on our side.' },
  upstream_failed: {
    status: 502,
    title: 'Upstream failed',
    detail: 'A service behind this one gave an unusable answer.',
    retryable: true,
  },
  upstream_unreachable: {
    status: 502,
    title: 'Upstream unreachable',
    detail: 'A service behind this one cannot be reached.',
    retryable: true,
  },
  service_unavailable: {
    status: 503,
    title: 'Service unavailable',
    detail: 'The service is not available at the moment.',
    retryable: true,
  },
  overloaded: {
    status: 503,
    title: 'Overloaded',
    detail: 'The service has too much to do at the moment.',
    retryable: true,
  },
  shutting_down: {
    status: 503,
    title: 'Shutting down',
    detail: 'This instance is about to stop.',
    retryable: true,
  },
  capability_unavailable: {
    status: 503,
    title: 'Capability unavailable',
    detail: 'This installation is not set up for that capability.',
  },
  upstream_timeout: {
    status: 504,
    title: 'Upstream timed out',
    detail: 'A service behind this one did not answer in time.',
    retryable: true,
  },
});

/** An error as the client sees it (RFC 9457), for OpenAPI and for typed clients. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'URN of the kind of problem' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Stable code to switch over' }),
    requestId: Type.String({ description: 'Quote this when you report the problem' }),
    retryAfter: Type.Optional(Type.Integer({ description: 'Seconds until a new try makes sense' })),
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))),
  },
  { additionalProperties: true, title: 'Problem' },
);

/** An error as the client sees it (RFC 9457). */
export type Problem = Static<typeof ProblemSchema> & Record<string, unknown>;

/**
 * Writes an error as a problem document. Whatever is not a ServiceError is our own fault and becomes
 * `internal_error`: its message may hold anything and is for the log only.
 *
 * @param requestId id that connects the answer with the log
 */
export function toProblem(
  error: unknown,
  requestId: string,
): { problem: Problem; status: number; headers: Record<string, string> } {
  const known = error instanceof ServiceError ? error : commonErrors.internal_error();
  const { status, title, detail, code, retryAfterSeconds, fieldErrors } = known;
  return {
    status,
    headers: {
      ...known.headers,
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
    },
    problem: {
      ...known.extensions,
      type: `urn:linguamate:problem:${code}`,
      title,
      status,
      detail,
      code,
      requestId,
      ...(retryAfterSeconds === undefined ? {} : { retryAfter: Math.ceil(retryAfterSeconds) }),
      ...(fieldErrors === undefined ? {} : { errors: [...fieldErrors] }),
    },
  };
}
