import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';
import { Type } from 'typebox';
import { createDeadline } from '../../src/deadline.ts';
import { ClientClosedError, ServiceError } from '../../src/errors.ts';
import { createHttpClient, type HttpClientOptions } from '../../src/http/client.ts';
import { runWithContext } from '../../src/http/context.ts';
import { UpstreamError } from '../../src/http/upstream-error.ts';
import { createMetrics } from '../../src/metrics.ts';
import { silentLogger } from '../../src/testing/logger.ts';
import { waitFor } from '../../src/testing/wait-for.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function setUp(t: TestContext, handler: Handler, options: Partial<HttpClientOptions> = {}) {
  const seen: IncomingMessage[] = [];
  const upstream = createServer((request, response) => {
    seen.push(request);
    handler(request, response);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const metrics = createMetrics({ service: 'test' });
  const baseUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const client = createHttpClient({
    name: 'learning',
    baseUrl,
    timeoutMs: 5_000,
    logger: silentLogger(),
    metrics,
    ...options,
  });
  t.after(async () => {
    await client.close();
    upstream.closeAllConnections();
    upstream.close();
  });
  return { client, seen, metrics, baseUrl, upstream };
}

const Answer = Type.Object({ ok: Type.Boolean() });
const ok: Handler = (_request, response) => response.end('{"ok":true}');
const silent: Handler = () => {};
const get = { method: 'GET', path: '/x', operation: 'look', responseSchema: Answer } as const;

describe('a call', () => {
  test('sends JSON, query, token, and what the context says', async (t) => {
    const { client, seen } = await setUp(t, (request, response) => {
      void text(request).then((sent) => response.end(JSON.stringify({ ok: true, sent })));
    });
    const context = {
      requestId: 'request-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    const answer = await runWithContext(context, () =>
      client.request({
        method: 'POST',
        path: '/things',
        operation: 'make a thing',
        query: { limit: 5, deep: true, skip: undefined, text: 'ä&b' },
        body: { a: 'é' },
        bearerToken: 'token-1',
        headers: { 'x-extra': '1' },
        responseSchema: Type.Object({ sent: Type.String() }),
      }),
    );
    assert.equal(answer.sent, '{"a":"é"}');
    const [request] = seen;
    assert.equal(request?.url, '/things?limit=5&deep=true&text=%C3%A4%26b');
    assert.equal(request?.headers['content-type'], 'application/json');
    assert.equal(request?.headers.authorization, 'Bearer token-1');
    assert.equal(request?.headers['x-request-id'], 'request-1');
    assert.equal(request?.headers.traceparent, context.traceparent);
    assert.equal(request?.headers['x-extra'], '1');
  });
  test('keeps the path of the base URL', async (t) => {
    const { client, seen, baseUrl, metrics } = await setUp(t, ok);
    const below = createHttpClient({
      name: 'b',
      baseUrl: `${baseUrl}/api/v1/`,
      timeoutMs: 1_000,
      logger: silentLogger(),
      metrics,
    });
    await below.request(get);
    await client.request(get);
    assert.deepEqual(
      seen.map((request) => request.url),
      ['/api/v1/x', '/x'],
    );
    await below.close();
  });
  test('tells the upstream how much time is left: the least of its own and the request', async (t) => {
    const { client, seen } = await setUp(t, ok);
    const deadline = createDeadline({ timeoutMs: 700 });
    t.after(() => deadline.dispose());
    await client.request({ ...get, deadline });
    await client.request(get);
    const [first = 0, second = 0] = seen.map((request) => Number(request.headers['x-request-timeout-ms']));
    assert.ok(first > 0 && first <= 700, String(first));
    assert.ok(second > 4_000 && second <= 5_000, String(second));
  });
  test('takes an answer without body for undefined', async (t) => {
    const { client } = await setUp(t, (_request, response) => response.writeHead(204).end());
    assert.equal(
      await client.request({ ...get, method: 'DELETE', responseSchema: Type.Undefined() }),
      undefined,
    );
  });
});

async function failureOf(work: Promise<unknown>): Promise<ServiceError> {
  const error = await work.then(
    () => assert.fail('should have failed'),
    (reason) => reason,
  );
  assert.ok(error instanceof ServiceError, String(error));
  return error;
}

describe('what goes wrong becomes an error of the catalogue:', () => {
  test('a refused connection is upstream_unreachable, the address stays with the operator', async (t) => {
    const { client, upstream } = await setUp(t, ok);
    upstream.close();
    const error = await failureOf(client.request(get));
    assert.deepEqual([error.code, error.status], ['upstream_unreachable', 502]);
    assert.doesNotMatch(error.detail, /127|ECONN/);
    assert.match(error.message, /ECONNREFUSED/);
  });
  test('a name that does not exist is upstream_unreachable', async (t) => {
    const { client } = await setUp(t, ok, { baseUrl: 'http://nowhere.invalid' });
    assert.equal((await failureOf(client.request(get))).code, 'upstream_unreachable');
  });
  test('a connection that is cut is upstream_unreachable, and nothing is sent twice', async (t) => {
    const { client, seen } = await setUp(t, (request) => request.socket.destroy());
    assert.equal((await failureOf(client.request(get))).code, 'upstream_unreachable');
    assert.equal(
      (await failureOf(client.request({ ...get, method: 'POST', body: {} }))).code,
      'upstream_unreachable',
    );
    assert.equal(seen.length, 2);
  });
  test('silence is upstream_timeout after the time of the call, not of the library', async (t) => {
    const { client } = await setUp(t, silent, { timeoutMs: 150 });
    const startedAt = performance.now();
    const error = await failureOf(client.request(get));
    assert.deepEqual([error.code, error.status], ['upstream_timeout', 504]);
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs >= 145 && tookMs < 450, `${tookMs} ms`);
  });
  test('a body that drips without end is upstream_timeout as well', async (t) => {
    const { client } = await setUp(
      t,
      (_request, response) => {
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
      { timeoutMs: 200 },
    );
    assert.equal((await failureOf(client.request(get))).code, 'upstream_timeout');
  });
  test('no JSON, another shape or too much of it is upstream_failed', async (t) => {
    const bodies = ['<html>', '{"ok":1}', '', `{"ok":true,"x":"${'a'.repeat(5_000)}"}`];
    const { client } = await setUp(t, (_request, response) => response.end(bodies.shift()), {
      maxResponseBytes: 1_000,
    });
    for (let i = 0; i < 4; i++) {
      assert.equal((await failureOf(client.request(get))).code, 'upstream_failed');
    }
  });
  test('the end of the own deadline is request_timeout and ends the call upstream', async (t) => {
    let ended = false;
    const { client } = await setUp(t, (_request, response) =>
      response.on('close', () => {
        ended = true;
      }),
    );
    const deadline = createDeadline({ timeoutMs: 50 });
    assert.equal((await failureOf(client.request({ ...get, deadline }))).code, 'request_timeout');
    await waitFor(() => ended, { message: 'the upstream to notice' });
  });
  test('a client that goes away ends the call upstream with its reason', async (t) => {
    let ended = false;
    const { client, seen } = await setUp(t, (_request, response) =>
      response.on('close', () => {
        ended = true;
      }),
    );
    const controller = new AbortController();
    const call = client.request({ ...get, signal: controller.signal });
    await waitFor(() => seen.length === 1, { message: 'the call to arrive' });
    controller.abort(new ClientClosedError());
    await assert.rejects(call, ClientClosedError);
    await waitFor(() => ended, { message: 'the upstream to notice' });
  });
  test('no success is UpstreamError with status and problem, and its connection is used again', async (t) => {
    const problem = { type: 't', title: 't', status: 409, detail: 'd', code: 'conflict', requestId: 'r' };
    const { client, seen } = await setUp(t, (_request, response) => {
      response.writeHead(409, { 'content-type': 'application/problem+json', 'retry-after': '3' });
      response.end(JSON.stringify(problem));
    });
    for (let i = 0; i < 20; i++) {
      await assert.rejects(client.request({ ...get, operation: `look ${i}` }), (error) => {
        assert.ok(error instanceof UpstreamError);
        assert.deepEqual([error.status, error.problem, error.headers['retry-after']], [409, problem, '3']);
        return true;
      });
    }
    assert.ok(new Set(seen.map((request) => request.socket.remotePort)).size < 5);
  });
  test('an error page that is no problem document, or has no end, is still UpstreamError', async (t) => {
    const { client } = await setUp(t, (_request, response) => {
      response.writeHead(500).write('x'.repeat(200_000));
    });
    await assert.rejects(
      client.request(get),
      (error) => error instanceof UpstreamError && error.status === 500,
    );
  });
});

describe('a stream', () => {
  test('is handed out as it comes', async (t) => {
    const { client } = await setUp(t, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('one ');
      setImmediate(() => response.end('two'));
    });
    const answer = await client.stream(get);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'text/event-stream');
    assert.equal(await text(answer.body), 'one two');
  });
  test('ends with the deadline even in the middle', async (t) => {
    const { client } = await setUp(t, (_request, response) => response.write('one'), { timeoutMs: 150 });
    const answer = await client.stream(get);
    await assert.rejects(text(answer.body), { code: 'upstream_timeout' });
  });
  test('of an error is UpstreamError', async (t) => {
    const { client } = await setUp(t, (_request, response) => response.writeHead(503).end());
    await assert.rejects(client.stream(get), UpstreamError);
  });
});

