import { commonErrors, defineErrors, type ErrorOptions, ServiceError } from '@linguamate/shared/errors';
import type { ChainExhausted } from './features/upstreams/run-chain.ts';

/** The errors that only this service gives. */
export const toolkitErrors = defineErrors({
  upstream_bad_response: {
    status: 502,
    title: 'Unusable upstream answer',
    detail: 'The AI provider gave an answer that cannot be used.',
    retryable: true,
  },
  context_length_exceeded: {
    status: 400,
    title: 'Conversation too long',
    detail: 'The conversation is longer than any configured model accepts.',
  },
  content_policy: {
    status: 400,
    title: 'Refused by content policy',
    detail: 'The AI provider refused this content.',
  },
  rejected_by_upstream: {
    status: 400,
    title: 'Rejected by the AI provider',
    detail: 'The AI provider rejected the request.',
  },
  stream_broken: {
    status: 502,
    title: 'Answer ended early',
    detail: 'The AI provider stopped in the middle of its answer.',
    retryable: true,
  },
  quota_exceeded: {
    status: 429,
    title: 'Daily limit reached',
    detail: 'The daily limit is used up.',
    retryable: true,
  },
  too_many_at_once: {
    status: 429,
    title: 'Too many requests at once',
    detail: 'Wait for an earlier answer before asking for the next.',
    retryable: true,
  },
  model_not_found: {
    status: 404,
    title: 'Unknown model',
    detail: 'No model of this name is configured.',
  },
});

/** Statuses of a provider that say something about the client's request and are passed on. */
const passedOn = new Set([400, 413, 415, 422]);

/** How long a client should wait when nothing better is known. */
const defaultRetryAfterSeconds = 5;

/**
 * Turns a chain that found no answer into what the client is told.
 * @param failure the exhausted chain.
 * @returns the error to throw; its operator's text lists every attempt.
 */
export function answerOf(failure: ChainExhausted): ServiceError {
  const options: ErrorOptions = { message: failure.message, cause: failure };
  const waiting: ErrorOptions = { ...options, retryAfterSeconds: retryAfterSeconds(failure) };
  switch (failure.answer) {
    case 'upstream_timeout':
      return commonErrors.upstream_timeout(options);
    case 'upstream_bad_response':
      return toolkitErrors.upstream_bad_response(options);
    case 'rate_limited':
      return commonErrors.rate_limited(waiting);
    case 'overloaded':
      return commonErrors.overloaded(waiting);
    case 'context_length_exceeded':
      return toolkitErrors.context_length_exceeded(options);
    case 'content_policy':
      return toolkitErrors.content_policy(options);
    case 'rejected_by_upstream':
      return rejection(failure, options);
    case 'payload_too_large':
      return commonErrors.payload_too_large(options);
    case 'request_timeout':
    case 'client_gone':
      return commonErrors.request_timeout(options);
    case 'service_unavailable':
    case 'in_band':
      return commonErrors.service_unavailable(waiting);
  }
}

function rejection(failure: ChainExhausted, options: ErrorOptions): ServiceError {
  const { outcome } = failure;
  const entry = toolkitErrors.catalogue.rejected_by_upstream;
  if (outcome.kind !== 'status' || !passedOn.has(outcome.status)) {
    return toolkitErrors.upstream_bad_response(options);
  }
  const detail = outcome.detail === undefined ? {} : { detail: outcome.detail };
  return new ServiceError(
    'rejected_by_upstream',
    { ...entry, status: outcome.status },
    { ...options, ...detail },
  );
}

function retryAfterSeconds({ outcome }: ChainExhausted): number {
  const waitMs = 'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined;
  return waitMs === undefined ? defaultRetryAfterSeconds : Math.max(1, Math.ceil(waitMs / 1000));
}

/**
 * Adds what clients of AI services look at to an error of ours: the official OpenAI client repeats 5xx answers by itself unless
 * told not to, and Rork's clients read `error` or `message`.
 * @param failure the error to answer with.
 * @returns the same error with `x-should-retry: false` and the two texts.
 */
export function forToolkitClients(failure: ServiceError): ServiceError {
  const { code, status, title, detail, retryable, retryAfterSeconds: retryAfter, fieldErrors } = failure;
  return new ServiceError(
    code,
    { status, title, detail, retryable },
    {
      message: failure.message,
      cause: failure.cause,
      headers: { ...failure.headers, 'x-should-retry': 'false' },
      extensions: { ...failure.extensions, error: detail, message: detail },
      ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
      ...(fieldErrors === undefined ? {} : { fieldErrors }),
    },
  );
}
