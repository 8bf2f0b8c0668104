import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';
import { firstLessonId, type Session, takeLesson } from '../../support/practice.ts';

type Analytics = {
  from: string;
  to: string;
  totals: { xp: number; answers: number; lessons: number; activeDays: number; accuracy: number };
  streak: { current: number };
  days: { day: string; answers: number }[];
  verdicts: { verdict: string; count: number }[];
  weakItems: { prompt: string; answers: number; accuracy: number }[];
  forecast: { day: string; cards: number }[];
};

describe('GET /api/analytics', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning();
  });
  after(() => app.close());

  it('200: sums up the learner’s days and shows the quiet ones too', async () => {
    const learner = await app.learner();
    const { totalXp } = await takeLesson(app, learner, await firstLessonId(app));
    for (const [timeframe, length] of [
      ['week', 7],
      ['month', 30],
      ['year', 365],
    ] as const) {
      const { body } = await learner.get<Analytics>(`/api/analytics?timeframe=${timeframe}`);
      assert.equal(body.days.length, length);
      assert.deepEqual([body.days.at(-1)?.day, body.days[0]?.day], [body.to, body.from]);
      assert.deepEqual(
        [body.totals.xp, body.totals.answers, body.totals.lessons, body.totals.activeDays],
        [totalXp, 6, 1, 1],
      );
    }
    const { body } = await learner.get<Analytics>('/api/analytics');
    assert.deepEqual(body.verdicts, [{ verdict: 'exact', count: 6 }]);
    assert.equal(
      body.forecast.reduce((sum, { cards }) => sum + cards, 0),
      6,
    );
    assert.equal(body.streak.current, 1);
  });
  it('200: names what goes wrong again and again', async () => {
    const learner = await app.learner();
    const lessonId = await firstLessonId(app);
    for (let round = 0; round < 3; round += 1) {
      const { body } = await learner.post<Session>('/api/practice/sessions', { body: { lessonId } });
      for (const exercise of body.exercises) {
        await learner.post(`/api/practice/sessions/${body.id}/answers`, {
          body: { exerciseId: exercise.id, answer: 'xyzzy', clientEventId: newId(), latencyMs: 2000 },
        });
      }
    }
    const { body } = await learner.get<Analytics & { totals: { seconds: number } }>('/api/analytics');
    assert.deepEqual([body.totals.accuracy, body.totals.seconds, body.weakItems.length], [0, 36, 6]);
    assert.ok(body.weakItems.every(({ answers, accuracy }) => answers === 3 && accuracy === 0));
  });
  it('200: nothing for somebody new, without dividing by it', async () => {
    const { body } = await (await app.learner()).get<Analytics>('/api/analytics');
    assert.deepEqual([body.totals.accuracy, body.totals.activeDays, body.weakItems], [0, 0, []]);
  });
  it('400: an unknown timeframe, 401 for nobody', async () => {
    assert.equal((await (await app.learner()).get('/api/analytics?timeframe=decade')).status, 400);
    assert.equal((await app.client.get('/api/analytics')).status, 401);
  });
});
