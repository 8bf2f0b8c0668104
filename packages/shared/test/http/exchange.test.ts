import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { commonErrors, ServiceError } from '../../src/errors.ts';
import { currentContext } from '../../src/http/context.ts';
import type { HttpServer } from '../../src/http/server.ts';
import { testClient } from '../../src/testing/http.ts';
import { waitFor } from '../../src/testing/wait-for.ts';
import { echo, rawRequest, startServer } from './kit-server.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('request id', () => {
  const whoAmI = (server: HttpServer) => server.get('/id', async () => currentContext());
  test('is taken from the caller when it is sane', async (t) => {
    const { baseUrl, accessLines } = await startServer(t, whoAmI);
    const answer = await testClient(baseUrl).get('/id', { headers: { 'x-request-id': 'caller-12345678' } });
    assert.equal(answer.headers.get('x-request-id'), 'caller-12345678');
    assert.equal(answer.body.requestId, 'caller-12345678');
    assert.equal(accessLines()[0]?.requestId, 'caller-12345678');
  });
  for (const bad of ['short', 'with space in it', 'a'.repeat(200), '<script>alert(1)</script>']) {
    test(`is our own when the caller sends ${bad.slice(0, 20)}`, async (t) => {
      const { baseUrl } = await startServer(t, whoAmI);
      const answer = await testClient(baseUrl).get('/id', { headers: { 'x-request-id': bad } });
      assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    });
  }
  test('stands on every line that a handler logs, after the body was read', async (t) => {
    const { baseUrl, logText } = await startServer(t, (server) => {
      server.post('/log', async (request) => {
        await sleep(1);
        request.log.info('inside');
        return {};
      });
    });
    const { headers } = await testClient(baseUrl).post('/log', { body: {} });
    const line = logText()
      .split('\n')
      .find((text) => text.includes('inside'));
    assert.equal(JSON.parse(line ?? '{}').requestId, headers.get('x-request-id'));
  });
});

