import { ServiceError } from '@linguamate/shared/errors';
import { asFailure } from '@linguamate/shared/http/failures';
import type { HttpServer } from '@linguamate/shared/http/server';
import { forToolkitClients } from '../../errors.ts';

/**
 * Makes the errors of a scope readable for clients of AI services. What the handler throws goes on to the server's own handler,
 * which writes the problem document.
 * @param scope routes in Rork's shape.
 */
export function answerToolkitClients(scope: HttpServer): void {
  scope.setErrorHandler((error, request) => {
    const failure = asFailure(error, request.deadline.signal);
    throw failure instanceof ServiceError ? forToolkitClients(failure) : failure;
  });
}
