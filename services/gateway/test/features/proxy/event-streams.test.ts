import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { Agent, request } from 'node:http';
import { describe, it } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { startGateway, startService } from '../../support/gateway.ts';

const streamCount = 2_000;
const rounds = 5;
const memoryMaxBytes = 150 * 1024 * 1024;

type Stream = { received: number; closed: boolean; close(): void };

/** Opens an event stream and counts the events that arrive. */
function openStream(url: string, agent: Agent): Stream {
  const stream: Stream = { received: 0, closed: false, close: () => sent.destroy() };
  const sent = request(`${url}/api/auth/events`, { agent }, (response) => {
    response.on('data', (chunk: Buffer) => {
      stream.received += String(chunk).split('\n\n').length - 1;
    });
    response.on('close', () => {
      stream.closed = true;
    });
    response.on('error', () => {});
  });
  sent.on('error', () => {
    stream.closed = true;
  });
  sent.end();
  return stream;
}

describe('2,000 event streams through one gateway', () => {
  it('all get every event, none is lost, memory stays flat, and others are served', {
    timeout: 120_000,
  }, async () => {
    const upstream = await startService();
    const sources: ServerResponse[] = [];
    upstream.always(({ request: asked, response, signal }) => {
      if (!asked.path.endsWith('/events'))
        return replies.json(200, {})({ request: asked, response } as never);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      sources.push(response);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    });
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
    const streams = Array.from({ length: streamCount }, () => openStream(gateway.url, agent));
    await waitFor(() => sources.length === streamCount, {
      timeoutMs: 60_000,
      message: 'all streams to be open',
    });
    const send = async (round: number) => {
      for (const source of sources) source.write(`data: ${'x'.repeat(200)}\n\n`);
      await waitFor(() => streams.every(({ received }) => received === round), { timeoutMs: 30_000 });
    };
    await send(1);
    const before = process.memoryUsage().rss;
    for (let round = 2; round <= rounds; round++) await send(round);
    const grownBytes = process.memoryUsage().rss - before;
    assert.ok(grownBytes < memoryMaxBytes, `${grownBytes}`);
    assert.equal(streams.filter(({ closed }) => closed).length, 0);
    assert.equal((await fetch(`${gateway.url}/api/auth/x`)).status, 200);
    for (const stream of streams) stream.close();
    await waitFor(() => upstream.openSockets() < 50, {
      timeoutMs: 30_000,
      message: 'the streams to be cancelled',
    });
    agent.destroy();
    await gateway.close();
    await upstream.close();
  });
});
