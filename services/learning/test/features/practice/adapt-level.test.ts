import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { adaptedLevel } from '../../../src/features/practice/adapt-level.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';
import { firstLessonId, type Session, takeLesson } from '../../support/practice.ts';

describe('the rule of promotion and demotion', () => {
  it('moves one step where accuracy lies 7 points above or 12 below what the preset aims at', () => {
    assert.deepEqual(adaptedLevel('beginner', 0.82), { preset: 'intermediate', change: 'up' });
    assert.deepEqual(adaptedLevel('beginner', 0.81), { preset: 'beginner', change: null });
    assert.deepEqual(adaptedLevel('intermediate', 0.89), { preset: 'advanced', change: 'up' });
    assert.deepEqual(adaptedLevel('intermediate', 0.71), { preset: 'intermediate', change: null });
    assert.deepEqual(adaptedLevel('intermediate', 0.7), { preset: 'beginner', change: 'down' });
    assert.deepEqual(adaptedLevel('advanced', 0.78), { preset: 'intermediate', change: 'down' });
  });
  it('stops at both ends', () => {
    assert.deepEqual(adaptedLevel('beginner', 0), { preset: 'beginner', change: null });
    assert.deepEqual(adaptedLevel('advanced', 1), { preset: 'advanced', change: null });
  });
});

describe('a learner’s level in a course', () => {
  let app: LearningApp;
  let lessonId: string;
  before(async () => {
    app = await startLearning();
    lessonId = await firstLessonId(app);
  });
  after(() => app.close());
  const begin = async (learner: TestLearner) =>
    (await learner.post<Session>('/api/practice/sessions', { body: { lessonId } })).body;
  type Level = { level: { preset: string; change: string | null } };
  const take = async (learner: TestLearner) => {
    app.clock.advance(1000);
    return ((await takeLesson(app, learner, lessonId)) as unknown as Level).level;
  };
  async function fail(learner: TestLearner): Promise<Level['level']> {
    app.clock.advance(1000);
    const session = await begin(learner);
    for (const { id } of session.exercises) {
      await learner.post(`/api/practice/sessions/${session.id}/answers`, {
        body: { exerciseId: id, answer: 'xyzzy', clientEventId: newId() },
      });
    }
    return (await learner.post<Level>(`/api/practice/sessions/${session.id}/finish`)).body.level;
  }

  it('rises after two good sessions, not after one, and the next session is harder', async () => {
    const learner = await app.learner();
    assert.deepEqual(await take(learner), { preset: 'beginner', change: null });
    assert.deepEqual(await take(learner), { preset: 'intermediate', change: 'up' });
    const session = await begin(learner);
    assert.deepEqual([session.preset, session.maxRetries], ['intermediate', 1]);
  });
  it('does not swing back at once: what was answered before the change no longer counts', async () => {
    const learner = await app.learner();
    await take(learner);
    await take(learner);
    assert.deepEqual(await fail(learner), { preset: 'intermediate', change: null });
  });
  it('falls again when two sessions’ worth of answers went badly', async () => {
    const learner = await app.learner();
    await take(learner);
    await take(learner);
    let level: Level['level'] = { preset: 'intermediate', change: null };
    for (let session = 0; session < 6 && level.change === null; session += 1) level = await fail(learner);
    assert.deepEqual(level, { preset: 'beginner', change: 'down' });
  });
  it('stays where the learner wants it when they turned adaptation off', async () => {
    const learner = await app.learner();
    await take(learner);
    await app.deps.db
      .updateTable('enrolments')
      .set({ auto_adapt: false })
      .where('user_id', '=', learner.userId)
      .execute();
    assert.deepEqual(await take(learner), { preset: 'beginner', change: null });
  });
});
