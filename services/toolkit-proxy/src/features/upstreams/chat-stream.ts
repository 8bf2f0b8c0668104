import type { Readable } from 'node:stream';
import type { AttemptWatch } from './attempt-watch.ts';
import { isRecord } from './json.ts';
import { readUsage } from './openai-dialect.ts';
import { type Outcome, UpstreamFailure } from './outcome.ts';
import { createSseParser, SseOverflow } from './sse-parser.ts';
import type { TokenUsage } from './text-request.ts';
import { discard, headerText, type OpenResponse } from './transport.ts';

/** One piece of an answer: OpenAI's `choices` of a chunk, as they are. */
export type ChatPiece = { choices: unknown[] };

/** An answer that arrives in pieces. The first piece with content has already arrived when this exists. */
export type ChatStream = {
  /**
   * The pieces, from the first on.
   * @throws {UpstreamFailure} when the stream is cut, stalls, or is garbage.
   */
  pieces(): AsyncGenerator<ChatPiece>;
  /** The upstream's own count, once the stream has ended, if it counts. */
  usage(): TokenUsage | null;
  /** Settles when the stream has ended, one way or the other. */
  finished: Promise<void>;
};

/** A provider may send a broken frame once; more than this is no stream of JSON. */
const maxMalformedFrames = 3;

type Progress = { usage: TokenUsage | null; sawFinish: boolean; sawDone: boolean; malformed: number };

/**
 * Reads an OpenAI event stream until the first content: until then another upstream can still take over unnoticed.
 * @param response an open response that should be an event stream.
 * @param watch clocks of this attempt: first token until content, idle between frames; comments stop neither.
 * @param maxBytes the cap for the whole stream.
 * @returns the stream, positioned at its beginning.
 * @throws {UpstreamFailure} when there is no content.
 */
export async function openChatStream(
  response: OpenResponse,
  watch: AttemptWatch,
  maxBytes: number,
): Promise<ChatStream> {
  if (!/^text\/event-stream\b/i.test(headerText(response.headers['content-type']))) {
    discard(response.body);
    throw new UpstreamFailure({ kind: 'bad_answer', reason: 'wrong_type' });
  }
  const progress: Progress = { usage: null, sawFinish: false, sawDone: false, malformed: 0 };
  const source = readPieces(readFrames(response.body, watch, maxBytes), watch, progress);
  const opening: ChatPiece[] = [];
  watch.start('first_token');
  try {
    for (;;) {
      const { value, done } = await source.next();
      if (done) throw new UpstreamFailure({ kind: 'bad_answer', reason: 'empty' });
      opening.push(value);
      if (hasContent(value)) break;
    }
  } finally {
    watch.stop('first_token');
  }
  return continueStream(opening, source, watch, progress);
}

function continueStream(
  opening: ChatPiece[],
  source: AsyncGenerator<ChatPiece>,
  watch: AttemptWatch,
  progress: Progress,
): ChatStream {
  const end = Promise.withResolvers<void>();
  // Whoever holds the stream may never read it, for instance because its client has just left.
  watch.signal.addEventListener('abort', () => end.reject(watch.failure(undefined)), { once: true });
  async function* pieces(): AsyncGenerator<ChatPiece> {
    try {
      yield* opening;
      yield* source;
      end.resolve();
    } catch (error) {
      end.reject(error);
      throw error;
    } finally {
      await source.return(undefined);
      end.resolve();
    }
  }
  end.promise.catch(() => {});
  return { pieces, usage: () => progress.usage, finished: end.promise };
}

async function* readPieces(
  frames: AsyncIterable<string>,
  watch: AttemptWatch,
  progress: Progress,
): AsyncGenerator<ChatPiece> {
  let hasBegun = false;
  try {
    for await (const data of frames) {
      if (data === '[DONE]') {
        progress.sawDone = true;
        break;
      }
      const piece = readPiece(data, progress);
      if (piece === null) continue;
      hasBegun ||= hasContent(piece);
      yield piece;
    }
  } catch (error) {
    const failure = error instanceof SseOverflow ? garbled(error) : watch.failure(error);
    // After the reason for the end, what happens to the connection does not matter any more.
    if (progress.sawFinish && !isOurs(failure)) return;
    throw hasBegun ? asBroken(failure) : failure;
  }
  // An end without a reason is a cut, however cleanly the connection was closed.
  if (hasBegun && !progress.sawDone && !progress.sawFinish) throw broken('stream_truncated');
}

async function* readFrames(body: Readable, watch: AttemptWatch, maxBytes: number): AsyncGenerator<string> {
  const parser = createSseParser();
  let sizeBytes = 0;
  const chunks = body[Symbol.asyncIterator]();
  try {
    watch.start('idle');
    for (;;) {
      const { value, done } = (await chunks.next()) as IteratorResult<Buffer>;
      if (done) return;
      sizeBytes += value.length;
      if (sizeBytes > maxBytes) throw new UpstreamFailure({ kind: 'bad_answer', reason: 'too_large' });
      const frames = parser.push(value);
      if (frames.length === 0) continue;
      // The clock stands still while the client is slow to read; comments do not reset it.
      watch.stop('idle');
      yield* frames;
      watch.start('idle');
    }
  } finally {
    watch.stop('idle');
    discard(body);
  }
}

function readPiece(data: string, progress: Progress): ChatPiece | null {
  const chunk = parseFrame(data, progress);
  if (chunk === null) return null;
  if (isRecord(chunk.error)) {
    // Some providers announce their failure inside a stream that began with 200.
    throw new UpstreamFailure({ kind: 'status', status: 500 });
  }
  progress.usage = readUsage(chunk) ?? progress.usage;
  const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
  if (choices.length === 0) return null;
  progress.sawFinish ||= choices.some(
    (choice) => isRecord(choice) && typeof choice.finish_reason === 'string',
  );
  return { choices };
}

function parseFrame(data: string, progress: Progress): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(data);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Counted below like any other frame that is no object.
  }
  progress.malformed += 1;
  if (progress.malformed > maxMalformedFrames) throw garbled();
  return null;
}

/** Content is text, a tool call or a thought; a role alone is none. */
function hasContent({ choices }: ChatPiece): boolean {
  return choices.some((choice) => {
    const delta = isRecord(choice) ? choice.delta : undefined;
    if (!isRecord(delta)) return false;
    return Object.entries(delta).some(([name, value]) => name !== 'role' && isFilled(value));
  });
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) || typeof value === 'string' ? value.length > 0 : isRecord(value);
}

/** The end came from our side: the client left, or its time is up. */
function isOurs({ outcome }: UpstreamFailure): boolean {
  return outcome.kind === 'client_gone' || outcome.kind === 'deadline';
}

const brokenBy: Partial<Record<Outcome['kind'], string>> = {
  timeout: 'stream_stalled',
  connection_failed: 'stream_truncated',
  bad_answer: 'stream_garbled',
  status: 'upstream_error',
};

function asBroken(failure: UpstreamFailure): UpstreamFailure {
  const reason = brokenBy[failure.outcome.kind];
  return reason === undefined ? failure : broken(reason, failure);
}

function garbled(cause?: unknown): UpstreamFailure {
  return new UpstreamFailure({ kind: 'bad_answer', reason: 'invalid_json' }, cause);
}

function broken(reason: string, cause?: unknown): UpstreamFailure {
  return new UpstreamFailure({ kind: 'broken_stream', reason }, cause);
}
