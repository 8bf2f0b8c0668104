import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { ServiceError } from '@linguamate/shared/errors';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { takeRequestBody } from '../../../src/features/proxy/request-body.ts';
import { routeTable } from '../../../src/features/proxy/route-table.ts';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';

/** A request whose body is written by the test. */
function slowRequest(headers: Record<string, string>): { raw: IncomingMessage; stream: PassThrough } {
  const stream = new PassThrough();
  return { raw: Object.assign(stream, { headers }) as unknown as IncomingMessage, stream };
}

const isTimeout = (error: unknown) => error instanceof ServiceError && error.status === 408;

describe('slow clients', () => {
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

  it('that never finish their headers are cut within 15 seconds, and others are served meanwhile', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += String(data);
    });
    socket.write('GET /api/auth/x HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    const startedAt = performance.now();
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    assert.equal((await fetch(`${gateway.url}/api/auth/x`)).status, 200);
    await closed;
    assert.ok(performance.now() - startedAt < 15_000);
    assert.match(received, /^HTTP\/1\.1 408 .*problem\+json/s);
  });

  it('that send a small body too slowly get 408', async () => {
    const { raw, stream } = slowRequest({ 'content-length': '10' });
    stream.write('abc');
    await assert.rejects(takeRequestBody(raw, { bodyLimitBytes: 100, receiveTimeoutMs: 30 }), isTimeout);
  });

  it('that stream a body too slowly get 408', async () => {
    const { raw, stream } = slowRequest({ 'transfer-encoding': 'chunked' });
    stream.write('abc');
    const { content } = await takeRequestBody(raw, { bodyLimitBytes: 100, receiveTimeoutMs: 30 });
    assert.ok(content && !Buffer.isBuffer(content));
    await assert.rejects(content.toArray(), isTimeout);
  });

  it('have at most 15 s for JSON and 120 s for media', () => {
    for (const { prefix, bodyLimitBytes, receiveTimeoutMs } of routeTable) {
      const limitMs = bodyLimitBytes <= 1024 * 1024 ? 15_000 : 120_000;
      assert.ok(receiveTimeoutMs <= limitMs, prefix);
    }
  });
});

describe('a JSON body in no hurry', () => {
  it('is answered with 408 over a real socket and the connection is closed', {
    timeout: 40_000,
  }, async () => {
    const upstream = await startService();
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    const socket = connect(gateway.port, '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += String(data);
    });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write(
      'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{',
    );
    const startedAt = performance.now();
    await closed;
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs > 10_000 && tookMs < 25_000, String(tookMs));
    assert.match(received, /^HTTP\/1\.1 408 .*request_timeout/s);
    assert.equal(upstream.requests.length, 0);
    await gateway.close();
    await upstream.close();
  });
});
