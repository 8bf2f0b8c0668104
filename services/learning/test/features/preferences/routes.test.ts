import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mergeProfile } from '../../../src/features/preferences/profile.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';

type View = {
  profile: { srs: { newPerDay: number }; dayStartHour: number; dailyGoalMinutes: number };
  updatedAt: string | null;
  code?: string;
  errors?: { pointer: string }[];
};

describe('preferences', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning();
  });
  after(() => app.close());
  const get = (learner: TestLearner, headers = {}) => learner.get<View>('/api/preferences', { headers });
  const patch = (learner: TestLearner, body: object, ifMatch?: string) =>
    learner.patch<View>('/api/preferences', {
      body,
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    });
  const change = { srs: { newPerDay: 20 } };

  describe('GET /api/preferences', () => {
    it('200: defaults and an ETag, also before anything was stored', async () => {
      const { status, body, headers } = await get(await app.learner());
      assert.deepEqual([status, body.profile.srs.newPerDay, body.updatedAt], [200, 15, null]);
      assert.equal(headers.get('etag'), '"p0"');
    });
    it('304: for the ETag that the client has', async () => {
      const learner = await app.learner();
      const { status } = await get(learner, { 'if-none-match': '"p0"' });
      assert.equal(status, 304);
    });
    it('401: without a token', async () =>
      assert.equal((await app.client.get('/api/preferences')).status, 401));
  });

  describe('PATCH /api/preferences', () => {
    it('200: changes what is sent, keeps the rest, and gives a new ETag', async () => {
      const learner = await app.learner();
      const first = await patch(learner, change);
      assert.deepEqual([first.status, first.body.profile.srs.newPerDay], [200, 20]);
      const tag = first.headers.get('etag') ?? '';
      const second = await patch(learner, { dailyGoalMinutes: 30 }, tag);
      assert.deepEqual([second.body.profile.srs.newPerDay, second.body.profile.dailyGoalMinutes], [20, 30]);
      assert.notEqual(second.headers.get('etag'), tag);
    });
    it('200: If-Match: * means whatever is there', async () => {
      const learner = await app.learner();
      await patch(learner, change);
      assert.equal((await patch(learner, change, '*')).status, 200);
    });
    it('200: the hour at which the day begins moves the learner’s days', async () => {
      const learner = await app.learner();
      await patch(learner, { dayStartHour: 4 });
      const now = app.clock.now();
      app.clock.set(Date.parse('2026-12-05T02:00:00Z'));
      assert.equal((await learner.get<{ day: string }>('/api/progress')).body.day, '2026-12-04');
      app.clock.set(now);
    });
    it('412: somebody else was faster (the original ignored If-Match)', async () => {
      const learner = await app.learner();
      const { headers } = await patch(learner, change);
      const tag = headers.get('etag') ?? '';
      const both = await Promise.all([patch(learner, change, tag), patch(learner, change, tag)]);
      assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412]);
      assert.equal((await patch(learner, change, '"stale"')).status, 412);
    });
    it('422: names every value that is not possible, and stores nothing', async () => {
      const learner = await app.learner();
      const { status, body } = await patch(learner, {
        srs: { newPerDay: 500 },
        theme: 'x',
        speech: { rate: 9 },
      });
      assert.deepEqual([status, body.code], [422, 'invalid_preferences']);
      assert.ok(body.errors?.some(({ pointer }) => pointer === '/srs/newPerDay'));
      assert.ok(body.errors?.some(({ pointer }) => pointer === '/speech/rate'));
      assert.equal((await get(learner)).headers.get('etag'), '"p0"');
    });
    it('422: the parts of a lesson plan add up to 100', async () => {
      const { status } = await patch(await app.learner(), { lessonPlan: { composition: { speaking: 50 } } });
      assert.equal(status, 422);
    });
    it('428: stored preferences are not overwritten blindly', async () => {
      const learner = await app.learner();
      await patch(learner, change);
      const { status, body } = await patch(learner, change);
      assert.deepEqual([status, body.code], [428, 'precondition_required']);
    });
  });

  it('merging never touches what it is given and cannot reach the prototype', () => {
    const profile = { a: { b: 1 } };
    const merged = mergeProfile(profile, JSON.parse('{"a":{"c":2},"__proto__":{"polluted":true}}'));
    assert.deepEqual(profile, { a: { b: 1 } });
    assert.deepEqual(merged.a, { b: 1, c: 2 });
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});
