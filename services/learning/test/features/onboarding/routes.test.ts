import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { balance, mapAnswers, presetOfLevel } from '../../../src/features/onboarding/map-answers.ts';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';
import { firstLessonId } from '../../support/practice.ts';

type Start = {
  courseId: string;
  level: string;
  startLessonId: string;
  profile: { srs: { newPerDay: number } };
  code?: string;
};
const answers = { courseId: 'mini-es-en', level: 'A2', goal: 'travel', minutesPerDay: 10 } as const;

describe('onboarding', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning();
  });
  after(() => app.close());

  describe('POST /api/onboarding', () => {
    it('200: sets preferences, enrols, and names the first lesson of the level', async () => {
      const learner = await app.learner();
      const { status, body } = await learner.post<Start>('/api/onboarding', {
        body: { ...answers, timeZone: 'Asia/Tokyo' },
      });
      assert.equal(status, 200);
      assert.deepEqual([body.level, body.profile.srs.newPerDay], ['beginner', 10]);
      assert.equal(body.startLessonId, await firstLessonId(app, 'pets-1'));
      const progress = await learner.get<{ timeZone: string }>('/api/progress');
      assert.equal(progress.body.timeZone, 'Asia/Tokyo');
      const courses = await learner.get<{ items: { slug: string; level: string }[] }>(
        '/api/onboarding/enrolments',
      );
      assert.deepEqual(
        courses.body.items.map(({ slug, level }) => [slug, level]),
        [['mini-es-en', 'beginner']],
      );
    });
    it('200: may be repeated, and the last answers hold', async () => {
      const learner = await app.learner();
      await learner.post('/api/onboarding', { body: answers });
      const { body } = await learner.post<Start>('/api/onboarding', {
        body: { ...answers, level: 'C1', minutesPerDay: 45 },
      });
      assert.deepEqual([body.level, body.profile.srs.newPerDay], ['advanced', 25]);
    });
    it('404: an unknown course', async () => {
      const learner = await app.learner();
      assert.equal(
        (await learner.post('/api/onboarding', { body: { ...answers, courseId: 'none' } })).status,
        404,
      );
    });
    it('422: an unknown time zone', async () => {
      const learner = await app.learner();
      const { status, body } = await learner.post('/api/onboarding', {
        body: { ...answers, timeZone: 'Mars/Base' },
      });
      assert.deepEqual([status, body.code], [422, 'invalid_time_zone']);
    });
    it('400: answers that are none', async () => {
      const learner = await app.learner();
      assert.equal(
        (await learner.post('/api/onboarding', { body: { ...answers, level: 'Z9' } })).status,
        400,
      );
      assert.equal(
        (await learner.post('/api/onboarding', { body: { ...answers, minutesPerDay: 1 } })).status,
        400,
      );
    });
  });

  it('PUT and DELETE /api/courses/{courseId}/enrolment: 204, then 404 when there is nothing to leave', async () => {
    const learner = await app.learner();
    const address = '/api/courses/mini-es-en/enrolment';
    assert.equal((await learner.put(address)).status, 204);
    assert.equal((await learner.put(address)).status, 204);
    assert.equal((await learner.delete(address)).status, 204);
    assert.equal((await learner.delete(address)).status, 404);
    assert.equal((await learner.put('/api/courses/none/enrolment')).status, 404);
  });
});

describe('the preference mapper', () => {
  it('follows the rules for time, level and confidence', () => {
    const of = (more: object) => mapAnswers({ ...answers, ...more });
    assert.deepEqual(
      [5, 10, 15, 20, 30, 45].map((minutesPerDay) => of({ minutesPerDay }).srs?.newPerDay),
      [10, 10, 15, 18, 25, 25],
    );
    assert.equal(of({ level: 'A1' }).lessonPlan?.microLessonMins, 5);
    assert.equal(of({}).lessonPlan?.microLessonMins, 8);
    assert.deepEqual(of({ pronunciationConfidence: 'low' }).speech?.asrStrictness, 'lenient');
    assert.deepEqual(of({ level: 'A0', pronunciationConfidence: 'low' }).personas, [
      'BEGINNER_FAST_TRACK',
      'BUSY_MICROSESSIONS',
      'PRONUNCIATION_FOCUS',
    ]);
    assert.deepEqual((['A2', 'B2', 'C2'] as const).map(presetOfLevel), [
      'beginner',
      'intermediate',
      'advanced',
    ]);
  });
  it('any wish becomes a plan within the limits that adds up to 100', () => {
    const share = fc.integer({ min: 0, max: 100 });
    const focus = fc.record({
      speaking: share,
      grammar: share,
      vocab: share,
      listening: share,
      reading: share,
      writing: share,
    });
    fc.assert(
      fc.property(focus, (wish) => {
        const plan = balance(wish);
        assert.equal(
          Object.values(plan).reduce((sum, part) => sum + part, 0),
          100,
        );
        assert.ok(plan.speaking >= 15 && plan.speaking <= 50 && plan.writing >= 5 && plan.writing <= 30);
      }),
    );
  });
});
