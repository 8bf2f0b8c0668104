import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import fc from 'fast-check';
import { createBackgroundWork } from '../../../src/background-work.ts';
import { publicName } from '../../../src/features/leaderboard/repository.ts';
import { globalBoard, rebuildBoards, updateBoards } from '../../../src/features/leaderboard/update-boards.ts';
import {
  boardScore,
  lowestScoreAbove,
  windowOf,
  xpOfScore,
} from '../../../src/features/leaderboard/windows.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';
import { firstLessonId, takeLesson } from '../../support/practice.ts';

type Row = { rank: number; alias: string; xp: number; isYou: boolean };
type Board = { items: Row[]; total: number; hasMore: boolean; you: Row | null; window: string };

describe('windows of boards', () => {
  const week = (text: string) => windowOf('week', Date.parse(text)).name;
  it('are ISO weeks, also around New Year', () => {
    assert.equal(week('2026-11-22T23:59:59Z'), 'W2026-47');
    assert.equal(week('2026-11-23T00:00:00Z'), 'W2026-48');
    assert.equal(week('2027-01-01T00:00:00Z'), 'W2026-53');
    assert.equal(week('2027-01-04T00:00:00Z'), 'W2027-01');
    assert.equal(windowOf('month', Date.parse('2026-12-31T23:59:59Z')).name, 'M2026-12');
  });
  it('scores keep XP exactly and put who came first before who came later', () => {
    const window = windowOf('week', Date.parse('2026-11-22'));
    const xp = fc.integer({ min: 0, max: 2_000_000_000 });
    const second = fc.integer({ min: 0, max: 604_799 });
    fc.assert(
      fc.property(xp, second, second, (amount, early, late) => {
        const at = (seconds: number) => boardScore(amount, window.startMs + seconds * 1000, window);
        assert.equal(xpOfScore(at(early)), amount);
        assert.ok(at(late) < lowestScoreAbove(amount));
        if (early < late) assert.ok(at(early) > at(late));
      }),
    );
  });
  it('an address is never a public name', () => {
    assert.equal(publicName('01900000-0000-7000-8000-00000000abcd', 'ada@example.org'), 'Learner 00abcd');
    assert.equal(publicName('01900000-0000-7000-8000-00000000abcd', '  '), 'Learner 00abcd');
    assert.equal(publicName('x', 'Ada'), 'Ada');
  });
});

