import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { findUser } from './repository.ts';
import { ProfileChanges, toUserView, UserSchema } from './schemas.ts';
import { changeProfile } from './update-profile.ts';
import type { User } from './user.ts';

const security = [{ bearer: [] }];

/** GET /api/users/me: what a person has told about themselves. */
export function getMe(server: HttpServer, { db }: AuthDependencies): void {
  server.get(
    '/api/users/me',
    {
      schema: {
        tags: ['users'],
        summary: 'Own profile',
        security,
        response: {
          200: UserSchema,
          304: Type.Null({ description: 'Unchanged.' }),
          ...problemResponses(401),
        },
      },
    },
    async (request, reply) => {
      const user = await findUser(db, identityOf(request).userId);
      if (!user) throw commonErrors.unauthenticated();
      reply.header('etag', versionTag(user)).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === versionTag(user)) return await reply.code(304).send(null);
      return toUserView(user);
    },
  );
}

/** PATCH /api/users/me: changes the fields that are sent and leaves the others alone. */
export function updateMe(server: HttpServer, { db, clock }: AuthDependencies): void {
  server.patch(
    '/api/users/me',
    {
      schema: {
        tags: ['users'],
        summary: 'Change own profile',
        description: 'With If-Match, only the version that was read is changed; otherwise the answer is 412.',
        security,
        body: ProfileChanges,
        response: { 200: UserSchema, ...problemResponses(400, 401, 412) },
      },
    },
    async (request, reply) => {
      const expected = readVersionTag(request.headers['if-match']);
      const user = await changeProfile({ db, clock }, identityOf(request).userId, request.body, expected);
      reply.header('etag', versionTag(user)).header('cache-control', 'private, no-cache');
      return toUserView(user);
    },
  );
}

export const userRoutes = [getMe, updateMe];

function versionTag(user: User): string {
  return `"${user.id.slice(-6)}-${user.version}"`;
}

/**
 * Reads If-Match (RFC 9110, 13.1.1). A tag that is none of ours cannot match anything, so it asks for version 0, which
 * no user has.
 */
function readVersionTag(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return Number(/^"[0-9a-f]{6}-(\d{1,9})"$/.exec(header.trim())?.[1] ?? 0);
}
