import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { askCached, type CachedAnswer, type LanguageDependencies } from './ask-cached.ts';
import { explanationPrompt, translationPrompt } from './prompts.ts';

const Text = Type.String({ minLength: 1, maxLength: 5000 });
const Language = Type.String({
  pattern: '^[a-z]{2,3}(-[A-Z]{2})?$',
  description: 'Code such as es or es-MX',
});

const TranslateBody = strictObject({ text: Text, from: Type.Optional(Language), to: Language });
const ExplainBody = strictObject({ text: Text, language: Language, inLanguage: Language });

const responses = problemResponses(400, 401, 408, 429, 502, 503, 504);

function sayHow(reply: FastifyReply, { provider, fromCache }: CachedAnswer): void {
  reply.headers({ 'x-toolkit-provider': provider, 'x-toolkit-cache': fromCache ? 'hit' : 'miss' });
}

/** `POST /api/toolkit/translate`: a text in another language; equal questions are answered once a week. */
export function postTranslation(server: HttpServer, deps: LanguageDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Translate a text',
    operationId: 'translateText',
    body: TranslateBody,
    response: { 200: Type.Object({ translation: Type.String(), provider: Type.String() }), ...responses },
  };
  server.post('/api/toolkit/translate', { schema }, async (request, reply) => {
    const { text, from = null, to } = request.body;
    const { userId } = identityOf(request);
    const messages = translationPrompt(text.normalize('NFC').trim(), from, to);
    const answer = await askCached('translate', messages, userId, request.deadline, deps);
    sayHow(reply, answer);
    return { translation: answer.text, provider: answer.provider };
  });
}

/** `POST /api/toolkit/explain`: grammar and meaning of a text, for a learner. */
export function postExplanation(server: HttpServer, deps: LanguageDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Explain a text to a learner',
    operationId: 'explainText',
    body: ExplainBody,
    response: { 200: Type.Object({ explanation: Type.String(), provider: Type.String() }), ...responses },
  };
  server.post('/api/toolkit/explain', { schema }, async (request, reply) => {
    const { text, language, inLanguage } = request.body;
    const { userId } = identityOf(request);
    const messages = explanationPrompt(text.normalize('NFC').trim(), language, inLanguage);
    const answer = await askCached('explain', messages, userId, request.deadline, deps);
    sayHow(reply, answer);
    return { explanation: answer.text, provider: answer.provider };
  });
}

/** Every route of this feature. */
export const languageRoutes = [postTranslation, postExplanation];
