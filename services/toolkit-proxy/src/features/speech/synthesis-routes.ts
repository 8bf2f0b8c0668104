import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import { type SynthesisDependencies, synthesizeSpeech } from './synthesize-speech.ts';

const Language = Type.String({
  pattern: '^[a-z]{2,3}(-[A-Za-z]{2,8})?$',
  description: 'Code such as es or es-MX',
});
const formats = ['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] as const;

/** OpenAI's request; `language` is ours and chooses the voice of this machine. Unknown fields are taken without effect. */
const SpeechBody = Type.Object({
  input: Type.String({ minLength: 1, maxLength: 4096 }),
  model: Type.Optional(Type.String({ maxLength: 100 })),
  voice: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,60}$' })),
  response_format: Type.Optional(Type.Union(formats.map((format) => Type.Literal(format)))),
  speed: Type.Optional(Type.Number({ minimum: 0.25, maximum: 4 })),
  language: Type.Optional(Language),
});

/** `POST /api/openai/v1/audio/speech`: a text spoken, in OpenAI's shape. */
export function postSpeech(server: HttpServer, deps: SynthesisDependencies): void {
  const schema = {
    tags: ['openai'],
    summary: 'Speak a text (OpenAI-compatible)',
    operationId: 'createSpeech',
    body: SpeechBody,
  };
  server.post('/api/openai/v1/audio/speech', { schema }, async (request, reply) => {
    const {
      input,
      voice = 'alloy',
      response_format: format = null,
      speed = 1,
      language = null,
    } = request.body;
    const asked = { text: input, voice, language, format, speed };
    const speech = await synthesizeSpeech(asked, identityOf(request).userId, request.deadline, deps);
    return reply.header('x-toolkit-provider', speech.provider).type(speech.contentType).send(speech.audio);
  });
}

const IpaBody = strictObject({ text: Type.String({ minLength: 1, maxLength: 1000 }), language: Language });
const IpaAnswer = Type.Object({ ipa: Type.String(), provider: Type.String(), quality: Type.String() });

/** `POST /api/toolkit/ipa`: how a text is pronounced, in phonetic letters, by the program on this machine. */
export function postIpa(server: HttpServer, { espeak }: SynthesisDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Pronunciation in phonetic letters (on this machine)',
    operationId: 'transcribePhonetically',
    body: IpaBody,
    response: { 200: IpaAnswer, ...problemResponses(400, 401, 503, 504) },
  };
  server.post('/api/toolkit/ipa', { schema }, async (request, reply) => {
    if (espeak === null) {
      const extensions = { capability: 'ipa' };
      throw commonErrors.capability_unavailable({ detail: 'espeak-ng is not installed.', extensions });
    }
    const { text, language } = request.body;
    const ipa = await espeak.transcribe(text, language, request.deadline.signal);
    reply.header('x-toolkit-provider', 'local/espeak-ng');
    return { ipa, provider: 'local/espeak-ng', quality: 'rule-based' };
  });
}
