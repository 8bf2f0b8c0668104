import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { sourceOf } from '../sessions/source.ts';
import { changePassword } from './change-password.ts';
import { ChangePasswordBody } from './schemas.ts';

/** POST /api/auth/password/change: a new password for somebody who knows the current one. */
export function postChangePassword(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/password/change',
    {
      schema: {
        tags: ['passwords'],
        summary: 'Change password',
        description: 'The session that asks stays; all others end.',
        security: [{ bearer: [] }],
        body: ChangePasswordBody,
        response: {
          204: Type.Null({ description: 'Changed.' }),
          ...problemResponses(400, 401, 409, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { userId, sessionId } = identityOf(request);
      const who = { userId, sessionId, source: sourceOf(request.ip) };
      await changePassword(dependencies, { ...who, ...request.body });
      return await reply.code(204).send(null);
    },
  );
}

export const passwordRoutes = [postChangePassword];
