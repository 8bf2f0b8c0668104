import { answerOf } from '../../errors.ts';
import { estimateInputTokens, estimateTextCost, tokensOfLength } from '../text/count-units.ts';
import { requestText, type TextDependencies } from '../text/generate-text.ts';
import { callUpstream } from '../upstreams/call-upstream.ts';
import { type ChatPiece, type ChatStream, openChatStream } from '../upstreams/chat-stream.ts';
import { isRecord } from '../upstreams/json.ts';
import { describeOutcome, UpstreamFailure } from '../upstreams/outcome.ts';
import { modelOf } from '../upstreams/registry.ts';
import {
  type Attempt,
  ChainExhausted,
  type ChainLink,
  type RequestTime,
  runChain,
  type Served,
} from '../upstreams/run-chain.ts';
import type { TextRequest, TextResult } from '../upstreams/text-request.ts';
import type { UsageInProgress, UsageUnits } from '../usage/record-usage.ts';

/** An answer under way: its pieces, and how it was come by. */
export type StreamedText = {
  served: Served<ChatStream>;
  /** Must be read to its end or returned; the ledger is written then. */
  pieces: AsyncGenerator<ChatPiece>;
  /** Tokens used so far. */
  units(): UsageUnits;
};

/**
 * Starts a streamed answer at the first upstream that sends content.
 * @param request the conversation.
 * @param chain the upstreams to ask, not empty.
 * @param userId the learner, for the usage ledger.
 * @param time the request's deadline.
 * @param deps upstreams, chain settings, usage recorder.
 * @throws {ServiceError} what the attempt table says when no upstream sends content.
 */
export async function streamText(
  request: TextRequest,
  chain: ChainLink[],
  userId: string,
  time: RequestTime,
  deps: TextDependencies,
): Promise<StreamedText> {
  const estimate = estimateTextCost(request);
  const durationMs = time.remainingMs();
  const started = await deps.usage.begin({ userId, operation: 'text.stream', estimate, durationMs });
  try {
    const served = await runChain(chain, 'text.stream', time, askForStream(request), deps.chain);
    return track(request, served, started, time);
  } catch (error) {
    started.fail(error);
    throw error instanceof ChainExhausted ? answerOf(error) : error;
  }
}

function askForStream(request: TextRequest): Attempt<ChatStream> {
  return async (context) => {
    const { dialect, settings } = context.link.upstream;
    if (dialect.streamCall === undefined) return { value: inOnePiece(await requestText(request, context)) };
    const response = await callUpstream(context, dialect.streamCall(request, modelOf(context.link)));
    const stream = await openChatStream(response, context.watch, settings.limits.maxResponseBytes);
    return { value: stream, finished: stream.finished };
  };
}

/** An upstream without streams gives its whole answer as one piece; nothing is typed out slowly for show. */
function inOnePiece(result: TextResult): ChatStream {
  const piece = (delta: object, finishReason: string | null) => ({
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  });
  async function* pieces(): AsyncGenerator<ChatPiece> {
    yield piece({ role: 'assistant', content: result.text }, null);
    yield piece({}, result.finishReason);
  }
  return { pieces, usage: () => result.usage, finished: Promise.resolve() };
}

function track(
  request: TextRequest,
  served: Served<ChatStream>,
  started: UsageInProgress,
  time: RequestTime,
): StreamedText {
  let length = 0;
  const units = (): UsageUnits => {
    const counted = served.value.usage();
    if (counted !== null) {
      return { inputUnits: counted.inputTokens, outputUnits: counted.outputTokens, estimated: false };
    }
    return { inputUnits: estimateInputTokens(request), outputUnits: tokensOfLength(length), estimated: true };
  };
  async function* pieces(): AsyncGenerator<ChatPiece> {
    let outcome: string = 'client_gone';
    try {
      for await (const piece of served.value.pieces()) {
        length += contentLength(piece);
        yield piece;
      }
      outcome = time.signal.aborted ? 'client_gone' : 'ok';
    } catch (error) {
      outcome = error instanceof UpstreamFailure ? describeOutcome(error.outcome) : 'failed';
      throw error;
    } finally {
      started.succeed(served, units(), outcome);
    }
  }
  return { served, pieces: pieces(), units };
}

function contentLength({ choices }: ChatPiece): number {
  return choices.reduce<number>((sum, choice) => {
    const delta = isRecord(choice) ? choice.delta : undefined;
    return sum + (isRecord(delta) ? JSON.stringify(delta.content ?? delta.tool_calls ?? '').length : 0);
  }, 0);
}
