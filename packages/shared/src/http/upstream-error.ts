import type { Problem } from '../errors.ts';

/** A service that we called answered, but not with success. Whoever calls decides what that means for his caller. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  /** Status of the upstream's answer. */
  readonly status: number;
  /** The upstream's problem document, where it sent one. */
  readonly problem: Problem | undefined;
  /** Response headers in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    call: string,
    answer: { status: number; problem?: Problem | undefined; headers?: Record<string, string> },
  ) {
    super(
      `${call} answered ${answer.status}${answer.problem === undefined ? '' : ` ${answer.problem.code}`}`,
    );
    this.status = answer.status;
    this.problem = answer.problem;
    this.headers = answer.headers ?? {};
  }
}
