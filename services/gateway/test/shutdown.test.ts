import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { testClient } from '@linguamate/shared/testing/http';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { startGateway, startService } from './support/gateway.ts';

describe('a gateway that closes', () => {
  it('lets requests in flight finish and refuses new connections', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    const held = replies.held(replies.json(200, { late: true }));
    upstream.reply(held.reply);
    const inFlight = testClient(gateway.url).get('/api/auth/x');
    await held.reached;
    const closed = gateway.close();
    await assert.rejects(once(connect(gateway.port, '127.0.0.1'), 'connect'));
    held.release();
    const answer = await inFlight;
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, { late: true });
    assert.equal(answer.headers.get('connection'), 'close');
    await closed;
    await upstream.close();
  });

  it('ends event streams with an event, between two events of the service', { timeout: 20_000 }, async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    upstream.reply(replies.stalled('data: one\n\n', 'text/event-stream'));
    const response = await fetch(`${gateway.url}/api/auth/x`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader?.read())?.value, 'data: one\n\n');
    const closed = gateway.close();
    let rest = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) rest += part.value;
    assert.match(rest, /^event: shutdown\nretry: \d+\ndata: \{\}\n\n$/);
    await closed;
    await upstream.close();
  });

  it('does not wait for clients that keep connections without using them', { timeout: 20_000 }, async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    const silent = connect(gateway.port, '127.0.0.1');
    silent.on('error', () => {});
    await once(silent, 'connect');
    await testClient(gateway.url).get('/api/auth/x');
    const startedAt = performance.now();
    await gateway.close();
    assert.ok(performance.now() - startedAt < 5_000);
    await upstream.close();
  });
});
