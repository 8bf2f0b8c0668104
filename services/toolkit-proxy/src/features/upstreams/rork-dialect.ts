import type { Dialect } from './dialect.ts';
import { readRorkImage, rorkImageCall } from './image-calls.ts';
import { UpstreamFailure } from './outcome.ts';
import { readTranscript } from './read-transcript.ts';
import type { ChatMessage } from './text-request.ts';

const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' };

/** Rork's toolkit: `/text/llm/` takes messages and answers `{completion}`; it ignores model and sampling options. */
export const rorkDialect: Dialect = {
  textCall: (request) => ({
    method: 'POST',
    path: '/text/llm/',
    headers: jsonHeaders,
    body: JSON.stringify({ messages: request.messages.map(toRorkMessage) }),
  }),
  readText(body) {
    const completion =
      typeof body === 'object' && body !== null && 'completion' in body ? body.completion : undefined;
    if (typeof completion !== 'string') {
      throw new UpstreamFailure({ kind: 'bad_answer', reason: 'unexpected_shape' });
    }
    if (completion.trim() === '') throw new UpstreamFailure({ kind: 'bad_answer', reason: 'empty' });
    return { text: completion, finishReason: 'stop', usage: null, openAiChoices: null };
  },
  transcription: {
    path: '/stt/transcribe/',
    fileField: 'audio',
    fields: (language) => (language === null ? {} : { language }),
    read: readTranscript,
  },
  images: { call: rorkImageCall, read: readRorkImage },
};

function toRorkMessage({ role, content }: ChatMessage) {
  if (typeof content === 'string') return { role, content };
  const parts = content.map((part) => (part.type === 'text' ? part : { type: 'image', image: part.dataUri }));
  return { role, content: parts };
}
