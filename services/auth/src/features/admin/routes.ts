import { decodeCursor, encodeCursor, problemResponses, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { listAuditEntries } from '../audit/repository.ts';
import { AuditPage, positionOf, toAuditPage } from '../audit/schemas.ts';
import { parseEmailAddress } from '../users/email-address.ts';
import { setDisabled, setPremium, setRoles, signOutUser, unlockUser } from './manage-users.ts';
import { searchUsers } from './repository.ts';
import { AuditQuery, UserChangeBody, UserPage, UserParams, UserQuery } from './schemas.ts';

const common = { tags: ['admin'], security: [{ bearer: [] }] };
const done = { 204: Type.Null({ description: 'Done.' }), ...problemResponses(400, 401, 403, 404) };
const Position = Type.Object({ after: Uuid });

/** GET /internal/admin/users: everybody, or the one with an address. */
export function getUsers(server: HttpServer, { db }: AuthDependencies): void {
  server.get(
    '/internal/admin/users',
    {
      schema: {
        ...common,
        summary: 'Find users',
        querystring: UserQuery,
        response: { 200: UserPage, ...problemResponses(400, 401, 403) },
      },
    },
    async (request) => {
      const { limit, cursor, email } = request.query;
      const afterId = cursor === undefined ? undefined : decodeCursor(cursor, Position).after;
      // A text that is no address finds nobody, instead of everybody.
      const emailKey = email === undefined ? undefined : (parseEmailAddress(email)?.key ?? '');
      const users = await searchUsers(db, { emailKey, afterId, limit: limit + 1 });
      const items = users
        .slice(0, limit)
        .map((user) => ({ ...user, createdAt: user.createdAt.toISOString() }));
      const last = items.at(-1);
      return { items, nextCursor: last && users.length > limit ? encodeCursor({ after: last.id }) : null };
    },
  );
}

/** PATCH /internal/admin/users/{userId}: disable, make premium, give roles. */
export function patchUser(server: HttpServer, dependencies: AuthDependencies): void {
  server.patch(
    '/internal/admin/users/:userId',
    {
      schema: {
        ...common,
        summary: 'Change a user',
        params: UserParams,
        body: UserChangeBody,
        response: done,
      },
    },
    async (request, reply) => {
      const act = { adminId: identityOf(request).userId, userId: request.params.userId };
      const { isDisabled, isPremium, roles } = request.body;
      if (isDisabled !== undefined) await setDisabled(dependencies, act, isDisabled);
      if (isPremium !== undefined) await setPremium(dependencies, act, isPremium);
      if (roles !== undefined) await setRoles(dependencies, act, roles);
      return await reply.code(204).send(null);
    },
  );
}

/** POST /internal/admin/users/{userId}/unlock: forgets failed attempts. */
export function postUnlock(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/internal/admin/users/:userId/unlock',
    { schema: { ...common, summary: 'Unlock a user', params: UserParams, response: done } },
    async (request, reply) => {
      const act = { adminId: identityOf(request).userId, userId: request.params.userId };
      await unlockUser(dependencies, dependencies.guard, act);
      return await reply.code(204).send(null);
    },
  );
}

/** POST /internal/admin/users/{userId}/sign-out: ends all sessions of a user. */
export function postSignOut(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/internal/admin/users/:userId/sign-out',
    { schema: { ...common, summary: 'End all sessions of a user', params: UserParams, response: done } },
    async (request, reply) => {
      await signOutUser(dependencies, { adminId: identityOf(request).userId, userId: request.params.userId });
      return await reply.code(204).send(null);
    },
  );
}

/** GET /internal/admin/audit: the audit log of everybody. */
export function getAudit(server: HttpServer, { db }: AuthDependencies): void {
  server.get(
    '/internal/admin/audit',
    {
      schema: {
        ...common,
        summary: 'Audit log',
        querystring: AuditQuery,
        response: { 200: AuditPage, ...problemResponses(400, 401, 403) },
      },
    },
    async (request) => {
      const { limit, cursor, userId } = request.query;
      const entries = await listAuditEntries(db, { userId, before: positionOf(cursor), limit: limit + 1 });
      return toAuditPage(entries, limit);
    },
  );
}

export const adminRoutes = [getUsers, patchUser, postUnlock, postSignOut, getAudit];
