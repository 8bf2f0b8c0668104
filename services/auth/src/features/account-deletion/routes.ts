import { problemResponses, strictObject, Timestamp } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { Password } from '../passwords/schemas.ts';
import { sourceOf } from '../sessions/source.ts';
import { requestDeletion } from './request-deletion.ts';

const Accepted = Type.Object({ deletionAt: Timestamp }, { title: 'DeletionAccepted' });

/** POST /api/auth/account/delete: the account goes in 30 days, all sessions go now. */
export function postDelete(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/account/delete',
    {
      schema: {
        tags: ['users'],
        summary: 'Delete own account',
        description: 'Logging in within 30 days keeps it. Accounts with a password have to give it.',
        security: [{ bearer: [] }],
        body: strictObject({ password: Type.Optional(Password) }),
        response: { 202: Accepted, ...problemResponses(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { userId, sessionId, authTime } = identityOf(request);
      const { password } = request.body;
      const wish = { userId, sessionId, authTime, password, source: sourceOf(request.ip) };
      const dueAt = await requestDeletion(dependencies, wish);
      return await reply.code(202).send({ deletionAt: dueAt.toISOString() });
    },
  );
}

export const accountDeletionRoutes = [postDelete];
