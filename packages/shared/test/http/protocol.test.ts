import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { testClient } from '../../src/testing/http.ts';
import { waitFor } from '../../src/testing/wait-for.ts';
import { echo, parseRaw, rawRequest, startServer } from './kit-server.ts';

const head = (...lines: string[]) => ['GET /here HTTP/1.1', ...lines, '', ''].join('\r\n');

function here(server: Parameters<typeof echo>[0]): void {
  echo(server);
  server.get('/here', async () => ({ ok: true }));
  server.put('/here', async () => ({ ok: true }));
  server.get('/files/*', async () => ({ ok: true }));
}

describe('what is not there', () => {
  test('answers 404 with a problem', async (t) => {
    const { baseUrl } = await startServer(t, here);
    const answer = await testClient(baseUrl).get('/nowhere');
    assert.equal(answer.status, 404);
    assert.equal(answer.body.code, 'not_found');
    assert.equal(answer.body.requestId, answer.headers.get('x-request-id'));
  });
  test('answers 405 and Allow where the path exists for other methods', async (t) => {
    const { baseUrl } = await startServer(t, here);
    const answer = await testClient(baseUrl).delete('/here?x=1');
    assert.equal(answer.status, 405);
    assert.equal(answer.body.code, 'method_not_allowed');
    assert.equal(answer.headers.get('allow'), 'GET, HEAD, PUT');
  });
  test('answers 405 for a pattern with parameters, and 404 below it', async (t) => {
    const { baseUrl } = await startServer(t, here);
    assert.equal((await testClient(baseUrl).get('/echo/1')).headers.get('allow'), 'POST');
    assert.equal((await testClient(baseUrl).get('/echo/1/2')).status, 404);
  });
  test('answers 405 to methods that hardly anybody uses', async (t) => {
    const { baseUrl } = await startServer(t, here);
    assert.equal((await testClient(baseUrl).request('PROPFIND', '/here')).status, 405);
  });
  test('answers 404 for a path in other letters or with another end', async (t) => {
    const { port } = await startServer(t, here);
    for (const path of ['/HERE', '/here/', '/here;x', '//here', '/%2Fhere', '/./here', '/a/../here']) {
      const request = `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
      assert.equal(parseRaw(await rawRequest(port, request)).status, 404, path);
    }
  });
});

test('HEAD answers like GET, without a body', async (t) => {
  const { port } = await startServer(t, here);
  const answer = await rawRequest(port, 'HEAD /here HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 200/);
  assert.match(answer, /content-length: 11/i);
  assert.ok(answer.endsWith('\r\n\r\n'));
});

test('HEAD on nothing is a 404 without a body', async (t) => {
  const { port } = await startServer(t, here);
  const answer = await rawRequest(port, 'HEAD /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 404/);
  assert.ok(answer.endsWith('\r\n\r\n'));
});

describe('a request is refused with a problem and one line in the log when', () => {
  const cases: readonly [string, string, number, string][] = [
    ['its method does not exist', 'FOO /here HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'bad_request'],
    ['it is not HTTP', 'hello\r\n\r\n', 400, 'bad_request'],
    ['a header has no colon', head('Host: a', 'nonsense', 'Connection: close'), 400, 'bad_request'],
    ['it has two hosts', head('Host: a', 'Host: b', 'Connection: close'), 400, 'bad_request'],
    [
      'it has two tokens',
      head('Host: a', 'Authorization: Bearer a', 'Authorization: Bearer b', 'Connection: close'),
      400,
      'bad_request',
    ],
    [
      'it has two lengths',
      'POST /echo/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'bad_request',
    ],
    [
      'it has a length and chunks',
      'POST /echo/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'bad_request',
    ],
    [
      'it has two content types',
      'POST /echo/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}',
      400,
      'bad_request',
    ],
    [
      'its headers are larger than 16 KiB',
      head('Host: a', `X-Big: ${'a'.repeat(20_000)}`),
      431,
      'header_fields_too_large',
    ],
    [
      'it has more than a hundred headers',
      head('Host: a', 'Connection: close', ...Array.from({ length: 200 }, (_, i) => `x-${i}: 1`)),
      431,
      'header_fields_too_large',
    ],
    [
      'its percent encoding is broken in the path',
      'GET /echo/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      400,
      'bad_request',
    ],
    [
      'its percent encoding is broken in the query',
      'GET /here?a=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      400,
      'bad_request',
    ],
    [
      'its address holds NUL',
      'GET /here?a=%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      400,
      'bad_request',
    ],
    [
      'its address holds half a surrogate pair',
      'GET /here?a=%ED%A0%80 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      400,
      'bad_request',
    ],
    [
      'a parameter is too long',
      `POST /echo/${'a'.repeat(300)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      414,
      'uri_too_long',
    ],
  ];
  for (const [name, bytes, status, code] of cases) {
    test(name, async (t) => {
      const { port, accessLines } = await startServer(t, here);
      const answer = parseRaw(await rawRequest(port, bytes));
      assert.equal(answer.status, status);
      assert.equal(answer.problem.code, code);
      assert.match(answer.contentType, /^application\/problem\+json/);
      await waitFor(() => accessLines().length > 0, { message: 'the access line' });
      assert.equal(accessLines().length, 1);
      assert.equal(accessLines()[0]?.status, status);
      assert.equal(accessLines()[0]?.requestId, answer.problem.requestId);
      assert.equal(typeof accessLines()[0]?.reason, 'string');
    });
  }
});

describe('a slow client', () => {
  const clientTimeouts = { headersMs: 150, requestMs: 300, checkIntervalMs: 50 };
  test('gets 408 when its headers do not come', async (t) => {
    const { port, accessLines } = await startServer(t, here, { clientTimeouts });
    const startedAt = performance.now();
    const answer = parseRaw(await rawRequest(port, 'GET /here HTTP/1.1\r\nHost: a\r\n'));
    assert.equal(answer.status, 408);
    assert.equal(answer.problem.code, 'request_timeout');
    assert.ok(performance.now() - startedAt < 3_000, 'the timeouts of the server are in force');
    assert.deepEqual(
      accessLines().map((line) => [line.status, line.reason, line.level]),
      [[408, 'timeout', 'warn']],
    );
  });
  test('gets 408 when its body does not come, and its request is logged once', async (t) => {
    const { port, accessLines } = await startServer(t, here, { clientTimeouts });
    const request =
      'POST /echo/1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na';
    const startedAt = performance.now();
    const answer = parseRaw(await rawRequest(port, request));
    assert.equal(answer.status, 408);
    assert.ok(performance.now() - startedAt < 3_000, 'the timeouts of the server are in force');
    await waitFor(() => accessLines().length > 0, { message: 'the access line' });
    assert.deepEqual(
      accessLines().map((line) => [line.status, line.reason, line.route]),
      [[408, 'timeout', '/echo/:id']],
    );
    assert.equal(accessLines()[0]?.requestId, answer.problem.requestId);
  });
  test('does not keep others waiting', async (t) => {
    const { port, baseUrl } = await startServer(t, here);
    const slow = connect(port, '127.0.0.1', () => slow.write('GET /here HTT'));
    t.after(() => slow.destroy());
    assert.equal((await testClient(baseUrl).get('/here')).status, 200);
  });
});

test('a request that expects 100-continue is served', async (t) => {
  const { port } = await startServer(t, here);
  const request =
    'POST /echo/1 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"name":"a"}';
  assert.match(await rawRequest(port, request), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
});

test('each of several pipelined requests is answered and logged', async (t) => {
  const { port, accessLines } = await startServer(t, here);
  const one = 'GET /here HTTP/1.1\r\nHost: a\r\n\r\n';
  const last = 'GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  const answer = await rawRequest(port, one + one + last);
  assert.deepEqual(answer.match(/HTTP\/1\.1 \d{3}/g), ['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 404']);
  assert.equal(accessLines().length, 3);
});

test('an upgrade that nobody offers is ignored, and the request answered as it is', async (t) => {
  const { port } = await startServer(t, here);
  const upgrade = 'Connection: Upgrade, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__';
  const answer = await rawRequest(port, `GET /here HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n\r\n`, '}');
  assert.match(answer, /^HTTP\/1\.1 200/);
});

test('an expectation that nobody can meet is refused', async (t) => {
  const { port } = await startServer(t, here);
  const request = 'GET /here HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: miracles\r\n\r\n';
  assert.match(await rawRequest(port, request), /^HTTP\/1\.1 417/);
});

test('an address of 20 kB is refused with a problem', async (t) => {
  const { port } = await startServer(t, here);
  const answer = parseRaw(
    await rawRequest(port, `GET /here?a=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`),
  );
  assert.deepEqual([answer.status, answer.problem.code], [431, 'header_fields_too_large']);
});

test('a connection that is reset in the middle of a request harms nobody', async (t) => {
  const { port, baseUrl, accessLines } = await startServer(t, here);
  const head =
    'POST /echo/1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{';
  const socket = connect(port, '127.0.0.1', () => socket.write(head, () => socket.resetAndDestroy()));
  await waitFor(() => accessLines().length > 0, { message: 'the access line' });
  assert.deepEqual(
    accessLines().map((line) => [line.status, line.level]),
    [[499, 'info']],
  );
  assert.equal((await testClient(baseUrl).get('/here')).status, 200);
});
