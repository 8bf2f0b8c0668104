import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type LearningApp, startLearning } from './support/learning-app.ts';

type Document = { paths: Record<string, Record<string, { security?: unknown[]; tags?: string[] }>> };
const publicPaths = [
  '/api/courses',
  '/api/courses/{courseId}',
  '/api/courses/{courseId}/lessons',
  '/api/lessons/{lessonId}',
  '/api/learn/{target}',
];

describe('every route', () => {
  let app: LearningApp;
  let document: Document;
  before(async () => {
    app = await startLearning();
    document = (await app.client.get<Document>('/internal/openapi.json')).body;
  });
  after(() => app.close());

  it('answers 401 without a token, except those of the catalogue of courses', async () => {
    let walked = 0;
    for (const [route, methods] of Object.entries(document.paths)) {
      if (publicPaths.includes(route)) continue;
      for (const method of Object.keys(methods)) {
        const address = route.replaceAll(/\{[^}]+\}/gu, '01900000-0000-7000-8000-000000000000');
        const body = method === 'get' ? {} : { body: {} };
        const { status } = await app.client.request(method.toUpperCase(), address, body);
        assert.equal(status, 401, `${method} ${route}`);
        walked += 1;
      }
    }
    assert.ok(walked >= 9);
  });

  it('is documented with a tag and its security', () => {
    for (const [route, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        assert.ok(operation.tags?.length, `${method} ${route} has no tag`);
        assert.equal(operation.security !== undefined, !publicPaths.includes(route), `${method} ${route}`);
      }
    }
  });
});
