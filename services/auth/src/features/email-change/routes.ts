import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { Password } from '../passwords/schemas.ts';
import { Email } from '../sessions/schemas.ts';
import { sourceOf } from '../sessions/source.ts';
import { LinkToken } from '../verification/schemas.ts';
import { confirmEmailChange, requestEmailChange } from './change-email.ts';

const tags = ['users'];

/** POST /api/auth/email/change: asks to move the account to another address. */
export function postEmailChange(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/email/change',
    {
      schema: {
        tags,
        summary: 'Change e-mail address',
        description: 'A link goes to the new address; until it is used, nothing changes.',
        security: [{ bearer: [] }],
        body: strictObject({ newEmail: Email, password: Type.Optional(Password) }),
        response: {
          202: Type.Null({ description: 'Accepted.' }),
          ...problemResponses(400, 401, 403, 409, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { userId, authTime } = identityOf(request);
      const { newEmail, password } = request.body;
      const wish = { userId, authTime, newEmail, password, source: sourceOf(request.ip) };
      await requestEmailChange(dependencies, wish);
      return await reply.code(202).send(null);
    },
  );
}

/** POST /api/auth/email/change/confirm: the new address has proven itself. */
export function postConfirmEmailChange(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/email/change/confirm',
    {
      schema: {
        tags,
        summary: 'Confirm the new e-mail address',
        body: strictObject({ token: LinkToken }),
        response: { 204: Type.Null({ description: 'Changed.' }), ...problemResponses(400) },
      },
    },
    async (request, reply) => {
      await confirmEmailChange(dependencies, request.body.token);
      return await reply.code(204).send(null);
    },
  );
}

export const memberEmailChangeRoutes = [postEmailChange];
export const publicEmailChangeRoutes = [postConfirmEmailChange];
