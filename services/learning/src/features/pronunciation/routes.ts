import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { readPreferences } from '../preferences/repository.ts';
import { assessSpeech } from './assess-speech.ts';
import { readIpa } from './ipa.repository.ts';
import { transcribe } from './transcribe.ts';

const tags = ['pronunciation'];
const security = [{ bearer: [] }];
const maxAudioBytes = 10_000_000;
/** Base64 takes four characters for three bytes; the rest of the body is small. */
const maxAudioLength = Math.ceil(maxAudioBytes / 3) * 4;
const Share = Type.Number({ minimum: 0, maximum: 1 });

const Body = strictObject({
  audioData: Type.String({
    minLength: 1,
    maxLength: maxAudioLength,
    description: 'The recording in base64.',
  }),
  targetText: Type.String({ minLength: 1, maxLength: 400, pattern: '\\S' }),
  language: Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 }),
});
const Errors = ['None', 'Omission', 'Insertion', 'Mispronunciation'] as const;
const View = Type.Object({
  transcript: Type.String(),
  accuracy: Share,
  fluency: Share,
  completeness: Share,
  overall: Share,
  passed: Type.Boolean(),
  strictness: Type.String({ description: 'From the learner’s preferences.' }),
  estimate: Type.Literal(true, {
    description: 'Speech recognition corrects what it hears: this is no measurement.',
  }),
  confidenceSource: Type.Literal('none', {
    description: 'The recogniser tells no confidence; 0.9 is assumed.',
  }),
  ipa: Type.Optional(Type.String()),
  words: Type.Array(
    Type.Object({
      word: Type.String(),
      heard: Type.Optional(Type.String()),
      error: Type.Unsafe<(typeof Errors)[number]>({ type: 'string', enum: [...Errors] }),
      accuracy: Share,
      ipa: Type.Optional(Type.String()),
    }),
  ),
});

/** POST /api/pronunciation: how well a text was read aloud, estimated from what speech recognition heard. */
export function postPronunciation(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Assess pronunciation',
    description: 'Without speech recognition: 503 capability_unavailable.',
    security,
    body: Body,
    response: { 200: View, ...problemResponses(400, 401, 408, 413, 415, 429, 502, 503, 504) },
  };
  const bodyLimit = maxAudioLength + 10_000;
  server.post('/api/pronunciation', { schema, bodyLimit }, async (request) => {
    const { token, userId } = identityOf(request);
    const { targetText, language, audioData } = request.body;
    const recording = { bytes: decodeAudio(audioData), language };
    const heard = await transcribe(deps.toolkit, recording, { token, deadline: request.deadline });
    const { asrStrictness: strictness } = (await readPreferences(deps.db, userId)).profile.speech;
    const { words, ...figures } = assessSpeech(targetText, heard, { language, strictness });
    const ipa = await readKnownIpa(deps, userId, request.body);
    const whole = ipa.get(targetText.trim().toLowerCase());
    return {
      transcript: heard.text,
      ...figures,
      strictness,
      estimate: true as const,
      confidenceSource: 'none' as const,
      ...(whole === undefined ? {} : { ipa: whole }),
      words: words.map((entry) => ({ ...withoutUndefined(entry), ...ipaOf(ipa, entry.word) })),
    };
  });
}

export const pronunciationRoutes = [postPronunciation];

function readKnownIpa(
  { db }: LearningDependencies,
  userId: string,
  { targetText, language }: { targetText: string; language: string },
): Promise<Map<string, string>> {
  const text = targetText.trim().toLowerCase();
  const words = text.split(/[^\p{L}\p{M}'’-]+/u).filter((word) => word !== '');
  const tag = (language.split('-')[0] ?? language).toLowerCase();
  return readIpa(db, userId, { language: tag, texts: [text, ...words] });
}

function ipaOf(ipa: ReadonlyMap<string, string>, word: string): { ipa?: string } {
  const found = ipa.get(word);
  return found === undefined ? {} : { ipa: found };
}

function withoutUndefined<T extends { heard: string | undefined }>({ heard, ...rest }: T) {
  return { ...rest, ...(heard === undefined ? {} : { heard }) };
}

// Buffer.from ignores what is not base64, and would make silence of a mistake.
function decodeAudio(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && bytes.length > 0;
  if (isBase64 && bytes.length <= maxAudioBytes) return bytes;
  if (isBase64) throw commonErrors.payload_too_large();
  const fieldErrors = [{ pointer: '/audioData', detail: 'must be base64' }];
  throw commonErrors.validation_failed({ fieldErrors });
}