describe('trace context', () => {
  const whoAmI = (server: HttpServer) => server.get('/id', async () => currentContext());
  test('continues the trace of the caller under a span of its own', async (t) => {
    const { baseUrl } = await startServer(t, whoAmI);
    const { body } = await testClient(baseUrl).get('/id', { headers: { traceparent } });
    assert.match(String(body.traceparent), /^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    assert.notEqual(body.traceparent, traceparent);
  });
  test('starts a trace when the caller sends none or nonsense', async (t) => {
    const { baseUrl } = await startServer(t, whoAmI);
    for (const headers of [{}, { traceparent: '00-0000-00-01' }]) {
      const { body } = await testClient(baseUrl).get('/id', { headers });
      assert.match(String(body.traceparent), /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    }
  });
});

describe('deadline', () => {
  const patient = (server: HttpServer) => {
    server.post('/work', async (request) => {
      await sleep(5_000, undefined, { signal: request.deadline.signal });
      return {};
    });
  };
  test('answers 408 when a handler heeds its signal, for a request with a body', async (t) => {
    const { baseUrl, accessLines } = await startServer(t, patient);
    const answer = await testClient(baseUrl).post('/work', {
      body: { a: 1 },
      headers: { 'x-request-timeout-ms': '80' },
    });
    assert.equal(answer.status, 408);
    assert.equal(answer.body.code, 'request_timeout');
    assert.deepEqual(
      accessLines().map((line) => [line.status, line.reason, line.level]),
      [[408, 'timeout', 'warn']],
    );
  });
  test('answers 408 for a handler that heeds nothing', async (t) => {
    const { baseUrl, accessLines } = await startServer(t, (server) => {
      server.get('/deaf', { config: { timeoutMs: 60 } }, async () => {
        await sleep(400);
        return { late: true };
      });
    });
    const startedAt = performance.now();
    const answer = await testClient(baseUrl).get('/deaf');
    assert.equal(answer.status, 408);
    assert.ok(performance.now() - startedAt < 390);
    assert.equal(answer.headers.get('connection'), 'close');
    await sleep(400);
    assert.equal(accessLines().length, 1);
  });
  test('cannot be raised above the limit by the caller', async (t) => {
    const { baseUrl } = await startServer(t, (server) => {
      server.get('/left', { config: { timeoutMs: 500 } }, async (request) => ({
        leftMs: request.deadline.remainingMs(),
      }));
    });
    const { body } = await testClient(baseUrl).get('/left', { headers: { 'x-request-timeout-ms': '99999' } });
    assert.ok(Number(body.leftMs) <= 500);
  });
  test('does not abort a request with a body that is still being worked on', async (t) => {
    // Fastify's own request.signal aborts here as soon as the body has been read.
    const { baseUrl } = await startServer(t, (server) => {
      server.post('/quiet', async (request) => {
        await sleep(50);
        return { aborted: request.deadline.signal.aborted };
      });
    });
    assert.equal((await testClient(baseUrl).post('/quiet', { body: {} })).body.aborted, false);
  });
  for (const [method, payload] of [
    ['GET', ''],
    ['POST', '{}'],
  ] as const) {
    test(`aborts when the client of a ${method} goes away, which is logged as aborted`, async (t) => {
      let reason: unknown;
      let begun = false;
      const { port, accessLines } = await startServer(t, (server) => {
        server.route({
          method,
          url: '/wait',
          handler: async (request) => {
            begun = true;
            const { signal } = request.deadline;
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
            reason = signal.reason;
            throw signal.reason;
          },
        });
      });
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(
          `${method} /wait HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${payload.length}\r\n\r\n${payload}`,
        ),
      );
      await waitFor(() => begun, { message: 'the handler to begin' });
      socket.destroy();
      await waitFor(() => accessLines().length > 0, { message: 'the access line' });
      assert.equal((reason as Error).name, 'ClientClosedError');
      const [line] = accessLines();
      assert.deepEqual([line?.status, line?.reason, line?.level], [499, 'aborted', 'info']);
    });
  }
  test('cuts an answer that has begun, so that half a body is not taken for a whole one', async (t) => {
    const { port } = await startServer(t, (server) => {
      server.get('/drip', { config: { timeoutMs: 80 } }, (_request, reply) => {
        reply.raw.writeHead(200, { 'content-length': 100 });
        reply.raw.write('half');
        reply.hijack();
      });
    });
    const answer = await rawRequest(port, 'GET /drip HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.ok(answer.endsWith('half'));
  });
});

describe('an error of a handler', () => {
  const secret = 'connect ECONNREFUSED 10.0.0.7:5432';
  const routes = (server: HttpServer) => {
    echo(server);
    server.get('/fault', async () => {
      throw new Error(secret);
    });
    server.get('/text', async () => {
      throw secret;
    });
    server.get('/expected', async () => {
      throw commonErrors.rate_limited({ retryAfterSeconds: 1.2, message: secret });
    });
    server.get('/extended', async () => {
      throw commonErrors.conflict({ extensions: { version: 3 }, headers: { etag: '"3"' } });
    });
  };
  test('that was not expected is a 500 that gives nothing away and is logged as an error', async (t) => {
    const { baseUrl, accessLines } = await startServer(t, routes);
    for (const path of ['/fault', '/text']) {
      const answer = await testClient(baseUrl).get(path);
      assert.equal(answer.status, 500);
      assert.equal(answer.body.code, 'internal_error');
      assert.doesNotMatch(answer.text, /ECONNREFUSED|stack/);
    }
    const [line] = accessLines();
    assert.deepEqual([line?.level, line?.reason], ['error', 'fault']);
    assert.match(JSON.stringify(line?.err), /ECONNREFUSED/);
  });
  test('that was expected says when to come back and keeps its operator text', async (t) => {
    const { baseUrl, accessLines } = await startServer(t, routes);
    const answer = await testClient(baseUrl).get('/expected');
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get('retry-after'), '2');
    assert.equal(answer.body.retryAfter, 2);
    assert.doesNotMatch(answer.text, /ECONNREFUSED/);
    assert.deepEqual([accessLines()[0]?.level, accessLines()[0]?.reason], ['warn', 'rate_limited']);
  });
  test('may carry headers and members of its own', async (t) => {
    const { baseUrl } = await startServer(t, routes);
    const answer = await testClient(baseUrl).get('/extended');
    assert.equal(answer.headers.get('etag'), '"3"');
    assert.equal(answer.body.version, 3);
  });
  test('from a failed response schema is a 500, too', async (t) => {
    const { baseUrl } = await startServer(t, (server) => {
      server.get('/odd', async () => {
        throw new ServiceError('odd', { status: 503, title: 'Odd', detail: 'Odd.' });
      });
    });
    assert.equal((await testClient(baseUrl).get('/odd')).body.type, 'urn:linguamate:problem:odd');
  });
});

describe('metrics', () => {
  test('count by route pattern, so that ids make no series', async (t) => {
    const { baseUrl, metrics } = await startServer(t, echo);
    const client = testClient(baseUrl);
    await client.post('/echo/1', { body: { name: 'a' } });
    await client.post('/echo/2', { body: { name: 'a' } });
    await client.get('/nowhere/3');
    const text = await metrics.render();
    assert.match(
      text,
      /http_requests_total\{method="POST",route="\/echo\/:id",status="200",service="test"\} 2/,
    );
    assert.match(text, /http_requests_total\{method="GET",route="unmatched",status="404",service="test"\} 1/);
    assert.match(text, /http_request_duration_seconds_count\{[^}]*route="\/echo\/:id",status="200"\} 2/);
  });
  test('count faults as errors, and nothing else', async (t) => {
    const { baseUrl, metrics } = await startServer(t, (server) => {
      server.get('/fault', async () => {
        throw new Error('broken');
      });
    });
    await testClient(baseUrl).get('/fault');
    await testClient(baseUrl).get('/nowhere');
    const text = await metrics.render();
    assert.match(
      text,
      /http_request_errors_total\{method="GET",route="\/fault",status="500",service="test"\} 1/,
    );
    assert.equal(text.match(/^http_request_errors_total\{/gm)?.length, 1);
  });
});

test('the access line holds neither query nor bodies nor tokens', async (t) => {
  const { baseUrl, logText, accessLines } = await startServer(t, echo);
  await testClient(baseUrl).post('/echo/1?code=s3cret-query', {
    token: 's3cret-token',
    body: { name: 's3cret-body' },
  });
  await testClient(baseUrl).post('/echo/1', { body: { name: 5, password: 's3cret-wrong' } });
  assert.equal(accessLines().length, 2);
  assert.doesNotMatch(logText(), /s3cret/);
});

test('queries convert numbers and booleans, refuse repetition and keep text as it is', async (t) => {
  const { Type } = await import('typebox');
  const { strictObject } = await import('../../src/http/schemas.ts');
  const { baseUrl } = await startServer(t, (server) => {
    const querystring = strictObject({
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
      deep: Type.Optional(Type.Boolean()),
      text: Type.Optional(Type.String()),
    });
    server.get('/list', { schema: { querystring } }, async (request) => request.query);
  });
  const client = testClient(baseUrl);
  assert.deepEqual((await client.get('/list?limit=5&deep=true&text=7')).body, {
    limit: 5,
    deep: true,
    text: '7',
  });
  assert.deepEqual((await client.get('/list')).body, { limit: 20 });
  for (const query of ['limit=1&limit=9999', 'limit=-1', 'limit=1e9', 'limit=', 'other=1', 'deep=maybe']) {
    const answer = await client.get(`/list?${query}`);
    assert.equal(answer.status, 400, query);
    assert.match(JSON.stringify(answer.body.errors), /"pointer":"\/query/);
  }
});
