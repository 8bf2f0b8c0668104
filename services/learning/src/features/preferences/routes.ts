import { problemResponses, Timestamp } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { type Static, Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { readLearner } from '../learners/read-learner.ts';
import { PreferenceProfile } from './profile.ts';
import { type Preferences, readPreferences } from './repository.ts';
import { changePreferences, type Precondition } from './save-preferences.ts';

const tags = ['preferences'];
const security = [{ bearer: [] }];
const PreferencesView = Type.Object({
  profile: PreferenceProfile,
  updatedAt: Type.Union([Timestamp, Type.Null()]),
});

/** GET /api/preferences: all settings, with an ETag to change them by. */
export function getPreferences(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/preferences',
    {
      schema: {
        tags,
        summary: 'Own preferences',
        security,
        response: {
          200: PreferencesView,
          304: Type.Null({ description: 'Unchanged.' }),
          ...problemResponses(401),
        },
      },
    },
    async (request, reply) => {
      const learner = await readLearner(deps, identityOf(request).userId);
      const preferences = await readPreferences(deps.db, learner.userId);
      reply.header('etag', tagOf(preferences)).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === tagOf(preferences)) return await reply.code(304).send(null);
      return toView(preferences);
    },
  );
}

/** PATCH /api/preferences: changes the settings that are sent. */
export function patchPreferences(server: HttpServer, deps: LearningDependencies): void {
  server.patch(
    '/api/preferences',
    {
      schema: {
        tags,
        summary: 'Change own preferences',
        description:
          'Send If-Match with the ETag that was read; without it stored preferences are not overwritten (428).',
        security,
        body: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), {
          description: 'Any part of a profile; what is left out stays as it is.',
        }),
        response: { 200: PreferencesView, ...problemResponses(400, 401, 412, 422, 428) },
      },
    },
    async (request, reply) => {
      const precondition = readPrecondition(request.headers['if-match']);
      const preferences = await changePreferences(
        deps,
        identityOf(request).userId,
        request.body,
        precondition,
      );
      reply.header('etag', tagOf(preferences)).header('cache-control', 'private, no-cache');
      return toView(preferences);
    },
  );
}

export const preferenceRoutes = [getPreferences, patchPreferences];

function tagOf(preferences: Preferences): string {
  return `"p${preferences.version}"`;
}

/** Reads If-Match (RFC 9110, 13.1.1). A tag that is none of ours matches no version. */
function readPrecondition(header: string | undefined): Precondition {
  if (header === undefined) return { kind: 'none' };
  if (header.trim() === '*') return { kind: 'any' };
  return { kind: 'version', version: Number(/^"p(\d{1,9})"$/.exec(header.trim())?.[1] ?? -1) };
}

function toView({ profile, updatedAt }: Preferences): Static<typeof PreferencesView> {
  return { profile, updatedAt: updatedAt?.toISOString() ?? null };
}
