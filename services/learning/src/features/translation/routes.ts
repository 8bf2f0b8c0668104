import {
  CursorQuery,
  decodeCursor,
  Page,
  problemResponses,
  strictObject,
  Timestamp,
  Uuid,
} from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { type Static, Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { pageById } from '../chat/views.ts';
import { deleteTranslation, listTranslations, markFavourite, type Translation } from './repository.ts';
import { translateText } from './translate-text.ts';

const tags = ['translation'];
const security = [{ bearer: [] }];
// Any well-formed tag (RFC 5646): zh-Hans, es-419 and pa-Guru are languages as much as es-MX is.
const Language = Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 });
const TranslateBody = strictObject({
  text: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
  from: Type.Optional(Language),
  to: Language,
});
const TranslationView = Type.Object({
  id: Uuid,
  text: Type.String(),
  translation: Type.String(),
  alternatives: Type.Array(Type.String()),
  from: Type.String({ description: 'As asked, or as detected; und when nobody knows.' }),
  to: Type.String(),
  source: Type.Unsafe<'ai' | 'course'>({ type: 'string', enum: ['ai', 'course'] }),
  degraded: Type.Boolean({ description: 'True when a course’s own pairs answered, without AI.' }),
  favourite: Type.Boolean(),
  createdAt: Timestamp,
});
const HistoryQuery = strictObject({
  ...CursorQuery.properties,
  favourites: Type.Optional(Type.Boolean({ description: 'Only those marked as favourites.' })),
});
const params = strictObject({ translationId: Uuid });
const IdCursor = strictObject({ id: Uuid });

/** POST /api/translate: a text in another language, with alternatives. */
export function postTranslation(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Translate a text',
    security,
    body: TranslateBody,
    response: { 200: TranslationView, ...problemResponses(400, 401, 408, 502, 503) },
  };
  server.post('/api/translate', { schema }, async (request) =>
    toView(await translateText(deps, identityOf(request), request.body, request.deadline)),
  );
}

/** GET /api/translate/history: own translations, newest first. */
export function getHistory(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Own translations',
    security,
    querystring: HistoryQuery,
    response: { 200: Page(TranslationView), ...problemResponses(400, 401) },
  };
  server.get('/api/translate/history', { schema }, async (request) => {
    const { limit, cursor, favourites = false } = request.query;
    const before = cursor === undefined ? undefined : decodeCursor(cursor, IdCursor).id;
    const page = { before, limit: limit + 1, favouritesOnly: favourites };
    return pageById(await listTranslations(db, identityOf(request).userId, page), limit, toView);
  });
}

/** PATCH /api/translate/history/{translationId}: marks or unmarks a favourite. */
export function patchTranslation(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Mark a translation as a favourite, or no more',
    security,
    params,
    body: strictObject({ favourite: Type.Boolean() }),
    response: { 200: TranslationView, ...problemResponses(400, 401, 404) },
  };
  server.patch('/api/translate/history/:translationId', { schema }, async (request) => {
    const { userId } = identityOf(request);
    const { favourite } = request.body;
    const entry = await markFavourite(db, { id: request.params.translationId, userId, favourite });
    if (entry === undefined) throw learningErrors.translation_not_found();
    return toView(entry);
  });
}

/** DELETE /api/translate/history/{translationId}: forgets a translation. */
export function removeTranslation(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Forget a translation',
    security,
    params,
    response: { 204: { type: 'null', description: 'Forgotten' }, ...problemResponses(400, 401, 404) },
  };
  server.delete('/api/translate/history/:translationId', { schema }, async (request, reply) => {
    const isDeleted = await deleteTranslation(db, request.params.translationId, identityOf(request).userId);
    if (!isDeleted) throw learningErrors.translation_not_found();
    return reply.code(204).send();
  });
}

export const translationRoutes = [postTranslation, getHistory, patchTranslation, removeTranslation];

function toView(entry: Translation): Static<typeof TranslationView> {
  const { id, text, from, to, favourite, result } = entry;
  return {
    id,
    text,
    translation: result.translation,
    alternatives: [...result.alternatives],
    from,
    to,
    source: result.source,
    degraded: result.source === 'course',
    favourite,
    createdAt: entry.createdAt.toISOString(),
  };
}
