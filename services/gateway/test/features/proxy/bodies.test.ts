import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type TestClient, testClient } from '@linguamate/shared/testing/http';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';
import { sendRaw, statusOf } from '../../support/raw-http.ts';

const kibibyte = 1024;

describe('bodies', () => {
  let upstream: ScriptedUpstream;
  let gateway: TestGateway;
  let client: TestClient;
  before(async () => {
    upstream = await startService();
    gateway = await startGateway({ upstreamUrl: upstream.url });
    client = testClient(gateway.url);
  });
  after(async () => {
    await gateway.close();
    await upstream.close();
  });
  beforeEach(() => upstream.requests.splice(0));

  const chunk = (size: number) => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`;

  it('of any size up to the limit arrive byte for byte, announced or chunked', async () => {
    for (const size of [1, 1_000, 64 * kibibyte, 300 * kibibyte, 3_000 * kibibyte]) {
      const body = randomBytes(size);
      const answer = await client.post('/api/stt/transcribe', {
        rawBody: body,
        headers: { 'content-type': 'audio/wav' },
      });
      assert.equal(answer.status, 200);
      assert.ok(upstream.requests.at(-1)?.body.equals(body), String(size));
    }
    const chunked = await sendRaw(
      gateway.port,
      `POST /api/stt/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunk(5)}${chunk(100_000)}0\r\n\r\n`,
    );
    assert.equal(statusOf(chunked), 200);
    assert.equal(upstream.requests.at(-1)?.body.length, 100_005);
  });

  it('with neither length nor chunks are none', async () => {
    await client.post('/api/auth/logout');
    assert.equal(upstream.requests.at(-1)?.body.length, 0);
  });

  it('announced beyond the limit are refused with 413 and never reach the service', async () => {
    const answer = await client.post('/api/auth/login', { rawBody: 'x'.repeat(64 * kibibyte + 1) });
    assert.equal(answer.status, 413);
    assert.equal(answer.body.code, 'payload_too_large');
    assert.equal(upstream.requests.length, 0);
  });

  it('streamed beyond the limit are cut off with 413', async () => {
    const answer = await sendRaw(
      gateway.port,
      `POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(60_000)}${chunk(60_000)}0\r\n\r\n`,
      { until: /requestId/ },
    );
    assert.equal(statusOf(answer), 413);
    assert.ok(upstream.requests.every(({ finished }) => !finished));
  });

  it('after Expect: 100-continue are invited and delivered', async () => {
    const answer = await new Promise<{ status: number; invited: boolean }>((resolve, reject) => {
      let invited = false;
      const request = httpRequest(`${gateway.url}/api/auth/login`, {
        method: 'POST',
        headers: { expect: '100-continue', 'content-length': '5', 'content-type': 'application/json' },
      });
      request.on('continue', () => {
        invited = true;
        request.end('"abc"');
      });
      request.on('response', (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, invited });
      });
      request.on('error', reject);
      request.flushHeaders();
    });
    assert.deepEqual(answer, { status: 200, invited: true });
    assert.equal(upstream.requests.at(-1)?.body.toString(), '"abc"');
    assert.equal(upstream.requests.at(-1)?.headers.expect, undefined);
  });

  it('whose sender disappears are cancelled at the service', async () => {
    const leaving = httpRequest(`${gateway.url}/api/stt/x`, {
      method: 'POST',
      headers: { 'content-length': '1000000' },
    });
    leaving.on('error', () => {});
    leaving.write('x'.repeat(100_000));
    await waitFor(() => upstream.requests.length === 1, { message: 'the request to reach the service' });
    leaving.destroy();
    await waitFor(() => upstream.openSockets() === 0 || upstream.requests[0]?.aborted, {
      message: 'the service to see the end',
    });
  });
});

describe('answers', () => {
  let upstream: ScriptedUpstream;
  let gateway: TestGateway;
  before(async () => {
    upstream = await startService();
    gateway = await startGateway({ upstreamUrl: upstream.url });
  });
  after(async () => {
    await gateway.close();
    await upstream.close();
  });
  beforeEach(() => upstream.requests.splice(0));

  it('of any size arrive byte for byte', async () => {
    for (const size of [0, 1, 64 * kibibyte, 64 * kibibyte + 1, 5_000_000]) {
      const body = randomBytes(size);
      upstream.reply(replies.raw(200, 'application/octet-stream', body));
      const response = await fetch(`${gateway.url}/api/auth/x`);
      assert.ok(Buffer.from(await response.arrayBuffer()).equals(body), String(size));
    }
  });

  it('that stream begin before they end, event by event', async () => {
    const gate = Promise.withResolvers<void>();
    upstream.reply(async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      await gate.promise;
      response.write('data: one\n\n');
      response.end('data: two\n\n');
    });
    const response = await fetch(`${gateway.url}/api/auth/x`);
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    gate.resolve();
    assert.equal(await response.text(), 'data: one\n\ndata: two\n\n');
  });

  it('to a client that does not read stop the service from sending', async () => {
    let sentBytes = 0;
    upstream.reply(async ({ response, signal }) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      const block = Buffer.alloc(64 * kibibyte);
      while (!signal.aborted && sentBytes < 200_000_000) {
        sentBytes += block.length;
        if (!response.write(block)) {
          await new Promise<void>((resolve) => {
            response.once('drain', resolve);
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      }
      response.end();
    });
    const slow = httpRequest(`${gateway.url}/api/auth/x`);
    const started = Promise.withResolvers<void>();
    slow.on('response', (response) => {
      response.pause();
      response.on('error', () => {});
      started.resolve();
    });
    slow.on('error', () => {});
    slow.end();
    await started.promise;
    let before = -1;
    // Nothing is read, so the amount must settle far below the whole.
    await waitFor(
      () => {
        const settled = sentBytes === before;
        before = sentBytes;
        return settled;
      },
      { intervalMs: 200, message: 'the service to be stopped' },
    );
    assert.ok(sentBytes < 50_000_000, String(sentBytes));
    slow.destroy();
    await waitFor(() => upstream.requests[0]?.aborted, { message: 'the service to see the end' });
  });

  it('nobody waits for any more are cancelled before the headers, also for requests with a body', async () => {
    for (const init of [{ method: 'GET' }, { method: 'POST', body: '{"a":1}' }]) {
      upstream.requests.splice(0);
      upstream.reply(replies.silent());
      const leaving = new AbortController();
      const left = fetch(`${gateway.url}/api/toolkit/text/llm`, { ...init, signal: leaving.signal });
      await waitFor(() => upstream.requests.length === 1);
      leaving.abort();
      await assert.rejects(left);
      await waitFor(() => upstream.requests[0]?.aborted, { message: `${init.method} to be cancelled` });
    }
    await waitFor(() =>
      gateway.log.lines.some(({ reason, status }) => reason === 'aborted' && status === 499),
    );
  });

  it('nobody reads any more are cancelled in the middle', async () => {
    upstream.reply(replies.stalled('data: one\n\n', 'text/event-stream'));
    const leaving = new AbortController();
    const response = await fetch(`${gateway.url}/api/auth/x`, { signal: leaving.signal });
    assert.equal(response.status, 200);
    leaving.abort();
    await waitFor(() => upstream.requests[0]?.aborted, { message: 'the stream to be cancelled' });
  });

  it('that ended well leave no open exchange behind: deadlines do not cut streams', async () => {
    const gate = Promise.withResolvers<void>();
    const other = await startGateway({ upstreamUrl: upstream.url, env: { REQUEST_TIMEOUT_MS: '200' } });
    upstream.reply(async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: one\n\n');
      await gate.promise;
      response.end('data: two\n\n');
    });
    const response = await fetch(`${other.url}/api/auth/x`);
    const startedAt = performance.now();
    await waitFor(() => performance.now() - startedAt > 600);
    gate.resolve();
    assert.equal(await response.text(), 'data: one\n\ndata: two\n\n');
    await other.close();
  });
});

describe('WebSocket upgrades', () => {
  it('are refused with a problem, and h2c offers are ignored', async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    const upgrade = (protocol: string) =>
      `GET /api/auth/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const refused = await sendRaw(gateway.port, upgrade('websocket'), { until: /requestId/ });
    assert.equal(statusOf(refused), 400);
    assert.match(refused, /upgrade_refused/);
    assert.equal(upstream.requests.length, 0);
    const ignored = await sendRaw(gateway.port, upgrade('h2c'), { until: /"ok":true/ });
    assert.equal(statusOf(ignored), 200);
    assert.equal(upstream.requests[0]?.headers.upgrade, undefined);
    await gateway.close();
    await upstream.close();
  });
});
