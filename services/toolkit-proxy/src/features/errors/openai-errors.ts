import { ClientClosedError, type ServiceError, toProblem } from '@linguamate/shared/errors';
import { exchangeOf } from '@linguamate/shared/http/exchange';
import { asFailure } from '@linguamate/shared/http/failures';
import type { HttpServer } from '@linguamate/shared/http/server';

/** An error as OpenAI's clients read it. */
export type OpenAiError = { error: { message: string; type: string; param: string | null; code: string } };

/**
 * Makes the errors of a scope look like OpenAI's.
 * @param scope routes in OpenAI's shape.
 */
export function answerOpenAiClients(scope: HttpServer): void {
  scope.setErrorHandler((error, request, reply) => {
    const failure = asFailure(error, request.deadline.signal);
    exchangeOf(request)?.fail(failure);
    const { status, headers } = toProblem(failure, request.id);
    return (
      reply
        .code(status)
        .headers(headers)
        // The official client repeats 408, 409, 429 and 5xx twice by itself; we have done the repeating that makes sense.
        .header('x-should-retry', 'false')
        .header('content-type', 'application/json; charset=utf-8')
        .send(JSON.stringify(toOpenAiError(failure)))
    );
  });
}

/**
 * Translates an error of ours.
 * @returns OpenAI's error object; field errors become part of the message, the first one also `param`.
 */
export function toOpenAiError(failure: ServiceError | ClientClosedError): OpenAiError {
  if (failure instanceof ClientClosedError) {
    return { error: { message: failure.message, type: 'client_closed', param: null, code: failure.code } };
  }
  const fields = failure.fieldErrors ?? [];
  const places = fields.map(({ pointer, detail }) => `${pointer} ${detail}`);
  const param = fields[0]?.pointer.slice(1).replaceAll('/', '.') ?? null;
  const message = [failure.detail, ...places].join(' ');
  return { error: { message, type: typeOf(failure.status), param, code: failure.code } };
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
