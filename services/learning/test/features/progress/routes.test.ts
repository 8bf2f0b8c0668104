import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { learnerKey } from '../../../src/features/learners/read-learner.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';
import { firstLessonId, takeLesson } from '../../support/practice.ts';

type Progress = {
  day: string;
  xp: { total: number; today: number };
  streak: { current: number; longest: number; activeToday: boolean; freezesLeft: number };
  today: { answers: number; lessons: number };
  totals: { answers: number; lessonsCompleted: number; accuracy: number };
  courses: { slug: string; xp: number; lessonsTotal: number; lessonsCompleted: number }[];
};
const dayMs = 86_400_000;

describe('GET /api/progress', () => {
  let app: LearningApp;
  let lessonId: string;
  before(async () => {
    app = await startLearning();
    lessonId = await firstLessonId(app);
  });
  after(() => app.close());
  const progressOf = async (learner: TestLearner) => (await learner.get<Progress>('/api/progress')).body;
  const setZone = async (learner: TestLearner, timeZone: string) => {
    const where = app.deps.db.updateTable('learners').where('user_id', '=', learner.userId);
    await where.set({ time_zone: timeZone }).execute();
    await app.deps.cache.invalidate(learnerKey(learner.userId));
  };
  const addDays = (learner: TestLearner, days: string[]) =>
    app.deps.db
      .insertInto('activity_days')
      .values(days.map((day) => ({ user_id: learner.userId, day, time_zone: 'UTC' })))
      .execute();

  it('200: a learner whose registration has not arrived yet has empty progress, not an error', async () => {
    const progress = await progressOf(await app.learner());
    assert.deepEqual(progress.xp, { total: 0, today: 0 });
    assert.deepEqual(progress.streak, { current: 0, longest: 0, activeToday: false, freezesLeft: 0 });
    assert.deepEqual([progress.totals.accuracy, progress.courses], [0, []]);
  });

  it('200: shows XP, accuracy and completed lessons after a lesson', async () => {
    const learner = await app.learner();
    const { totalXp } = await takeLesson(app, learner, lessonId);
    const progress = await progressOf(learner);
    assert.deepEqual(progress.xp, { total: totalXp, today: totalXp });
    assert.deepEqual([progress.today.answers, progress.today.lessons], [6, 1]);
    assert.deepEqual([progress.totals.lessonsCompleted, progress.totals.accuracy], [1, 1]);
    const [course] = progress.courses;
    assert.deepEqual(
      [course?.slug, course?.xp, course?.lessonsTotal, course?.lessonsCompleted],
      ['mini-es-en', totalXp, 3, 1],
    );
  });

  it('200: the day is the learner’s own, on both sides of the date line', async () => {
    const learner = await app.learner();
    await progressOf(learner);
    const start = app.clock.now();
    app.clock.set(Date.parse('2026-12-01T10:30:00Z'));
    await setZone(learner, 'Pacific/Kiritimati');
    assert.equal((await progressOf(learner)).day, '2026-12-02');
    await setZone(learner, 'Etc/GMT+12');
    assert.equal((await progressOf(learner)).day, '2026-11-30');
    app.clock.set(start);
  });

  it('200: a streak grows on the next calendar day and ends after a day without practice', async () => {
    const learner = await app.learner();
    const start = app.clock.now();
    await takeLesson(app, learner, lessonId);
    app.clock.advance(dayMs);
    assert.deepEqual((await progressOf(learner)).streak.current, 1);
    await takeLesson(app, learner, lessonId);
    assert.deepEqual((await progressOf(learner)).streak.current, 2);
    app.clock.advance(2 * dayMs);
    const { streak } = await progressOf(learner);
    assert.deepEqual([streak.current, streak.longest], [0, 2]);
    app.clock.set(start);
  });

  it('200: a freeze is spent once on a missed day and given back when a late answer fills that day', async () => {
    const learner = await app.learner();
    await progressOf(learner);
    const start = app.clock.now();
    app.clock.set(Date.parse('2026-12-10T12:00:00Z'));
    await addDays(learner, ['2026-12-07', '2026-12-08']);
    await app.deps.db
      .insertInto('streak_freezes')
      .values({
        id: newId(),
        user_id: learner.userId,
        granted_at: new Date('2026-12-01'),
        used_for_day: null,
      })
      .execute();
    const held = (await progressOf(learner)).streak;
    assert.deepEqual([held.current, held.freezesLeft], [2, 0]);
    assert.deepEqual((await progressOf(learner)).streak, held);
    await addDays(learner, ['2026-12-09']);
    const filled = (await progressOf(learner)).streak;
    assert.deepEqual([filled.current, filled.freezesLeft], [3, 1]);
    app.clock.set(start);
  });

  it('200: every seventh day of a streak earns one freeze, and never more than two are kept', async () => {
    const learner = await app.learner();
    await progressOf(learner);
    const start = app.clock.now();
    app.clock.set(Date.parse('2026-12-07T12:00:00Z'));
    const month = Array.from({ length: 31 }, (_, day) => `2026-12-${String(day + 1).padStart(2, '0')}`);
    await addDays(learner, month);
    const freezes: number[] = [];
    for (const day of ['07', '07', '08', '14', '21']) {
      app.clock.set(Date.parse(`2026-12-${day}T12:00:00Z`));
      await app.deps.db.deleteFrom('activity_days').where('user_id', '=', learner.userId).execute();
      await addDays(learner, month.slice(0, Number(day)));
      freezes.push((await progressOf(learner)).streak.freezesLeft);
    }
    assert.deepEqual(freezes, [1, 1, 1, 2, 2]);
    app.clock.set(start);
  });

  it('401: without a token', async () => {
    assert.equal((await app.client.get('/api/progress')).status, 401);
  });
});
