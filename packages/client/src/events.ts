/** One server-sent event. */
export type ServerEvent = {
  /** `message` unless the server named it. */
  event: string;
  data: string;
  /** Send this as `Last-Event-ID` to go on from here. */
  id: string;
  /** How long the server wants clients to wait before they connect again, in milliseconds. */
  retryMs?: number;
};

type Parser = { fields: { event: string; data: string[]; id: string; retryMs?: number } };

/**
 * Reads the events of a stream as they arrive (HTML standard, 9.2). Ends when the server does.
 *
 * @param response an answer of type `text/event-stream`
 * @throws TypeError when the answer is something else
 */
export async function* readEvents(response: Response): AsyncGenerator<ServerEvent, void, void> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream') || response.body === null) {
    throw new TypeError(`Expected an event stream, got ${type || 'nothing'} (${response.status})`);
  }
  const parser: Parser = { fields: { event: '', data: [], id: '' } };
  for await (const line of readLines(response.body)) {
    const event = line === '' ? finish(parser) : null;
    if (event !== null) yield event;
    if (line !== '') take(parser, line);
  }
}

/** Lines end in CR, LF or both; after a CR that ends one chunk, an LF that begins the next belongs to it. */
async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  let afterReturn = false;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const text = decoder.decode(part.value, { stream: true });
      if (text === '') continue;
      const lines = (rest + (afterReturn && text.startsWith('\n') ? text.slice(1) : text)).split(
        /\r\n|\n|\r/,
      );
      afterReturn = text.endsWith('\r');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    // What is left without an end is an event that was cut off, and does not count.
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function take({ fields }: Parser, line: string): void {
  const colon = line.indexOf(':');
  const name = colon === -1 ? line : line.slice(0, colon);
  const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'event') fields.event = value;
  else if (name === 'data') fields.data.push(value);
  else if (name === 'id' && !value.includes('\0')) fields.id = value;
  else if (name === 'retry' && /^\d+$/.test(value)) fields.retryMs = Number(value);
}

function finish(parser: Parser): ServerEvent | null {
  const { event, data, id, retryMs } = parser.fields;
  parser.fields = { event: '', data: [], id };
  if (data.length === 0) return null;
  const retry = retryMs === undefined ? {} : { retryMs };
  return { event: event || 'message', data: data.join('\n'), id, ...retry };
}
