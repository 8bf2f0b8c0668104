import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';
import { firstLessonId, takeLesson } from '../../support/practice.ts';

type Card = {
  id: string;
  direction: string;
  state: string;
  due: string;
  prompt: string;
  reps: number;
  scheduledDays: number;
  stability: number;
};
type Due = { items: Card[]; reviewsLeft: number; newLeft: number; nextDueAt: string | null };
type Review = {
  verdict: string;
  correct: boolean;
  expected: string;
  rating: number;
  xp: number;
  duplicate: boolean;
  card: Card;
  code?: string;
};
type Results = { results: { clientEventId: string; status: string; reason?: string; due?: string }[] };
const dayMs = 86_400_000;

describe('reviews', () => {
  let app: LearningApp;
  let lessonId: string;
  before(async () => {
    app = await startLearning();
    lessonId = await firstLessonId(app);
  });
  after(() => app.close());

  async function learnerWithCards() {
    const learner = await app.learner();
    await takeLesson(app, learner, lessonId);
    return learner;
  }
  const due = async (learner: TestLearner, query = '') =>
    (await learner.get<Due>(`/api/reviews/due${query}`)).body;
  async function answerOf(card: { id: string }): Promise<string> {
    const row = await app.deps.db
      .selectFrom('cards')
      .innerJoin('accepted_answers', (join) =>
        join
          .onRef('accepted_answers.item_id', '=', 'cards.item_id')
          .onRef('accepted_answers.direction', '=', 'cards.direction'),
      )
      .select('text')
      .where('cards.id', '=', card.id)
      .where('is_primary', '=', true)
      .executeTakeFirstOrThrow();
    return row.text;
  }
  const review = (learner: TestLearner, cardId: string, answer: string, clientEventId = newId()) =>
    learner.post<Review>(`/api/reviews/${cardId}/answers`, { body: { answer, clientEventId } });
  const sync = (learner: TestLearner, events: object[]) =>
    learner.post<Results>('/api/reviews', { body: { events } });

  it('a lesson makes two cards of each item and reviews the one that it asked about', async () => {
    const learner = await learnerWithCards();
    const cards = await app.deps.db
      .selectFrom('cards')
      .select(['state', 'item_id'])
      .where('user_id', '=', learner.userId)
      .execute();
    assert.equal(cards.length, 12);
    assert.equal(cards.filter(({ state }) => state === 'learning').length, 6);
    const log = await app.deps.db
      .selectFrom('review_log')
      .select('origin')
      .where('user_id', '=', learner.userId)
      .execute();
    assert.deepEqual(
      log.map(({ origin }) => origin),
      Array(6).fill('lesson'),
    );
  });

  describe('GET /api/reviews/due', () => {
    it('200: offers new cards within the daily limit, and due ones once their time has come', async () => {
      const learner = await learnerWithCards();
      const now = await due(learner);
      assert.deepEqual([now.items.length, now.newLeft], [6, 15]);
      assert.ok(now.items.every(({ state }) => state === 'new'));
      app.clock.advance(11 * 60_000);
      const later = await due(learner);
      assert.equal(later.items.length, 12);
      assert.deepEqual(
        later.items.slice(0, 6).map(({ state }) => state),
        Array(6).fill('learning'),
      );
      const four = await due(learner, '?limit=4');
      assert.equal(four.items.length, 4);
    });
    it('200: never carries an answer', async () => {
      const learner = await learnerWithCards();
      const { text, body } = await learner.get<Due>('/api/reviews/due');
      for (const card of body.items) {
        const answer = await answerOf(card);
        if (answer !== card.prompt) assert.ok(!text.includes(`"${answer}"`), answer);
      }
    });
    it('200: is empty for somebody new, and 401 for nobody', async () => {
      assert.deepEqual((await due(await app.learner())).items, []);
      assert.equal((await app.client.get('/api/reviews/due')).status, 401);
    });
    it('200: suspended cards stay away', async () => {
      const learner = await learnerWithCards();
      const [card] = (await due(learner)).items;
      const { status, body } = await learner.patch<Card>(`/api/reviews/cards/${card?.id}`, {
        body: { suspended: true },
      });
      assert.deepEqual([status, body.id], [200, card?.id]);
      assert.equal((await due(learner)).items.length, 5);
    });
  });

  describe('POST /api/reviews/{cardId}/answers', () => {
    it('200: grades, rates, schedules and pays once', async () => {
      const learner = await learnerWithCards();
      const [card] = (await due(learner)).items;
      assert.ok(card);
      const event = newId();
      const { body } = await review(learner, card.id, await answerOf(card), event);
      assert.deepEqual(
        [body.verdict, body.rating, body.xp, body.duplicate, body.card.reps],
        ['exact', 3, 2, false, 1],
      );
      const again = await review(learner, card.id, await answerOf(card), event);
      assert.deepEqual([again.body.duplicate, again.body.xp, again.body.card.reps], [true, 0, 1]);
    });
    it('200: a card that is not due pays nothing', async () => {
      const learner = await learnerWithCards();
      const [card] = (await due(learner)).items;
      assert.ok(card);
      await review(learner, card.id, await answerOf(card));
      assert.equal((await review(learner, card.id, await answerOf(card))).body.xp, 0);
    });
    it('200: a wrong answer is rated again and comes back within minutes', async () => {
      const learner = await learnerWithCards();
      const [card] = (await due(learner)).items;
      const { body } = await review(learner, card?.id ?? '', 'xyzzy');
      assert.deepEqual([body.correct, body.rating, body.card.scheduledDays], [false, 1, 0]);
      assert.equal(Date.parse(body.card.due) - app.clock.now(), 60_000);
    });
    it('404: another learner’s card looks as if it did not exist', async () => {
      const learner = await learnerWithCards();
      const [card] = (await due(learner)).items;
      const stranger = await app.learner();
      const { status, body } = await review(stranger, card?.id ?? '', 'hola');
      assert.deepEqual([status, body.code], [404, 'card_not_found']);
      assert.equal((await stranger.get(`/api/reviews/cards/${card?.id}`)).status, 404);
      assert.equal(
        (await stranger.patch(`/api/reviews/cards/${card?.id}`, { body: { suspended: true } })).status,
        404,
      );
    });
    it('400: a client cannot rate its own answer', async () => {
      const learner = await learnerWithCards();
      const { status } = await learner.post(`/api/reviews/${newId()}/answers`, {
        body: { answer: 'x', clientEventId: newId(), rating: 4 },
      });
      assert.equal(status, 400);
    });
  });

  describe('POST /api/reviews', () => {
    it('200: takes in a batch event by event and says of each what became of it', async () => {
      const learner = await learnerWithCards();
      const [card] = (await due(learner)).items;
      const event = {
        clientEventId: newId(),
        cardId: card?.id,
        rating: 3,
        reviewedAt: new Date(app.clock.now()).toISOString(),
      };
      const future = {
        ...event,
        clientEventId: newId(),
        reviewedAt: new Date(app.clock.now() + 2 * dayMs).toISOString(),
      };
      const unknown = { ...event, clientEventId: newId(), cardId: newId() };
      const { body } = await sync(learner, [event, event, future, unknown]);
      assert.deepEqual(
        body.results.map(({ status, reason }) => reason ?? status),
        ['accepted', 'duplicate', 'clock_skew', 'unknown_card'],
      );
    });
    it('200: the order of arrival does not matter, and a late event reschedules its card', async () => {
      const [one, two] = [await learnerWithCards(), await learnerWithCards()];
      const states: Card[] = [];
      for (const [learner, reversed] of [
        [one, false],
        [two, true],
      ] as const) {
        await app.deps.db
          .insertInto('preferences')
          .values({
            user_id: learner.userId,
            profile: JSON.stringify({
              srs: { newPerDay: 15, reviewCap: 80, desiredRetention: 0.9, balance: false },
            }),
            version: 1,
            updated_at: new Date(),
          })
          .execute();
        const [card] = (await due(learner)).items;
        const events = [3, 3, 1, 3].map((rating, index) => ({
          clientEventId: newId(),
          cardId: card?.id,
          rating,
          reviewedAt: new Date(app.clock.now() - (10 - index * 3) * dayMs).toISOString(),
        }));
        const ordered = reversed ? events.toReversed() : events;
        for (const event of ordered) await sync(learner, [event]);
        states.push((await learner.get<Card>(`/api/reviews/cards/${card?.id}`)).body);
      }
      const memory = ({ stability, reps, due, state, scheduledDays }: Card) => ({
        stability,
        reps,
        due,
        state,
        scheduledDays,
      });
      assert.deepEqual(memory(states[1] as Card), memory(states[0] as Card));
      assert.equal(states[0]?.reps, 4);
    });
    it('200: a late review fills its own day of the streak and earns no XP', async () => {
      const learner = await learnerWithCards();
      const before = (await learner.get<{ xp: { total: number } }>('/api/progress')).body.xp.total;
      const [card] = (await due(learner)).items;
      await sync(learner, [
        {
          clientEventId: newId(),
          cardId: card?.id,
          rating: 3,
          reviewedAt: new Date(app.clock.now() - dayMs).toISOString(),
        },
      ]);
      const progress = (
        await learner.get<{ xp: { total: number }; streak: { current: number } }>('/api/progress')
      ).body;
      assert.deepEqual([progress.streak.current, progress.xp.total], [2, before]);
    });
    it('400: refuses ratings that are none and empty batches', async () => {
      const learner = await app.learner();
      assert.equal((await sync(learner, [])).status, 400);
      const event = {
        clientEventId: newId(),
        cardId: newId(),
        rating: 5,
        reviewedAt: new Date().toISOString(),
      };
      assert.equal((await sync(learner, [event])).status, 400);
    });
  });

  it('GET /api/reviews/cards/{cardId}: 200 shows the card with its log', async () => {
    const learner = await learnerWithCards();
    const [card] = (await due(learner)).items;
    await review(learner, card?.id ?? '', 'xyzzy');
    const { body } = await learner.get<{ log: { rating: number }[] }>(`/api/reviews/cards/${card?.id}`);
    assert.deepEqual(
      body.log.map(({ rating }) => rating),
      [1],
    );
  });
});
