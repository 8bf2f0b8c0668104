import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Type } from 'typebox';
import { commonErrors } from '../../src/errors.ts';
import { decodeCursor, encodeCursor, Page, problemResponses, strictObject } from '../../src/http/schemas.ts';
import { testClient } from '../../src/testing/http.ts';
import { startServer } from './kit-server.ts';

describe('a cursor', () => {
  const Position = strictObject({ at: Type.String(), id: Type.Integer() });
  test('comes back as it went', () => {
    const position = { at: '2026-01-01', id: 7 };
    assert.deepEqual(decodeCursor(encodeCursor(position), Position), position);
    assert.match(encodeCursor(position), /^[A-Za-z0-9_-]+$/);
  });
  for (const [what, cursor] of [
    ['nonsense', '%%%'],
    ['of another list', encodeCursor({ other: 1 })],
    ['tampered with', encodeCursor({ at: 'x', id: 'x' })],
    ['empty', ''],
  ] as const) {
    test(`that is ${what} is a bad request`, () => {
      assert.throws(() => decodeCursor(cursor, Position), { code: 'bad_request', status: 400 });
    });
  }
});

test('an OpenAPI 3.1 document describes all routes, wherever they were declared', async (t) => {
  const { baseUrl, server } = await startServer(
    t,
    (target) => {
      const response = { 200: Page(Type.String()), ...problemResponses(401, 404) };
      target.get('/on-the-server', { schema: { response, tags: ['things'] } }, async () => ({
        items: [],
        nextCursor: null,
      }));
      void target.register((scope, _options, done) => {
        scope.post('/in/:id', { schema: { body: strictObject({ a: Type.String() }) } }, async () => ({}));
        done();
      });
    },
    { openApi: { title: 'Test', description: 'A test', tags: [{ name: 'things', description: 'Things' }] } },
  );
  await server.ready();
  const { body } = await testClient(baseUrl).get<Record<string, never>>('/internal/openapi.json');
  const document = JSON.parse(JSON.stringify(body));
  assert.equal(document.openapi, '3.1.0');
  assert.deepEqual(Object.keys(document.paths).sort(), ['/in/{id}', '/on-the-server']);
  assert.equal(
    document.paths['/in/{id}'].post.requestBody.content['application/json'].schema.additionalProperties,
    false,
  );
  const { responses } = document.paths['/on-the-server'].get;
  assert.deepEqual(Object.keys(responses['404'].content), ['application/problem+json']);
});

test('a documented problem is sent with all its members', async (t) => {
  const { baseUrl } = await startServer(t, (server) => {
    server.get('/gone', { schema: { response: problemResponses(429) } }, async () => {
      throw commonErrors.rate_limited({ retryAfterSeconds: 5, extensions: { policy: 'burst' } });
    });
  });
  const { status, body } = await testClient(baseUrl).get('/gone');
  assert.deepEqual([status, body.retryAfter, body.policy], [429, 5, 'burst']);
});