describe('GET /api/leaderboard', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning();
  });
  after(() => app.close());
  const board = async (learner: TestLearner, query = '') =>
    (await learner.get<Board>(`/api/leaderboard${query}`)).body;
  async function earner(xp: number, name: string | null, secondsAgo = 0): Promise<TestLearner> {
    const learner = await app.learner();
    await app.deps.db
      .insertInto('learners')
      .values({ user_id: learner.userId, name, target_language: null, profile_at: null })
      .execute();
    const at = new Date(app.clock.now() - secondsAgo * 1000);
    await app.deps.db
      .insertInto('xp_ledger')
      .values({
        id: newId(),
        user_id: learner.userId,
        course_id: null,
        amount: xp,
        reason: 'answer',
        source_id: newId(),
        earned_at: at,
        day: at.toISOString().slice(0, 10),
      })
      .execute();
    await updateBoards(
      app.deps.db,
      app.deps.boards,
      { userId: learner.userId, courseId: undefined },
      app.clock.now(),
    );
    return learner;
  }
  const clear = async () => {
    await app.deps.db.deleteFrom('xp_ledger').execute();
    await rebuildBoards(app.deps.db, app.deps.boards, app.clock.now());
  };

  it('200: ranks by XP, equals share a rank, who came first stands first, and the next rank is skipped', async () => {
    await clear();
    await earner(50, 'Cleo', 10);
    await earner(70, 'Ada', 30);
    await earner(50, 'Bea', 20);
    const dora = await earner(20, 'Dora');
    const { items, total, you, hasMore } = await board(dora);
    assert.deepEqual(
      items.map(({ rank, alias, xp }) => [rank, alias, xp]),
      [
        [1, 'Ada', 70],
        [2, 'Bea', 50],
        [2, 'Cleo', 50],
        [4, 'Dora', 20],
      ],
    );
    assert.deepEqual([total, hasMore, you?.rank, you?.isYou], [4, false, 4, true]);
    const page = await board(dora, '?offset=2&limit=1');
    assert.deepEqual(
      [page.items.map(({ rank, alias }) => [rank, alias]), page.hasMore],
      [[[2, 'Cleo']], true],
    );
  });
  it('200: never shows an address, also when somebody took theirs as a name', async () => {
    await clear();
    const learner = await earner(10, 'ada@example.org');
    const { text } = await learner.get('/api/leaderboard');
    assert.ok(!text.includes('@') && !text.includes(learner.userId));
  });
  it('200: who opted out is on no board, and an alias replaces the name', async () => {
    await clear();
    const [shy, proud] = [await earner(10, 'Shy'), await earner(10, 'Proud')];
    await shy.patch('/api/preferences', { body: { leaderboard: { optOut: true } } });
    await proud.patch('/api/preferences', { body: { leaderboard: { alias: 'Champion' } } });
    await rebuildBoards(app.deps.db, app.deps.boards, app.clock.now());
    const { items, you } = await board(shy);
    assert.deepEqual([items.map(({ alias }) => alias), you], [['Champion'], null]);
    await updateBoards(
      app.deps.db,
      app.deps.boards,
      { userId: shy.userId, courseId: undefined },
      app.clock.now(),
    );
    assert.equal((await board(shy)).total, 1);
  });
  it('200: last week’s XP is not on this week’s board', async () => {
    await clear();
    const learner = await earner(10, 'Old', 8 * 86_400);
    assert.equal((await board(learner, '?period=week')).total, 0);
    assert.equal((await board(learner, '?period=all')).total, 1);
  });
  it('200: can be made again from the ledger, and is then the same', async () => {
    await clear();
    const learner = await earner(30, 'Ada');
    await earner(30, 'Bea');
    const before = await board(learner);
    await app.redis.flush();
    const keys = await app.deps.redis.keys(`${app.deps.config.redis.prefix}:board:*`);
    await app.deps.redis.del(...keys);
    assert.equal((await board(learner)).total, 0);
    assert.equal(await rebuildBoards(app.deps.db, app.deps.boards, app.clock.now()), 6);
    assert.deepEqual(await board(learner), before);
  });
  it('200: a completed lesson reaches the boards of all and of its course by way of its event', async () => {
    await clear();
    const work = createBackgroundWork(app.deps);
    work.start();
    try {
      const learner = await app.learner();
      const { totalXp } = await takeLesson(app, learner, await firstLessonId(app));
      const row = await waitFor(async () => (await board(learner, '?courseId=mini-es-en')).you);
      assert.deepEqual([row.rank, row.xp], [1, totalXp]);
      assert.equal((await board(learner)).you?.xp, totalXp);
    } finally {
      await work.stop();
    }
  });
  it('404: an unknown course, and 401 for nobody', async () => {
    const learner = await app.learner();
    assert.equal((await learner.get('/api/leaderboard?courseId=none')).status, 404);
    assert.equal((await app.client.get('/api/leaderboard')).status, 401);
  });
  it('503: boards that cannot be read, with the time to try again', async () => {
    const learner = await app.learner();
    const window = windowOf('week', app.clock.now());
    await app.deps.redis.set(
      `${app.deps.config.redis.prefix}:board:${globalBoard}:xp:${window.name}`,
      'not a board',
    );
    const { status, headers } = await learner.get('/api/leaderboard');
    assert.deepEqual([status, headers.get('retry-after')], [503, '5']);
  });
});
