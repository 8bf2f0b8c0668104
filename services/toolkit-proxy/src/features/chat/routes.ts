import { createDeadline } from '@linguamate/shared/deadline';
import { commonErrors } from '@linguamate/shared/errors';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { newId } from '@linguamate/shared/ids';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toolkitErrors } from '../../errors.ts';
import { countTextUnits } from '../text/count-units.ts';
import { generateTextWith, noTextUpstream, type TextDependencies } from '../text/generate-text.ts';
import type { Operation } from '../upstreams/outcome.ts';
import type { ChainLink, RequestTime } from '../upstreams/run-chain.ts';
import { servedHeaders } from '../upstreams/served-headers.ts';
import type { TextRequest } from '../upstreams/text-request.ts';
import { answerStream, type ChunkFrame, toOpenAiUsage } from './answer-stream.ts';
import { defaultModel, needsOpenAi, readChatBody } from './read-chat-body.ts';
import { ChatBody, ModelList } from './schemas.ts';
import { streamText } from './stream-text.ts';

/** What the OpenAI-compatible routes need. */
export type ChatDependencies = TextDependencies & {
  /** Longest time for an answer that is not streamed. */
  requestTimeoutMs: number;
  heartbeatMs: number;
};

const bodyLimitBytes = 5_000_000;

/** A streamed answer may take this long altogether; the upstream's own clocks are shorter. */
const streamTimeoutMs = 600_000;

/** `POST /api/openai/v1/chat/completions`: text for a conversation, streamed or not, in OpenAI's shape. */
export function postChatCompletion(server: HttpServer, deps: ChatDependencies): void {
  const schema = {
    tags: ['openai'],
    summary: 'Chat completion (OpenAI-compatible)',
    operationId: 'createChatCompletion',
    body: ChatBody,
  };
  const config = { timeoutMs: streamTimeoutMs };
  server.post(
    '/api/openai/v1/chat/completions',
    { schema, config, bodyLimit: bodyLimitBytes },
    async (request, reply) => {
      const operation = request.body.stream === true ? 'text.stream' : 'text.generate';
      const chain = chainFor(request.body, operation, deps);
      if (operation === 'text.generate') return complete(request, reply, request.body, chain, deps);
      return stream(server, request, reply, request.body, chain, deps);
    },
  );
}

function chainFor(body: ChatBody, operation: Operation, deps: ChatDependencies): ChainLink[] {
  const { model } = readChatBody(body);
  const links = deps.registry.chainFor(operation, model);
  if (links === null) throw toolkitErrors.model_not_found({ detail: `The model ${model} does not exist.` });
  if (links.length === 0) throw noTextUpstream();
  const able = needsOpenAi(body)
    ? links.filter(({ upstream }) => upstream.settings.kind === 'openai')
    : links;
  if (able.length > 0) return able;
  throw commonErrors.capability_unavailable({
    detail: 'No configured AI upstream can use tools or answer in a given format.',
  });
}

function frameOf(body: ChatBody): ChunkFrame {
  return { id: `chatcmpl-${newId()}`, created: Math.floor(Date.now() / 1000), model: body.model };
}

async function complete(
  request: FastifyRequest,
  reply: FastifyReply,
  body: ChatBody,
  chain: ChainLink[],
  deps: ChatDependencies,
) {
  const deadline = createDeadline({ timeoutMs: deps.requestTimeoutMs, parent: request.deadline.signal });
  try {
    const asked = readChatBody(body);
    const served = await generateTextWith(chain, asked, identityOf(request).userId, deadline, deps);
    reply.headers(servedHeaders(served));
    return { ...frameOf(body), object: 'chat.completion', ...completionOf(asked, served.value) };
  } finally {
    deadline.dispose();
  }
}

function completionOf(asked: TextRequest, result: Parameters<typeof countTextUnits>[1]) {
  const message = { role: 'assistant', content: result.text };
  const choices = result.openAiChoices ?? [{ index: 0, message, finish_reason: result.finishReason }];
  return { choices, usage: toOpenAiUsage(countTextUnits(asked, result)) };
}

async function stream(
  server: HttpServer,
  request: FastifyRequest,
  reply: FastifyReply,
  body: ChatBody,
  chain: ChainLink[],
  deps: ChatDependencies,
): Promise<FastifyReply> {
  const { userId } = identityOf(request);
  const { time, dispose } = untilClosing(request, server.closing);
  try {
    await answerStream(request, reply, {
      frame: frameOf(body),
      includeUsage: body.stream_options?.include_usage === true,
      heartbeatMs: deps.heartbeatMs,
      time,
      start: () => streamText(readChatBody(body), chain, userId, time, deps),
    });
    return reply;
  } finally {
    dispose();
  }
}

/** The request's deadline, cut short when the server begins to close: a stream would keep it from closing. */
function untilClosing(
  request: FastifyRequest,
  closing: AbortSignal,
): { time: RequestTime; dispose: () => void } {
  const deadline = createDeadline({
    timeoutMs: Math.max(1, request.deadline.remainingMs()),
    parent: request.deadline.signal,
  });
  const close = () => deadline.abort(commonErrors.shutting_down());
  if (closing.aborted) close();
  else closing.addEventListener('abort', close, { once: true });
  const dispose = () => {
    closing.removeEventListener('abort', close);
    deadline.dispose();
  };
  return { time: deadline, dispose };
}

/** `GET /api/openai/v1/models`: the names that a request may use. */
export function getModels(server: HttpServer, deps: ChatDependencies): void {
  const schema = {
    tags: ['openai'],
    summary: 'Available models (OpenAI-compatible)',
    operationId: 'listModels',
    response: { 200: ModelList },
  };
  server.get('/api/openai/v1/models', { schema }, () => {
    const hasText = (deps.registry.chainFor('text.generate', null) ?? []).length > 0;
    const ids = hasText ? [defaultModel, ...deps.registry.aliases()] : deps.registry.aliases();
    const data = ids.map((id) => ({ id, object: 'model' as const, created: 0, owned_by: 'linguamate' }));
    return { object: 'list' as const, data };
  });
}

/** Every route of this feature. */
export const chatRoutes = [postChatCompletion, getModels];
