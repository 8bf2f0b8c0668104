/** What the service can ask an upstream to do; breakers, chains and quotas are kept per operation. */
export type Operation =
  | 'text.generate'
  | 'text.stream'
  | 'speech.transcribe'
  | 'speech.synthesize'
  | 'image.generate'
  | 'image.edit';

/** The clock that ran out: each guards against another way for an upstream to hang. */
export type TimeoutPhase = 'connect' | 'first_byte' | 'first_token' | 'idle' | 'total';

/** Why a complete answer with a good status is of no use. */
export type BadAnswer =
  | 'invalid_json'
  | 'unexpected_shape'
  | 'wrong_type'
  | 'empty'
  | 'too_large'
  | 'redirect';

/** What a 4xx answer means, where the provider says so. */
export type Rejection = 'context_length' | 'content_policy' | 'other';

/** Everything one attempt at an upstream can end in, apart from success. */
export type Outcome =
  | { kind: 'status'; status: number; rejection?: Rejection; detail?: string }
  | { kind: 'rate_limited'; retryAfterMs?: number }
  | { kind: 'bad_answer'; reason: BadAnswer }
  | { kind: 'connection_failed'; reason: string }
  | { kind: 'timeout'; phase: TimeoutPhase }
  | { kind: 'broken_stream'; reason: string }
  | { kind: 'breaker_open'; retryAfterMs: number }
  | { kind: 'overloaded' }
  | { kind: 'blocked_address' }
  | { kind: 'no_key'; retryAfterMs: number; reason: 'rate_limited' | 'refused' }
  | { kind: 'request_too_large' }
  | { kind: 'client_gone' }
  | { kind: 'deadline' };

/** An attempt that failed, carrying its outcome; the message is for the operator only. */
export class UpstreamFailure extends Error {
  readonly outcome: Outcome;

  /**
   * @param outcome what happened.
   * @param cause the error underneath, for the log.
   */
  constructor(outcome: Outcome, cause?: unknown) {
    super(describeOutcome(outcome), cause === undefined ? undefined : { cause });
    this.name = 'UpstreamFailure';
    this.outcome = outcome;
  }
}

/**
 * One short label for logs, metrics and the usage ledger.
 * @returns for instance `status_500`, `timeout_first_byte`, `client_gone`.
 */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'status':
      return `status_${outcome.status}`;
    case 'timeout':
      return `timeout_${outcome.phase}`;
    case 'bad_answer':
      return `bad_answer_${outcome.reason}`;
    default:
      return outcome.kind;
  }
}
