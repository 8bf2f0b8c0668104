import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { testClient } from '../../src/testing/http.ts';
import { echo, parseRaw, rawRequest, startServer } from './kit-server.ts';

const json = { 'content-type': 'application/json' };

type Refusal = { status: number; code: string; headers?: Record<string, string>; errors?: string[] };

async function refused(
  t: TestContext,
  body: string | Uint8Array<ArrayBuffer>,
  expected: Refusal,
): Promise<void> {
  const { baseUrl, accessLines } = await startServer(t, echo);
  const headers = expected.headers ?? {};
  const answer = await testClient(baseUrl).post('/echo/1', { rawBody: body, headers });
  assert.equal(answer.status, expected.status, answer.text);
  assert.equal(answer.body.code, expected.code);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(answer.body.requestId, answer.headers.get('x-request-id'));
  if (expected.errors !== undefined) {
    const errors = answer.body.errors as { pointer: string; detail: string }[];
    assert.deepEqual(errors.map(({ pointer, detail }) => `${pointer} ${detail}`).sort(), expected.errors);
  }
  assert.equal(accessLines().length, 1);
  assert.equal(accessLines()[0]?.reason, 'validation');
}

const bad = (code: string, more: Partial<Refusal> = {}): Refusal => ({ status: 400, code, ...more });

describe('a body is refused with a problem when it', () => {
  test('is cut off', (t) => refused(t, '{"name":', bad('malformed_json')));
  test('is empty', (t) => refused(t, '', bad('malformed_json', { headers: json })));
  test('is not an object', (t) => refused(t, '[]', bad('validation_failed')));
  test('is null', (t) => refused(t, 'null', bad('validation_failed')));
  test('holds a number for a text', (t) => refused(t, '{"name":5}', bad('validation_failed')));
  test('holds null for a text', (t) => refused(t, '{"name":null}', bad('validation_failed')));
  test('holds an array for a text', (t) => refused(t, '{"name":["a"]}', bad('validation_failed')));
  test('holds a numeric text for a number', (t) =>
    refused(t, '{"name":"a","count":"5"}', bad('validation_failed')));
  test('holds an infinite number', (t) => refused(t, '{"name":"a","ratio":1e999}', bad('validation_failed')));
  test('has an unknown field', (t) =>
    refused(
      t,
      '{"name":"a","nmae":1}',
      bad('validation_failed', { errors: ['/nmae is not a known field'] }),
    ));
  test('has several problems, naming each', (t) => {
    const errors = ['/a~1b is not a known field', '/count must be >= 0', '/name is required'];
    return refused(t, '{"count":-1,"a/b":2}', bad('validation_failed', { errors }));
  });
  test('holds NUL', (t) => {
    const errors = ['/name must be Unicode text without NUL characters'];
    return refused(t, '{"name":"a\\u0000"}', bad('validation_failed', { errors }));
  });
  test('holds NUL in a key', (t) =>
    refused(t, '{"name":"a","more":{"\\u0000":1}}', bad('validation_failed')));
  test('holds a lone surrogate', (t) => refused(t, '{"name":"\\ud800"}', bad('validation_failed')));
  test('holds surrogates in the wrong order', (t) =>
    refused(t, '{"name":"\\ude00\\ud83d"}', bad('validation_failed')));
  test('holds a lone surrogate deep inside', (t) =>
    refused(t, '{"name":"a","more":[{"x":["\\udc00"]}]}', bad('validation_failed')));
  test('would change a prototype', (t) =>
    refused(t, '{"name":"a","more":{"__proto__":{"admin":true}}}', bad('validation_failed')));
  test('would change a prototype, written with an escape', (t) =>
    refused(t, '{"name":"a","more":{"\\u005f_proto__":1}}', bad('validation_failed')));
  test('is not UTF-8', (t) =>
    refused(
      t,
      Buffer.from([...Buffer.from('{"name":"'), 0xc3, 0x28, 0x22, 0x7d]),
      bad('malformed_json', { headers: json }),
    ));
  test('holds an overlong encoding', (t) =>
    refused(
      t,
      Buffer.from([...Buffer.from('{"name":"'), 0xc0, 0x80, 0x22, 0x7d]),
      bad('malformed_json', { headers: json }),
    ));
  test('is UTF-16', (t) =>
    refused(t, Buffer.from('\ufeff{"name":"a"}', 'utf16le'), bad('malformed_json', { headers: json })));
  test('nests 21 levels', (t) =>
    refused(t, `{"name":"a","more":${'['.repeat(20)}${']'.repeat(20)}}`, bad('bad_request')));
  test('has 201 keys in one object', (t) =>
    refused(t, JSON.stringify(Object.fromEntries(range(201).map((i) => [`k${i}`, 1]))), bad('bad_request')));
  test('is larger than the limit', (t) =>
    refused(t, JSON.stringify({ name: 'a'.repeat(70_000) }), { status: 413, code: 'payload_too_large' }));
  test('is compressed', (t) =>
    refused(t, Buffer.from(gzipSync('{"name":"a"}')), {
      status: 415,
      code: 'unsupported_media_type',
      headers: { ...json, 'content-encoding': 'gzip' },
    }));
  for (const contentType of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'application/ json',
    'application/jsonp',
    'application/json; charset=utf-8; charset=utf-7',
  ]) {
    test(`is called ${contentType}`, (t) =>
      refused(t, '{"name":"a"}', {
        status: 415,
        code: 'unsupported_media_type',
        headers: { 'content-type': contentType },
      }));
  }
});

