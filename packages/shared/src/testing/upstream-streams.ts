import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Exchange, UpstreamReply } from './upstream.ts';

/** How a scripted stream goes. */
export type StreamScript = {
  /** Pieces of the answer. */
  deltas?: readonly string[];
  /** `null`: the stream never says why it ends. */
  finishReason?: string | null;
  usage?: { prompt_tokens: number; completion_tokens: number };
  /** Whether `[DONE]` is sent. */
  done?: boolean;
  /** What happens after the last frame. */
  ending?: 'end' | 'cut' | 'stall';
  /** Frames put in raw, before the pieces at this index. */
  raw?: readonly { at: number; text: string }[];
  /** Cuts the bytes of the whole stream into the chunks that are written. */
  split?: (bytes: Buffer) => readonly Buffer[];
};

/** The bytes of one event of an OpenAI stream. */
export function chatFrame(delta: object, extra: object = {}, finishReason: string | null = null): string {
  const chunk = {
    id: 'chatcmpl-scripted',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'scripted-model',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...extra,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/** The whole text of a scripted stream. */
export function chatStreamText(script: StreamScript = {}): string {
  const { deltas = ['¡Ho', 'la!'], finishReason = 'stop', done = true, raw = [], usage } = script;
  const frames = [chatFrame({ role: 'assistant', content: '' })];
  for (const [index, delta] of deltas.entries()) {
    for (const { at, text } of raw) if (at === index) frames.push(text);
    frames.push(chatFrame({ content: delta }));
  }
  for (const { at, text } of raw) if (at >= deltas.length) frames.push(text);
  if (finishReason !== null) frames.push(chatFrame({}, {}, finishReason));
  if (usage !== undefined) frames.push(chatFrame({}, { choices: [], usage }));
  if (done) frames.push('data: [DONE]\n\n');
  return frames.join('');
}

/** An OpenAI event stream, well or ill. */
export function chatStream(script: StreamScript = {}): UpstreamReply {
  const { ending = 'end', split = (bytes: Buffer) => [bytes] } = script;
  return async (exchange) => {
    exchange.response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const chunk of split(Buffer.from(chatStreamText(script)))) {
      exchange.response.write(chunk);
      // A turn of the loop in between keeps the kernel from joining the chunks.
      await nextTurn();
    }
    await finish(exchange, ending);
  };
}

/** Sends pieces for as long as the caller stays, as fast as it reads. */
export function endlessChatStream(): UpstreamReply {
  return async ({ response, signal }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    while (!signal.aborted) {
      response.write(chatFrame({ content: 'ja ' }));
      await nextTurn();
    }
  };
}

async function finish(
  { response, socket, signal }: Exchange,
  ending: 'end' | 'cut' | 'stall',
): Promise<void> {
  if (ending === 'end') response.end();
  else if (ending === 'cut') socket.destroy();
  else if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
}
