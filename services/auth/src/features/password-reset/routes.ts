import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { Password } from '../passwords/schemas.ts';
import { Email } from '../sessions/schemas.ts';
import { sourceOf } from '../sessions/source.ts';
import { LinkToken } from '../verification/schemas.ts';
import { forgotPassword } from './forgot-password.ts';
import { resetPassword } from './reset-password.ts';

const tags = ['passwords'];

/** POST /api/auth/password/forgot: a mail with a link, if there is such an account. */
export function postForgot(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/password/forgot',
    {
      schema: {
        tags,
        summary: 'Ask for a new password',
        description: 'The answer is the same whether or not the address has an account.',
        body: strictObject({ email: Email }),
        response: { 202: Type.Null({ description: 'Accepted.' }), ...problemResponses(400) },
      },
    },
    async (request, reply) => {
      await forgotPassword(dependencies, request.body.email);
      return await reply.code(202).send(null);
    },
  );
}

/** POST /api/auth/password/reset: a new password for the holder of the link. */
export function postReset(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/password/reset',
    {
      schema: {
        tags,
        summary: 'Set a new password by link',
        description: 'Ends all sessions and does not log in.',
        body: strictObject({ token: LinkToken, newPassword: Password }),
        response: { 204: Type.Null({ description: 'Set.' }), ...problemResponses(400, 503) },
      },
    },
    async (request, reply) => {
      await resetPassword(dependencies, { ...request.body, source: sourceOf(request.ip) });
      return await reply.code(204).send(null);
    },
  );
}

export const passwordResetRoutes = [postForgot, postReset];
