import { ClientClosedError, commonErrors } from '@linguamate/shared/errors';
import { exchangeOf } from '@linguamate/shared/http/exchange';
import { asFailure } from '@linguamate/shared/http/failures';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toolkitErrors } from '../../errors.ts';
import { toOpenAiError } from '../errors/openai-errors.ts';
import { UpstreamFailure } from '../upstreams/outcome.ts';
import type { RequestTime } from '../upstreams/run-chain.ts';
import { servedHeaders } from '../upstreams/served-headers.ts';
import type { UsageUnits } from '../usage/record-usage.ts';
import { createSseWriter, type SseWriter } from './sse-writer.ts';
import type { StreamedText } from './stream-text.ts';

/** What every chunk of one answer has in common. */
export type ChunkFrame = { id: string; created: number; model: string };

/** How to stream one answer. */
export type StreamPlan = {
  frame: ChunkFrame;
  includeUsage: boolean;
  heartbeatMs: number;
  /** Ends when the client's time is up, the client leaves, or the server closes. */
  time: RequestTime;
  start: () => Promise<StreamedText>;
};

/**
 * Streams an answer to the client. Until something is sent an error is an ordinary response; afterwards it is an event in the
 * stream, which then ends without `[DONE]`, so that no client takes half an answer for a whole one.
 * @param request the client's request.
 * @param reply its reply, taken over with the first byte.
 * @param plan what to stream.
 * @throws whatever `plan.start` throws while nothing has been sent.
 */
export async function answerStream(
  request: FastifyRequest,
  reply: FastifyReply,
  plan: StreamPlan,
): Promise<void> {
  const writer = createSseWriter(reply, plan.heartbeatMs);
  try {
    const streamed = await plan.start();
    writer.begin(servedHeaders(streamed.served));
    await sendPieces(writer, streamed, plan);
    writer.end('[DONE]');
  } catch (error) {
    if (!writer.hasBegun()) {
      writer.end();
      // The reason why time is over says more than the attempt that it ended.
      throw plan.time.signal.aborted ? plan.time.signal.reason : error;
    }
    const failure = asStreamFailure(error, plan.time.signal);
    exchangeOf(request)?.fail(failure);
    await writer.send(toOpenAiError(failure));
    writer.end();
  }
}

async function sendPieces(writer: SseWriter, streamed: StreamedText, plan: StreamPlan): Promise<void> {
  const frame = { ...plan.frame, object: 'chat.completion.chunk' };
  const usage = plan.includeUsage ? { usage: null } : {};
  for await (const { choices } of streamed.pieces) {
    plan.time.signal.throwIfAborted();
    await writer.send({ ...frame, choices, ...usage });
  }
  if (plan.includeUsage) await writer.send({ ...frame, choices: [], usage: toOpenAiUsage(streamed.units()) });
}

/** OpenAI's `usage` object. */
export function toOpenAiUsage({ inputUnits, outputUnits }: UsageUnits) {
  return {
    prompt_tokens: inputUnits,
    completion_tokens: outputUnits,
    total_tokens: inputUnits + outputUnits,
  };
}

function asStreamFailure(error: unknown, signal: AbortSignal) {
  if (signal.aborted) return asFailure(signal.reason);
  if (!(error instanceof UpstreamFailure)) return asFailure(error);
  const { outcome } = error;
  if (outcome.kind === 'client_gone') return new ClientClosedError();
  if (outcome.kind === 'deadline') return commonErrors.request_timeout({ cause: error });
  const reason = outcome.kind === 'broken_stream' ? outcome.reason : outcome.kind;
  return toolkitErrors.stream_broken({
    detail: `The answer ended early (${reason}); what was sent so far is incomplete.`,
    cause: error,
  });
}
