/** Reads server-sent events from bytes that may be split anywhere. */
export type SseParser = {
  /**
   * Takes the next bytes.
   * @returns the data of every event that is complete now, in order.
   * @throws {SseOverflow} when an event grows beyond the limit.
   */
  push(bytes: Uint8Array): string[];
};

/** An event grew beyond its limit: whatever sends this is not a model. */
export class SseOverflow extends Error {
  /** @param limit characters that were allowed. */
  constructor(limit: number) {
    super(`an event is longer than ${limit} characters`);
    this.name = 'SseOverflow';
  }
}

/** Far above any real chunk, which holds a few tokens. */
const maxEventLength = 262_144;

/**
 * Creates a parser after the event stream format of the HTML standard: lines end with LF, CR or CRLF, several `data` lines make
 * one event, lines that begin with a colon are comments, a byte order mark at the start is skipped. An event that the stream
 * ends in the middle of is dropped, as the standard asks.
 * @param limit longest event in characters.
 */
export function createSseParser(limit = maxEventLength): SseParser {
  // Characters may be split between chunks as well; the decoder keeps the rest. It also removes the byte order mark.
  const decoder = new TextDecoder('utf-8');
  let pending = '';
  let data: string[] = [];
  let endedWithCr = false;

  const takeLine = (line: string, events: string[]) => {
    if (line === '') {
      if (data.length > 0) events.push(data.join('\n'));
      data = [];
    } else if (line === 'data' || line.startsWith('data:')) {
      const value = line.slice(5);
      data.push(value.startsWith(' ') ? value.slice(1) : value);
    }
  };

  return {
    push(bytes) {
      let text = decoder.decode(bytes, { stream: true });
      // A CR that ended the last chunk and the LF that begins this one are one line end.
      if (endedWithCr && text.startsWith('\n')) text = text.slice(1);
      if (text !== '') endedWithCr = text.endsWith('\r');
      const lines = (pending + text).split(/\r\n|\r|\n/);
      pending = lines.pop() ?? '';
      const events: string[] = [];
      for (const line of lines) takeLine(line, events);
      if (pending.length + data.reduce((sum, part) => sum + part.length, 0) > limit) {
        throw new SseOverflow(limit);
      }
      return events;
    },
  };
}