describe('breakers', () => {
  test('open per operation', async (t) => {
    const { client, seen } = await setUp(t, (request, response) => {
      response.writeHead(request.url === '/bad' ? 500 : 200).end('{"ok":true}');
    });
    const bad = { ...get, path: '/bad', operation: 'bad' };
    for (let i = 0; i < 5; i++) await assert.rejects(client.request(bad), UpstreamError);
    const error = await failureOf(client.request(bad));
    assert.deepEqual([error.code, error.status], ['service_unavailable', 503]);
    assert.deepEqual(await client.request(get), { ok: true });
    assert.equal(seen.length, 6);
  });
  test('can be left out', async (t) => {
    const { client, seen } = await setUp(t, (_request, response) => response.writeHead(500).end(), {
      breaker: false,
    });
    for (let i = 0; i < 8; i++) await assert.rejects(client.request(get), UpstreamError);
    assert.equal(seen.length, 8);
  });
});

test('calls are measured by upstream, operation and outcome', async (t) => {
  const { client, metrics } = await setUp(t, (request, response) => {
    response.writeHead(request.url === '/bad' ? 404 : 200).end('{"ok":true}');
  });
  await client.request(get);
  await assert.rejects(client.request({ ...get, path: '/bad' }));
  const rendered = await metrics.render();
  for (const outcome of ['success', '404']) {
    assert.match(
      rendered,
      new RegExp(
        `http_client_request_duration_seconds_count\\{[^}]*upstream="learning",operation="look",outcome="${outcome}"\\} 1`,
      ),
    );
  }
});
