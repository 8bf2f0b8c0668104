/** A failed request as the gateway describes it (RFC 9457). */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable name of the kind of failure, for instance `rate_limited`; switch on this. */
  code: string;
  /** Quote this when asking for help. */
  requestId: string;
  /** Seconds to wait before trying again. */
  retryAfter?: number;
  /** What is wrong with single fields. */
  errors?: { pointer: string; detail: string }[];
};

/** Thrown by `unwrap` when a request failed. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/**
 * Tells a problem from other values.
 *
 * @param value usually the `error` of a result
 */
export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'status' in value &&
    typeof value.status === 'number'
  );
}

/** What every call gives: data or error, and the response. */
export type Result<T> = { data?: T; error?: unknown; response: Response };

/**
 * Gives the data of a result.
 *
 * @param result what a call resolved with, or the promise of it
 * @returns the data of a successful call
 * @throws ProblemError when the call failed
 */
export async function unwrap<T>(result: Result<T> | Promise<Result<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await result;
  if (response.ok && data !== undefined && data !== null) return data;
  throw new ProblemError(isProblem(error) ? error : problemOf(response));
}

/** An answer that is no problem document comes from something between us and the gateway. */
function problemOf(response: Response): Problem {
  return {
    type: 'about:blank',
    title: response.statusText || 'Request failed',
    status: response.status,
    detail: `The request was answered with ${response.status}.`,
    code: 'unknown',
    requestId: response.headers.get('x-request-id') ?? '',
  };
}