describe('a body that is fine', () => {
  const accepted = async (t: TestContext, body: string, contentType = json['content-type']) => {
    const { baseUrl } = await startServer(t, echo);
    const answer = await testClient(baseUrl).post('/echo/1', {
      rawBody: body,
      headers: { 'content-type': contentType },
    });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  test('may say its charset', async (t) => {
    await accepted(t, '{"name":"a"}', 'Application/JSON; Charset="UTF-8"');
  });
  test('may begin with a byte order mark', async (t) => {
    await accepted(t, '\ufeff{"name":"a"}');
  });
  test('may write a pair of surrogates as escapes', async (t) => {
    assert.equal((await accepted(t, '{"name":"\\ud83d\\ude00"}')).name, '😀');
  });
  test('may hold brackets, quotes and colons in its texts', async (t) => {
    const name = '[[[[[[[[[[[[[[[[[[[[[[[[{{{{{{{{{:::"\\"\\\\';
    assert.equal((await accepted(t, JSON.stringify({ name }))).name, name);
  });
  test('may nest 20 levels and have 200 keys in each of several objects', async (t) => {
    const many = Object.fromEntries(range(200).map((i) => [`k${i}`, 1]));
    await accepted(t, JSON.stringify({ name: 'a', more: [many, many] }));
  });
});

test('a body without content type is refused with 415', async (t) => {
  const { port } = await startServer(t, echo);
  const answer = parseRaw(
    await rawRequest(
      port,
      'POST /echo/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
    ),
  );
  assert.equal(answer.status, 415);
  assert.equal(answer.problem.code, 'unsupported_media_type');
});

test('half a million brackets are refused within 100 ms', async (t) => {
  const { baseUrl } = await startServer(t, echo, { bodyLimitBytes: 2_000_000 });
  const client = testClient(baseUrl);
  await client.post('/echo/1', { body: { name: 'warm' } });
  const startedAt = performance.now();
  const answer = await client.post('/echo/1', { rawBody: '['.repeat(500_000) });
  assert.equal(answer.status, 400);
  assert.ok(performance.now() - startedAt < 100);
});

test('a DELETE with a JSON header and no body reaches its handler', async (t) => {
  const { baseUrl } = await startServer(t, (server) => {
    server.delete('/things/:id', async (_request, reply) => reply.code(204).send());
  });
  assert.equal((await testClient(baseUrl).delete('/things/1', { headers: json })).status, 204);
});

test('whatever text a client sends, it is refused with 4xx or comes back unchanged', async (t) => {
  const { baseUrl, logText } = await startServer(t, echo);
  const client = testClient(baseUrl);
  const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(anyText, async (name) => {
      const answer = await client.post('/echo/1', { body: { name } });
      const storable = name.length > 0 && name.isWellFormed() && !name.includes('\0');
      assert.equal(answer.status, storable ? 200 : 400);
      if (storable) assert.equal(answer.body.name, name);
    }),
    { numRuns: 200 },
  );
  assert.doesNotMatch(logText(), /"level":"(error|fatal)"/);
});

test('no JSON value at all brings forth a status of 500', async (t) => {
  const { baseUrl } = await startServer(t, echo);
  const client = testClient(baseUrl);
  await fc.assert(
    fc.asyncProperty(fc.json({ noUnicodeString: false }), async (rawBody) => {
      const answer = await client.post('/echo/1', { rawBody });
      assert.ok(answer.status === 200 || answer.status === 400, `${answer.status} for ${rawBody}`);
    }),
    { numRuns: 200 },
  );
});

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
