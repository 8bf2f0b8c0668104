import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { achievements } from '../../../src/features/achievements/rules.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';
import { firstLessonId, takeLesson } from '../../support/practice.ts';

type State = { key: string; progress: number; goal: number; xp: number; earnedAt: string | null };
type Challenge = { day: string; totalXp: number; tasks: { key: string; progress: number; done: boolean }[] };

describe('achievements and the daily challenge', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning();
  });
  after(() => app.close());
  const stateOf = async (learner: TestLearner, key: string) =>
    (await learner.get<{ items: State[] }>('/api/progress/achievements')).body.items.find(
      (item) => item.key === key,
    );
  const xpOf = async (learner: TestLearner) =>
    (await learner.get<{ xp: { total: number } }>('/api/progress')).body.xp.total;
  const addDays = (learner: TestLearner, count: number) => {
    const start = Math.floor(app.clock.now() / 86_400_000);
    const days = Array.from({ length: count }, (_, ago) =>
      new Date((start - ago) * 86_400_000).toISOString().slice(0, 10),
    );
    return app.deps.db
      .insertInto('activity_days')
      .values(days.map((day) => ({ user_id: learner.userId, day, time_zone: 'UTC' })))
      .execute();
  };

  it('GET /api/progress/achievements: 200 lists all with their progress; none is given for nothing', async () => {
    const learner = await app.learner();
    const { body } = await learner.get<{ items: State[] }>('/api/progress/achievements');
    assert.deepEqual(
      body.items.map(({ key }) => key),
      achievements.map(({ key }) => key),
    );
    assert.ok(body.items.every(({ earnedAt, progress }) => earnedAt === null && progress === 0));
  });
  it('GET /api/progress/achievements: 200 awards once, also to two who ask at the same moment, and pays into the ledger', async () => {
    const learner = await app.learner();
    await xpOf(learner);
    await addDays(learner, 7);
    await Promise.all([stateOf(learner, 'streak_7'), stateOf(learner, 'streak_7')]);
    const state = await stateOf(learner, 'streak_7');
    assert.deepEqual([state?.progress, state?.earnedAt !== null], [7, true]);
    assert.equal(await xpOf(learner), 100);
    assert.equal((await stateOf(learner, 'streak_30'))?.progress, 7);
  });
  it('nine of ten right counts only after fifty answers', () => {
    const rule = achievements.find(({ key }) => key === 'accuracy_90');
    const attained = {
      xp: 0,
      longestStreak: 0,
      lessonsCompleted: 0,
      wordsLearned: 0,
      perfectLessons: 0,
      accuracy: 1,
    };
    assert.equal(rule?.progress({ ...attained, answers: 49 }), 0);
    assert.equal(rule?.progress({ ...attained, answers: 50 }), 100);
  });
  it('GET /api/progress/challenge: 200 follows the learner’s day and pays each task once a day', async () => {
    const learner = await app.learner();
    const challenge = async () => (await learner.get<Challenge>('/api/progress/challenge')).body;
    assert.deepEqual(
      (await challenge()).tasks.map(({ done }) => done),
      [false, false],
    );
    for (const key of ['hello-1', 'hello-2', 'pets-1'])
      await takeLesson(app, learner, await firstLessonId(app, key));
    const before = await xpOf(learner);
    assert.deepEqual(
      (await challenge()).tasks.map(({ done }) => done),
      [true, true],
    );
    await challenge();
    assert.equal(await xpOf(learner), before + 150);
    const now = app.clock.now();
    app.clock.advance(86_400_000);
    assert.deepEqual(
      (await challenge()).tasks.map(({ progress }) => progress),
      [0, 0],
    );
    app.clock.set(now);
  });
});
