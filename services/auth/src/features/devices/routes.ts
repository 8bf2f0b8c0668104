import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { endSessions } from '../sessions/end-sessions.ts';
import { listDevices, ownsSession } from './repository.ts';
import { DevicePage, DeviceParams } from './schemas.ts';

const security = [{ bearer: [] }];
const tags = ['sessions'];
const ended = { 204: Type.Null({ description: 'Ended.' }), ...problemResponses(401) };

/** GET /api/auth/sessions: where the person is logged in. */
export function getSessions(server: HttpServer, { db, clock }: AuthDependencies): void {
  server.get(
    '/api/auth/sessions',
    {
      schema: {
        tags,
        summary: 'Own sessions',
        security,
        response: { 200: DevicePage, ...problemResponses(401) },
      },
    },
    async (request) => {
      const { userId, sessionId } = identityOf(request);
      const devices = await listDevices(db, userId, new Date(clock.now()));
      const items = devices.map((device) => ({
        ...device,
        isCurrent: device.id === sessionId,
        createdAt: device.createdAt.toISOString(),
        lastUsedAt: device.lastUsedAt.toISOString(),
        expiresAt: device.expiresAt.toISOString(),
      }));
      return { items, nextCursor: null };
    },
  );
}

/** DELETE /api/auth/sessions/{sessionId}: ends one session; one of somebody else does not exist. */
export function deleteSession(server: HttpServer, dependencies: AuthDependencies): void {
  server.delete(
    '/api/auth/sessions/:sessionId',
    {
      schema: {
        tags,
        summary: 'End one session',
        security,
        params: DeviceParams,
        response: { ...ended, ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { userId } = identityOf(request);
      const { sessionId } = request.params;
      if (!(await ownsSession(dependencies.db, userId, sessionId))) throw commonErrors.not_found();
      await endSessions(dependencies, { userId, sessionId });
      return await reply.code(204).send(null);
    },
  );
}

/** POST /api/auth/sessions/revoke-others: ends every session but the one that asks. */
export function postRevokeOthers(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/sessions/revoke-others',
    { schema: { tags, summary: 'End all other sessions', security, response: ended } },
    async (request, reply) => {
      const { userId, sessionId } = identityOf(request);
      await endSessions(dependencies, { userId, exceptSessionId: sessionId });
      return await reply.code(204).send(null);
    },
  );
}

/** DELETE /api/auth/sessions: ends every session, the one that asks included. */
export function deleteSessions(server: HttpServer, dependencies: AuthDependencies): void {
  server.delete(
    '/api/auth/sessions',
    { schema: { tags, summary: 'End all sessions', security, response: ended } },
    async (request, reply) => {
      await endSessions(dependencies, { userId: identityOf(request).userId });
      return await reply.code(204).send(null);
    },
  );
}

export const deviceRoutes = [getSessions, deleteSession, postRevokeOthers, deleteSessions];
