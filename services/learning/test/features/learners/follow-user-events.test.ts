import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { EventName, EventPayload } from '@linguamate/shared/events/catalogue';
import { createEventConsumer } from '@linguamate/shared/events/consumer';
import { newId } from '@linguamate/shared/ids';
import { createRedis } from '@linguamate/shared/redis';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { Queue } from 'bullmq';
import {
  type BackgroundWork,
  createBackgroundWork,
  createEventHandlers,
} from '../../../src/background-work.ts';
import { globalBoard, updateBoards } from '../../../src/features/leaderboard/update-boards.ts';
import { windowOf } from '../../../src/features/leaderboard/windows.ts';
import { findLearner } from '../../../src/features/learners/repository.ts';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';
import { firstLessonId, takeLesson } from '../../support/practice.ts';

describe('following auth’s events', () => {
  let app: LearningApp;
  let work: BackgroundWork;
  let queue: Queue;
  before(async () => {
    app = await startLearning();
    work = createBackgroundWork(app.deps);
    work.start();
    const { queueUrl, prefix } = app.deps.config.redis;
    const connection = createRedis({ url: queueUrl, role: 'producer', logger: app.log.logger });
    queue = new Queue('events-learning', { connection, prefix: `${prefix}:queue` });
  });
  after(async () => {
    await work.stop();
    await queue.close();
    queue.opts.connection && (queue.opts.connection as { disconnect(): void }).disconnect();
    await app.close();
  });

  async function deliver<N extends EventName>(
    name: N,
    payload: EventPayload<N>,
    more: { id?: string; at?: Date } = {},
  ) {
    const id = more.id ?? newId();
    const occurredAt = (more.at ?? new Date()).toISOString();
    await queue.add(name, { id, name, version: 1, occurredAt, payload }, { jobId: `${id}-${newId()}` });
    return id;
  }
  const handled = (id: string) =>
    waitFor(() =>
      app.deps.db.selectFrom('inbox').select('event_id').where('event_id', '=', id).executeTakeFirst(),
    );
  const profile = (userId: string, name: string) => ({
    userId,
    name,
    nativeLanguage: 'en',
    targetLanguage: 'es',
    proficiencyLevel: 'intermediate',
    timeZone: 'Asia/Tokyo',
    isPremium: true,
  });

  it('user.registered creates the learner with zone and level', async () => {
    const userId = newId();
    await deliver('user.registered', {
      userId,
      name: 'Ada',
      timeZone: 'Europe/Paris',
      proficiencyLevel: 'advanced',
    });
    const learner = await waitFor(() => findLearner(app.deps.db, userId));
    assert.deepEqual(
      [learner.name, learner.timeZone, learner.proficiencyLevel],
      ['Ada', 'Europe/Paris', 'advanced'],
    );
  });

  it('user.registered fills in a learner who was faster than their own registration', async () => {
    const learner = await app.learner();
    const { totalXp } = await takeLesson(app, learner, await firstLessonId(app));
    await handled(
      await deliver('user.registered', { userId: learner.userId, name: 'Bo', timeZone: 'Asia/Tokyo' }),
    );
    assert.equal((await findLearner(app.deps.db, learner.userId))?.timeZone, 'Asia/Tokyo');
    const progress = await learner.get<{ xp: { total: number } }>('/api/progress');
    assert.equal(progress.body.xp.total, totalXp);
  });

  it('user.updated wins over an older profile and loses against a newer one, whatever the order of arrival', async () => {
    const userId = newId();
    await handled(await deliver('user.updated', profile(userId, 'New'), { at: new Date('2026-02-02') }));
    await handled(await deliver('user.updated', profile(userId, 'Old'), { at: new Date('2026-01-01') }));
    await handled(
      await deliver('user.registered', { userId, name: 'Oldest' }, { at: new Date('2025-12-31') }),
    );
    const learner = await findLearner(app.deps.db, userId);
    assert.deepEqual([learner?.name, learner?.isPremium, learner?.timeZone], ['New', true, 'Asia/Tokyo']);
  });

  it('user.updated takes a newly chosen level over into the courses', async () => {
    const learner = await app.learner();
    const lessonId = await firstLessonId(app);
    await takeLesson(app, learner, lessonId);
    await handled(await deliver('user.updated', profile(learner.userId, 'Ada')));
    await waitFor(async () => {
      const { body } = await learner.post<{ preset: string }>('/api/practice/sessions', {
        body: { lessonId },
      });
      return body.preset === 'intermediate';
    });
  });

  it('a time zone that nobody knows does not replace the stored one', async () => {
    const userId = newId();
    await handled(await deliver('user.registered', { userId, name: 'Cy', timeZone: 'Mars/Olympus_Mons' }));
    assert.equal((await findLearner(app.deps.db, userId))?.timeZone, 'UTC');
  });

  it('user.deleted removes everything, answers erasure.completed, and no late event or token brings the learner back', async () => {
    const learner = await app.learner();
    await takeLesson(app, learner, await firstLessonId(app));
    const { boards } = app.deps;
    const window = windowOf('week', app.clock.now());
    await updateBoards(app.deps.db, boards, { userId: learner.userId, courseId: undefined }, app.clock.now());
    assert.equal((await boards.standing(globalBoard, window, learner.userId))?.rank, 1);
    await handled(await deliver('user.deleted', { userId: learner.userId }));
    assert.equal(await boards.standing(globalBoard, window, learner.userId), undefined);
    for (const table of [
      'learners',
      'attempts',
      'practice_sessions',
      'xp_ledger',
      'activity_days',
    ] as const) {
      const left = await app.deps.db
        .selectFrom(table)
        .select('user_id')
        .where('user_id', '=', learner.userId)
        .execute();
      assert.deepEqual(left, [], table);
    }
    const answers = await app.deps.db
      .selectFrom('outbox')
      .select('payload')
      .where('name', '=', 'erasure.completed')
      .execute();
    assert.deepEqual(
      answers.map(({ payload }) => payload),
      [{ userId: learner.userId, service: 'learning' }],
    );
    await handled(await deliver('user.updated', profile(learner.userId, 'Ghost')));
    assert.equal(await findLearner(app.deps.db, learner.userId), undefined);
    await waitFor(async () => (await learner.get('/api/progress')).status === 401);
  });

  it('an event that is delivered twice is handled once', async () => {
    const userId = newId();
    const id = await deliver('user.deleted', { userId });
    await handled(id);
    await deliver('user.deleted', { userId }, { id });
    await handled(await deliver('user.registered', { userId: newId(), name: 'Last' }));
    const answers = await app.deps.db
      .selectFrom('outbox')
      .select('payload')
      .where('name', '=', 'erasure.completed')
      .execute();
    assert.equal(
      answers.filter(({ payload }) => (payload as { userId: string }).userId === userId).length,
      1,
    );
  });

  it('refuses to start with a handler missing', () => {
    const { 'user.deleted': _, ...incomplete } = createEventHandlers(app.deps);
    assert.throws(
      () =>
        createEventConsumer({
          service: 'learning',
          db: app.deps.db,
          redis: queue.opts.connection as never,
          prefix: 'x',
          handlers: incomplete as never,
          metrics: app.deps.metrics,
          logger: app.log.logger,
        }),
      /missing \[user\.deleted\]/,
    );
  });
});
