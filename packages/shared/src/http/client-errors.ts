import type { Socket } from 'node:net';
import { commonErrors, type ServiceError, toProblem } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Logger } from '../logger.ts';
import { exchangeOn } from './exchange.ts';
import { reasonOf } from './failures.ts';

type ClientError = Error & { code?: string };

/**
 * Makes the handler of what Node's HTTP parser refuses: these never become requests, so they get their problem
 * document and their line in the access log here.
 */
export function createClientErrorHandler(logger: Logger) {
  return (error: ClientError, socket: Socket): void => {
    // A client that has gone away reads nothing any more; if it had a request under way, that one logs it.
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const failure = failureOf(error);
    const exchange = exchangeOn(socket);
    const requestId = exchange?.context.requestId ?? newId();
    exchange?.fail(failure);
    if (exchange === undefined) {
      const { status, code } = failure;
      const line = { requestId, status, reason: reasonOf(failure), code, problem: error.message };
      logger[status === 408 ? 'warn' : 'info']({ ...line, address: socket.remoteAddress }, 'request');
    }
    socket.end(rawAnswer(failure, requestId));
    // `end` waits for the client to close its side, which an attacker never does.
    socket.destroySoon();
  };
}

function failureOf(error: ClientError): ServiceError {
  const message = error.message;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return commonErrors.request_timeout({ detail: 'The request did not arrive in time.', message });
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') return commonErrors.header_fields_too_large({ message });
  return commonErrors.bad_request({ detail: 'The request is not valid HTTP.', message });
}

function rawAnswer(failure: ServiceError, requestId: string): string {
  const { problem, status } = toProblem(failure, requestId);
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${status} ${problem.title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
