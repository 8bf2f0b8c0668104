import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import Type from 'typebox';
import { type LocalEngine, type SpellingLanguage, spellingLanguages } from './engine.ts';

/** What the routes of local capabilities need. */
export type LocalDependencies = { local: LocalEngine };

/** Every local answer says who gave it, so that nobody takes statistics for understanding. */
const Origin = { provider: Type.String(), quality: Type.String() };

const DetectBody = strictObject({ text: Type.String({ minLength: 1, maxLength: 10_000 }) });

const DetectAnswer = Type.Object({
  language: Type.Union([Type.String(), Type.Null()]),
  isReliable: Type.Boolean({ description: 'False for most texts of one or two words' }),
  candidates: Type.Array(Type.Object({ language: Type.String(), score: Type.Number() })),
  ...Origin,
});

/** `POST /api/toolkit/detect`: the language of a text, without any upstream. */
export function postDetection(server: HttpServer, { local }: LocalDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Detect the language of a text (on this machine)',
    operationId: 'detectLanguage',
    body: DetectBody,
    response: { 200: DetectAnswer, ...problemResponses(400, 401, 408, 503) },
  };
  server.post('/api/toolkit/detect', { schema }, async (request, reply) => {
    const detection = await local.detect(request.body.text, request.deadline.signal);
    reply.header('x-toolkit-provider', 'local/eld');
    return { ...detection, provider: 'local/eld', quality: 'statistical' };
  });
}

const SpellingBody = strictObject({
  text: Type.String({ minLength: 1, maxLength: 10_000 }),
  language: Type.String({ pattern: '^[a-z]{2,3}(-[A-Z]{2})?$' }),
});

const SpellingAnswer = Type.Object({
  misspellings: Type.Array(
    Type.Object({ word: Type.String(), offset: Type.Integer(), suggestions: Type.Array(Type.String()) }),
  ),
  ...Origin,
});

/** `POST /api/toolkit/spelling`: words that a dictionary does not know, without any upstream. */
export function postSpelling(server: HttpServer, { local }: LocalDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Check the spelling of a text (on this machine)',
    operationId: 'checkSpelling',
    body: SpellingBody,
    response: { 200: SpellingAnswer, ...problemResponses(400, 401, 408, 503) },
  };
  server.post('/api/toolkit/spelling', { schema }, async (request, reply) => {
    const { text, language } = request.body;
    const known = knownLanguage(language);
    const misspellings = await local.spell(text, known, request.deadline.signal);
    reply.header('x-toolkit-provider', 'local/nspell');
    return { misspellings, provider: 'local/nspell', quality: 'dictionary' };
  });
}

function knownLanguage(code: string): SpellingLanguage {
  const known = spellingLanguages.find((language) => code.split('-')[0] === language);
  if (known !== undefined) return known;
  throw commonErrors.capability_unavailable({
    detail: `There is no dictionary for ${code}.`,
    extensions: { capability: `spelling:${code}` },
  });
}

/** Every route of this feature. */
export const localRoutes = [postDetection, postSpelling];
