import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTestClock } from '@linguamate/shared/testing/clock';
import { testClient } from '@linguamate/shared/testing/http';
import type { ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import type { OpenApiDocument } from '../../../src/features/docs/merge-openapi.ts';
import { startGateway, startService, type TestGateway } from '../../support/gateway.ts';

const info = { title: 't', version: '1' };
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const ok = (name: string) => ({
  responses: { '200': { description: 'ok', content: { 'application/json': { schema: reference(name) } } } },
});

const authDocument: OpenApiDocument = {
  openapi: '3.1.0',
  info,
  tags: [{ name: 'accounts', description: 'a' }],
  paths: {
    '/api/users/me': { get: { tags: ['accounts'], ...ok('Item') } },
    '/internal/secret': { get: ok('Item') },
    '/health': { get: ok('Item') },
  },
  components: { schemas: { Item: { type: 'string' }, Same: { type: 'null' } } },
};

const learningDocument: OpenApiDocument = {
  openapi: '3.1.0',
  info,
  paths: {
    '/api/courses/{courseId}': { get: ok('Item') },
    '/api/courses': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', default: 20 } },
        ],
        responses: {
          '404': { description: 'x', content: { a: { schema: { title: 'Problem', properties: {} } } } },
        },
      },
    },
  },
  components: { schemas: { Item: { type: 'number' }, Same: { type: 'null' } } },
};

describe('the merged reference', () => {
  const services: ScriptedUpstream[] = [];
  const clock = createTestClock();
  let gateway: TestGateway;
  before(async () => {
    for (const document of [authDocument, learningDocument, { openapi: '3.1.0', info }]) {
      services.push(await startService(document));
    }
    const [auth, learning, toolkit] = services;
    gateway = await startGateway({
      upstreamUrl: auth?.url ?? '',
      env: { LEARNING_URL: learning?.url ?? '', TOOLKIT_PROXY_URL: toolkit?.url ?? '' },
      overrides: { clock },
    });
  });
  after(async () => {
    await gateway.close();
    for (const service of services) await service.close();
  });
  const read = async () => (await testClient(gateway.url).get<OpenApiDocument>('/api/openapi.json')).body;

  it('has the public paths of all services and of the gateway, and no internal one', async () => {
    const document = await read();
    assert.equal(document.openapi, '3.1.0');
    const paths = Object.keys(document.paths ?? {});
    for (const path of ['/api/', '/health', '/api/users/me', '/api/courses/{courseId}'])
      assert.ok(paths.includes(path));
    assert.ok(!paths.includes('/internal/secret'));
    assert.ok(JSON.stringify(document.paths?.['/health']).includes('get-health'));
    assert.deepEqual(
      document.tags?.map(({ name }) => name),
      ['gateway', 'accounts'],
    );
  });

  it('keeps apart what two services call by one name, and shares what is the same', async () => {
    const { components, paths } = await read();
    assert.deepEqual(components?.schemas?.Item, { type: 'string' });
    assert.deepEqual(components?.schemas?.['learning.Item'], { type: 'number' });
    assert.deepEqual(components?.schemas?.Same, { type: 'null' });
    assert.ok(!('learning.Same' in (components?.schemas ?? {})));
    assert.ok(
      JSON.stringify(paths?.['/api/courses/{courseId}']).includes('#/components/schemas/learning.Item'),
    );
  });

  it('refers to one problem document and demands no parameter that has a default', async () => {
    const operation = JSON.stringify((await read()).paths?.['/api/courses']);
    assert.ok(operation.includes('"required":false'));
    assert.ok(operation.includes('{"schema":{"$ref":"#/components/schemas/Problem"}}'));
  });

  it('gives every operation an id of its own', async () => {
    const { paths } = await read();
    const ids = Object.values(paths ?? {}).flatMap((item) =>
      Object.values(item).map((operation) => (operation as { operationId: string }).operationId),
    );
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => typeof id === 'string' && id.length > 3));
  });

  it('is asked for once by many readers, kept for a while, and survives a service that is away', async () => {
    const [auth] = services;
    assert.ok(auth);
    clock.advance(60_000);
    auth.requests.splice(0);
    await Promise.all([read(), read(), read()]);
    assert.equal(auth.requests.length, 1);
    await read();
    assert.equal(auth.requests.length, 1);
    clock.advance(60_000);
    auth.always(replies.json(500, {}));
    const document = await read();
    assert.ok(document.paths?.['/api/users/me'], 'the last known good document');
    assert.equal(document['x-missing-services'], undefined);
  });

  it('names a service that never gave its document, and asks again at once', async () => {
    const [auth] = services;
    const away = await startService({ hello: 'world' });
    const other = await startGateway({
      upstreamUrl: away.url,
      env: { LEARNING_URL: auth?.url ?? '' },
    });
    const { body } = await testClient(other.url).get<OpenApiDocument>('/api/openapi.json');
    assert.ok((body['x-missing-services'] as string[]).includes('auth'));
    away.always(replies.json(200, authDocument));
    const later = await testClient(other.url).get<OpenApiDocument>('/api/openapi.json');
    assert.ok(later.body.paths?.['/api/users/me']);
    await other.close();
    await away.close();
  });

  it('plan 10: /api/docs is a page whose every asset lies on this server', async () => {
    const redirected = await fetch(`${gateway.url}/api/docs`);
    assert.equal(redirected.status, 200);
    const html = await redirected.text();
    assert.match(html, /<title>Linguamate API<\/title>/);
    assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\//);
    const policy = String(redirected.headers.get('content-security-policy'));
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self' 'sha256-/);
    assert.doesNotMatch(policy, /https?:|script-src[^;]*unsafe/);
    const script = await fetch(new URL('js/scalar.js', redirected.url));
    assert.equal(script.status, 200);
    assert.ok((await script.text()).length > 100_000);
  });
});
