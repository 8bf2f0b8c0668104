import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { TextDependencies } from '../text/generate-text.ts';
import { missingFile, receiveUpload, type Upload, type UploadRules } from '../uploads/receive-upload.ts';
import { mayBeAudio } from '../uploads/sniff-type.ts';
import { servedHeaders } from '../upstreams/served-headers.ts';
import { postIpa, postSpeech } from './synthesis-routes.ts';
import { transcribeAudio } from './transcribe-audio.ts';
import type { Transcript } from './transcript.ts';

/** Ten megabytes are ten minutes of speech; beyond that nobody waits for the answer. */
const maxAudioBytes = 10_000_000;

/** Uploads from phones are slow, so this route may take longer than others. */
const config = { timeoutMs: 60_000 };

const rules: UploadRules = {
  maxFileBytes: maxAudioBytes,
  maxFiles: 1,
  fileFields: ['audio', 'file'],
  kind: 'audio',
  accepts: mayBeAudio,
};

/** Every path that existing apps know. */
const rorkPaths = [
  '/api/toolkit/stt/transcribe',
  '/api/toolkit/v1/stt/transcribe',
  '/api/stt/transcribe',
  '/api/stt',
];

const RorkTranscript = Type.Object({ text: Type.String(), language: Type.String() });

/** `POST /api/stt/transcribe` and its other names: a recording in, its text out, in Rork's shape. */
export function postTranscription(server: HttpServer, deps: TextDependencies): void {
  for (const [index, path] of rorkPaths.entries()) {
    const schema = {
      tags: ['toolkit'],
      summary: 'Transcribe a recording (Rork-compatible)',
      operationId: `transcribeRecording${index === 0 ? '' : index + 1}`,
      consumes: ['multipart/form-data'],
      response: { 200: RorkTranscript, ...problemResponses(400, 401, 408, 413, 415, 429, 502, 503, 504) },
    };
    server.post(path, { schema, config }, async (request, reply) => {
      const { transcript, asked } = await receiveAndTranscribe(request, reply, deps);
      // Existing clients insist on a language; what was asked for is the best guess when the upstream is silent.
      return { text: transcript.text, language: transcript.language ?? asked ?? '' };
    });
  }
}

/** `POST /api/openai/v1/audio/transcriptions`: the same in OpenAI's shape. */
export function postOpenAiTranscription(server: HttpServer, deps: TextDependencies): void {
  const schema = {
    tags: ['openai'],
    summary: 'Transcribe a recording (OpenAI-compatible)',
    operationId: 'createTranscription',
    consumes: ['multipart/form-data'],
  };
  server.post('/api/openai/v1/audio/transcriptions', { schema, config }, async (request, reply) => {
    const { transcript, format } = await receiveAndTranscribe(request, reply, deps);
    const { text, language, durationSeconds } = transcript;
    if (format === 'text') return reply.type('text/plain; charset=utf-8').send(`${text}\n`);
    if (format === 'json') return { text };
    return { task: 'transcribe', language: language ?? '', duration: durationSeconds ?? 0, text };
  });
}

type Received = { transcript: Transcript; asked: string | null; format: string };

async function receiveAndTranscribe(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: TextDependencies,
): Promise<Received> {
  const upload = await receiveUpload(request, rules);
  try {
    const [file] = upload.files;
    if (file === undefined) throw missingFile(rules);
    const asked = readLanguage(upload);
    const format = readFormat(upload);
    const { userId } = identityOf(request);
    // Clients must name a model; which one is used here is the operator's choice.
    const served = await transcribeAudio({ file, language: asked }, userId, request.deadline, deps);
    reply.headers(servedHeaders(served));
    return { transcript: served.value, asked, format };
  } finally {
    await upload.dispose();
  }
}

function readLanguage({ fields }: Upload): string | null {
  const language = fields.get('language')?.trim() ?? '';
  if (language === '' || language === 'auto') return null;
  const [, base = '', region] = /^([a-z]{2,3})(?:[-_]([a-z]{2,4}))?$/i.exec(language) ?? [];
  if (base === '') throw fieldError('/language', 'must be a language code such as es or es-MX');
  return region === undefined ? base.toLowerCase() : `${base.toLowerCase()}-${region.toUpperCase()}`;
}

function readFormat({ fields }: Upload): string {
  const format = fields.get('response_format') ?? 'json';
  if (['json', 'verbose_json', 'text'].includes(format)) return format;
  throw fieldError('/response_format', 'must be json, verbose_json or text');
}

function fieldError(pointer: string, detail: string) {
  return commonErrors.validation_failed({ fieldErrors: [{ pointer, detail }] });
}

/** Routes in Rork's shape. */
export const speechRoutes = [postTranscription, postIpa];

/** Routes in OpenAI's shape. */
export const openAiSpeechRoutes = [postOpenAiTranscription, postSpeech];
