import type { Readable } from 'node:stream';
import { commonErrors } from '@linguamate/shared/errors';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

const Chunk = Type.Object({
  choices: Type.Array(
    Type.Object({
      delta: Type.Optional(Type.Object({ content: Type.Optional(Type.Union([Type.String(), Type.Null()])) })),
    }),
  ),
});
/** No event of a model is longer; whatever sends more is not one. */
const maxEventLength = 262_144;

/**
 * The pieces of text of a streamed chat answer, as they come. Throws upstream_failed when the stream tells of an error or ends
 * before it says that it is complete: half an answer is never taken for a whole one.
 */
export async function* readChatStream(body: Readable): AsyncGenerator<string> {
  for await (const data of readEvents(body)) {
    if (data === '[DONE]') return;
    const chunk = parseChunk(data);
    for (const choice of chunk.choices) {
      const content = choice.delta?.content;
      if (typeof content === 'string' && content !== '') yield content;
    }
  }
  throw commonErrors.upstream_failed({ message: 'the stream ended before the answer did' });
}

/** The data of server-sent events, after the HTML standard as far as toolkit-proxy uses it: LF or CRLF, comments, data lines. */
async function* readEvents(body: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const bytes of body) {
    pending += decoder.decode(bytes as Buffer, { stream: true }).replaceAll('\r', '');
    const events = pending.split('\n\n');
    pending = events.pop() ?? '';
    if (pending.length > maxEventLength) throw commonErrors.upstream_failed({ message: 'event too long' });
    for (const event of events) {
      const data = event.split('\n').filter((line) => line.startsWith('data:'));
      if (data.length > 0) yield data.map((line) => line.slice(5).trimStart()).join('\n');
    }
  }
}

function parseChunk(data: string) {
  try {
    const value: unknown = JSON.parse(data);
    if (Value.Check(Chunk, value)) return value;
  } catch {
    // Falls through: what is no JSON is no chunk either.
  }
  throw commonErrors.upstream_failed({ message: 'the stream told of an error' });
}
