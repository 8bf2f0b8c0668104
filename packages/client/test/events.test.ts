import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEvents, type ServerEvent } from '../src/events.ts';

function streamOf(chunks: readonly (string | Uint8Array)[], type = 'text/event-stream'): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': type } });
}

async function read(...chunks: (string | Uint8Array)[]): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(streamOf(chunks))) events.push(event);
  return events;
}

describe('the event reader', () => {
  const text = 'retry: 500\nid: 7\nevent: token\ndata: ¡Ho\ndata: la!\n\n: comment\n\ndata:second\n\n';
  const expected = [
    { event: 'token', data: '¡Ho\nla!', id: '7', retryMs: 500 },
    { event: 'message', data: 'second', id: '7' },
  ];

  it('reads names, ids, several lines of data and waiting times', async () => {
    assert.deepEqual(await read(text), expected);
  });

  it('reads the same however the bytes are cut, also inside a character or between CR and LF', async () => {
    for (const ending of ['\n', '\r\n', '\r']) {
      const bytes = new TextEncoder().encode(text.replaceAll('\n', ending));
      for (let at = 1; at < bytes.length; at++) {
        assert.deepEqual(
          await read(bytes.slice(0, at), bytes.slice(at)),
          expected,
          `${JSON.stringify(ending)} ${at}`,
        );
      }
    }
  });

  it('drops an event that was cut off', async () => {
    assert.deepEqual(await read('data: whole\n\ndata: half'), [{ event: 'message', data: 'whole', id: '' }]);
  });

  it('refuses what is no event stream', async () => {
    await assert.rejects(readEvents(streamOf(['{}'], 'application/json')).next(), TypeError);
  });

  it('gives the connection back when the reader stops', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: x\n\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    const response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    for await (const event of readEvents(response)) {
      assert.equal(event.data, 'x');
      break;
    }
    assert.ok(cancelled);
  });
});
