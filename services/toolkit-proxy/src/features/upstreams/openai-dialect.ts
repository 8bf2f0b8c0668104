import type { Dialect } from './dialect.ts';
import { openAiImageCall, readOpenAiImage } from './image-calls.ts';
import { isRecord } from './json.ts';
import { UpstreamFailure } from './outcome.ts';
import { readTranscript } from './read-transcript.ts';
import type { ChatMessage, TextRequest, TextResult, TokenUsage } from './text-request.ts';

const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' };

/** OpenAI's API as OpenAI, Ollama, vLLM and llama.cpp serve it below `/v1`. */
export const openAiDialect: Dialect = {
  textCall: (request, model) => ({
    method: 'POST',
    path: '/chat/completions',
    headers: jsonHeaders,
    body: JSON.stringify({ ...openAiBody(request), ...(model === null ? {} : { model }) }),
  }),
  streamCall: (request, model) => {
    const call = openAiDialect.textCall(request, model);
    // The usage comes in a last chunk, and only when it was asked for.
    const streaming = { stream: true, stream_options: { include_usage: true } };
    const body = { ...openAiBody(request), ...(model === null ? {} : { model }), ...streaming };
    return { ...call, headers: { ...call.headers, accept: 'text/event-stream' }, body: JSON.stringify(body) };
  },
  readText(body) {
    const choice = firstChoice(body);
    const message = choice?.message;
    if (!isRecord(message)) throw badAnswer('unexpected_shape');
    const text = typeof message.content === 'string' ? message.content : '';
    const hasToolCalls = Array.isArray(message.tool_calls) && message.tool_calls.length > 0;
    if (text.trim() === '' && !hasToolCalls) throw badAnswer('empty');
    const finishReason = choice?.finish_reason;
    return {
      text,
      finishReason: typeof finishReason === 'string' ? finishReason : 'stop',
      usage: readUsage(body),
      openAiChoices: choicesOf(body),
    } satisfies TextResult;
  },
  transcription: {
    path: '/audio/transcriptions',
    fileField: 'file',
    fields: (language, model) => ({
      model: model ?? 'whisper-1',
      // Only the verbose form tells language and length.
      response_format: 'verbose_json',
      ...(language === null ? {} : { language: language.split('-')[0] ?? language }),
    }),
    read: readTranscript,
  },
  images: { call: openAiImageCall, read: readOpenAiImage },
};

function openAiBody(request: TextRequest): Record<string, unknown> {
  return request.openAiBody ?? { messages: request.messages.map(toOpenAiMessage) };
}

function toOpenAiMessage({ role, content }: ChatMessage) {
  if (typeof content === 'string') return { role, content };
  const parts = content.map((part) =>
    part.type === 'text' ? part : { type: 'image_url', image_url: { url: part.dataUri } },
  );
  return { role, content: parts };
}

function firstChoice(body: unknown): Record<string, unknown> | undefined {
  const [first] = choicesOf(body);
  return isRecord(first) ? first : undefined;
}

function choicesOf(body: unknown): unknown[] {
  const choices = isRecord(body) ? body.choices : undefined;
  return Array.isArray(choices) ? choices : [];
}

/**
 * Reads OpenAI's `usage` object.
 * @returns token counts, or null when the upstream did not count.
 */
export function readUsage(body: unknown): TokenUsage | null {
  const usage = isRecord(body) ? body.usage : undefined;
  if (!isRecord(usage)) return null;
  const { prompt_tokens: input, completion_tokens: output } = usage;
  if (typeof input !== 'number') return null;
  return { inputTokens: input, outputTokens: typeof output === 'number' ? output : 0 };
}

function badAnswer(reason: 'unexpected_shape' | 'empty') {
  return new UpstreamFailure({ kind: 'bad_answer', reason });
}
