import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';
import { answerKey, type Finish, firstLessonId, type Session, type Verdict } from '../../support/practice.ts';

describe('practice', () => {
  let app: LearningApp;
  let lessonId: string;
  before(async () => {
    app = await startLearning();
    lessonId = await firstLessonId(app);
  });
  after(() => app.close());

  async function begin(lesson = lessonId) {
    const learner = await app.learner();
    const { body } = await learner.post<Session>('/api/practice/sessions', { body: { lessonId: lesson } });
    const send = (exerciseId: string, answer: string, clientEventId = newId()) =>
      learner.post<Verdict>(`/api/practice/sessions/${body.id}/answers`, {
        body: { exerciseId, answer, clientEventId },
      });
    const finish = () => learner.post<Finish>(`/api/practice/sessions/${body.id}/finish`);
    return { learner, session: body, send, finish };
  }
  async function solve(session: Session, send: (id: string, answer: string) => Promise<unknown>) {
    for (const exercise of session.exercises)
      await send(exercise.id, await answerKey(app, session, exercise));
  }

  describe('POST /api/practice/sessions', () => {
    it('201: serves the preset’s number of exercises without any key', async () => {
      const learner = await app.learner();
      const { status, body, text } = await learner.post<Session>('/api/practice/sessions', {
        body: { lessonId },
      });
      assert.equal(status, 201);
      assert.deepEqual([body.preset, body.maxRetries, body.exercises.length], ['beginner', 2, 6]);
      assert.doesNotMatch(text, /"keys"|"note"|"itemId"|"expected"/u);
      for (const exercise of body.exercises) {
        const key = await answerKey(app, body, exercise);
        if (exercise.type === 'multiple_choice') {
          assert.equal(new Set(exercise.choices).size, 4);
          assert.ok(exercise.choices?.includes(key));
        } else if (exercise.type === 'word_order') {
          assert.notDeepEqual(exercise.tokens?.join(' '), key);
        } else if (exercise.choices === undefined && exercise.prompt !== key) {
          assert.ok(!JSON.stringify(exercise).includes(`"${key}"`), `${exercise.type} shows ${key}`);
        }
      }
    });
    it('201: a wrong choice is never an accepted answer of the same prompt', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { session } = await begin();
        for (const exercise of session.exercises.filter(({ type }) => type === 'multiple_choice')) {
          const accepted = await app.deps.db
            .selectFrom('accepted_answers')
            .innerJoin('exercises', 'exercises.item_id', 'accepted_answers.item_id')
            .select('text')
            .where('exercises.id', '=', exercise.id)
            .where('accepted_answers.direction', '=', exercise.direction)
            .execute();
          const right = exercise.choices?.filter((choice) => accepted.some((row) => row.text === choice));
          assert.equal(right?.length, 1);
        }
      }
    });
    it('201: the same Idempotency-Key gives the same session; with another request it is refused', async () => {
      const learner = await app.learner();
      const headers = { 'idempotency-key': newId() };
      const post = (body: object) => learner.post<Session>('/api/practice/sessions', { headers, body });
      const [first, again] = [await post({ lessonId }), await post({ lessonId })];
      assert.deepEqual([again.status, again.body], [201, first.body]);
      const other = await post({ lessonId, mode: 'practice' });
      assert.equal(other.status, 422);
      const stranger = await app.learner();
      const theirs = await stranger.post<Session>('/api/practice/sessions', { headers, body: { lessonId } });
      assert.notEqual(theirs.body.id, first.body.id);
    });
    it('400: refuses unknown fields and ids that are none', async () => {
      const learner = await app.learner();
      const extra = await learner.post('/api/practice/sessions', { body: { lessonId, xp: 1000 } });
      assert.equal(extra.status, 400);
      assert.equal((await learner.post('/api/practice/sessions', { body: { lessonId: '1' } })).status, 400);
    });
    it('401: without a token', async () => {
      const { status, headers } = await app.client.post('/api/practice/sessions', { body: { lessonId } });
      assert.deepEqual([status, headers.get('www-authenticate')], [401, 'Bearer']);
    });
    it('404: an unknown lesson', async () => {
      const learner = await app.learner();
      const { status, body } = await learner.post('/api/practice/sessions', { body: { lessonId: newId() } });
      assert.deepEqual([status, body.code], [404, 'lesson_not_found']);
    });
  });

  describe('POST /api/practice/sessions/{id}/answers', () => {
    it('200: a right answer is exact and earns XP from the ledger', async () => {
      const { session, send, learner } = await begin();
      const exercise = session.exercises[0];
      assert.ok(exercise);
      const { status, body } = await send(exercise.id, await answerKey(app, session, exercise));
      assert.equal(status, 200);
      assert.deepEqual([body.verdict, body.correct, body.xp, body.duplicate], ['exact', true, 8, false]);
      const ledger = await app.deps.db
        .selectFrom('xp_ledger')
        .selectAll()
        .where('user_id', '=', learner.userId)
        .execute();
      assert.deepEqual(
        ledger.map((line) => [line.amount, line.reason]),
        [[8, 'answer']],
      );
    });
    it('200: a wrong answer earns nothing, names the nearest accepted answer and shows the difference', async () => {
      const { session, send } = await begin();
      const exercise = session.exercises.find(({ type }) => type === 'translate');
      assert.ok(exercise);
      const { body } = await send(exercise.id, 'qwertz uiop');
      assert.deepEqual([body.verdict, body.correct, body.xp, body.retriesLeft], ['wrong', false, 0, 2]);
      assert.equal(body.expected, await answerKey(app, session, exercise));
      assert.ok(body.diff.some((part) => part.kind === 'wrong'));
    });
    it('200: an empty answer is wrong', async () => {
      const { session, send } = await begin();
      assert.equal((await send(session.exercises[0]?.id ?? '', '')).body.verdict, 'wrong');
    });
    it('200: the same client event id has one effect and one result, also when sent at the same time', async () => {
      const { session, send, learner } = await begin();
      const exercise = session.exercises[0];
      assert.ok(exercise);
      const [event, key] = [newId(), await answerKey(app, session, exercise)];
      const all = await Promise.all([1, 2, 3, 4].map(() => send(exercise.id, key, event)));
      assert.deepEqual(
        all.map(({ status }) => status),
        [200, 200, 200, 200],
      );
      assert.equal(all.filter(({ body }) => !body.duplicate).length, 1);
      const late = await send(exercise.id, key, event);
      assert.deepEqual([late.body.duplicate, late.body.xp], [true, 8]);
      const progress = await learner.get<{ xp: { total: number } }>('/api/progress');
      assert.equal(progress.body.xp.total, 8);
    });
    it('200: trying again after a wrong answer teaches but earns nothing', async () => {
      const { session, send } = await begin();
      const exercise = session.exercises[0];
      assert.ok(exercise);
      await send(exercise.id, 'nonsense');
      const { body } = await send(exercise.id, await answerKey(app, session, exercise));
      assert.deepEqual([body.correct, body.xp, body.retriesLeft], [true, 0, 0]);
    });
    it('404: another learner’s session looks as if it did not exist', async () => {
      const { session } = await begin();
      const stranger = await app.learner();
      const { status, body } = await stranger.post(`/api/practice/sessions/${session.id}/answers`, {
        body: { exerciseId: session.exercises[0]?.id, answer: 'x', clientEventId: newId() },
      });
      assert.deepEqual([status, body.code], [404, 'session_not_found']);
    });
    it('409: an exercise that is solved or has no tries left takes no more answers', async () => {
      const { session, send } = await begin();
      const [first, second] = session.exercises;
      assert.ok(first && second);
      await send(first.id, await answerKey(app, session, first));
      const solved = await send(first.id, 'again');
      assert.deepEqual([solved.status, solved.body.code], [409, 'exercise_answered']);
      for (let tries = 0; tries < 3; tries += 1)
        assert.equal((await send(second.id, 'nonsense')).status, 200);
      assert.equal((await send(second.id, 'nonsense')).status, 409);
    });
    it('409: a client event id cannot be used for another answer', async () => {
      const { session, send } = await begin();
      const event = newId();
      await send(session.exercises[0]?.id ?? '', 'one', event);
      const { status, body } = await send(session.exercises[0]?.id ?? '', 'two', event);
      assert.deepEqual([status, body.code], [409, 'event_id_reused']);
    });
    it('409: a finished session takes no more answers', async () => {
      const { session, send, finish } = await begin();
      await finish();
      const { status, body } = await send(session.exercises[0]?.id ?? '', 'x');
      assert.deepEqual([status, body.code], [409, 'session_finished']);
    });
    it('422: an exercise that the session did not serve is refused, so XP cannot be farmed', async () => {
      const { session, send } = await begin();
      const served = session.exercises.map(({ id }) => id);
      const other = await app.deps.db
        .selectFrom('exercises')
        .select('id')
        .where('id', 'not in', served)
        .executeTakeFirstOrThrow();
      for (const id of [other.id, newId()]) {
        const { status, body } = await send(id, 'hola');
        assert.deepEqual([status, body.code], [422, 'exercise_not_served']);
      }
    });
    it('400: a client cannot send its own verdict', async () => {
      const { session, learner } = await begin();
      const { status } = await learner.post(`/api/practice/sessions/${session.id}/answers`, {
        body: { exerciseId: session.exercises[0]?.id, answer: 'x', clientEventId: newId(), correct: true },
      });
      assert.equal(status, 400);
    });
  });

  describe('POST /api/practice/sessions/{id}/finish', () => {
    it('200: a perfect session completes the lesson, pays its bonus and starts a streak', async () => {
      const { session, send, finish, learner } = await begin();
      await solve(session, send);
      const { status, body } = await finish();
      assert.equal(status, 200);
      const { completed, score, correct, total, xp, totalXp, streak } = body;
      assert.deepEqual(
        { completed, score, correct, total },
        { completed: true, score: 1, correct: 6, total: 6 },
      );
      assert.deepEqual([xp, totalXp], [48 + 12 + 6, 48 + 12 + 6]);
      assert.deepEqual([streak.current, streak.longest, streak.activeToday], [1, 1, true]);
      const events = await app.deps.db
        .selectFrom('outbox')
        .select('payload')
        .where('name', '=', 'lesson.completed')
        .execute();
      assert.ok(events.some(({ payload }) => (payload as { userId: string }).userId === learner.userId));
    });
    it('200: finishing again gives the same result and pays nothing more', async () => {
      const { session, send, finish } = await begin();
      await solve(session, send);
      const first = await finish();
      const again = await finish();
      assert.deepEqual(again.body, first.body);
    });
    it('200: what was left out counts as wrong and does not complete the lesson', async () => {
      const { session, send, finish } = await begin();
      const exercise = session.exercises[0];
      assert.ok(exercise);
      await send(exercise.id, await answerKey(app, session, exercise));
      const { body } = await finish();
      assert.deepEqual([body.completed, body.score, body.answered, body.xp], [false, 0.17, 1, 8]);
    });
    it('200: a session without a single answer has score 0 and earns nothing', async () => {
      const { finish } = await begin();
      const { body } = await finish();
      assert.deepEqual([body.score, body.xp, body.completed, body.streak.current], [0, 0, false, 0]);
    });
    it('200: repeating a lesson on the same day earns less', async () => {
      const { session, send, finish, learner } = await begin();
      await solve(session, send);
      await finish();
      const { body: second } = await learner.post<Session>('/api/practice/sessions', { body: { lessonId } });
      const exercise = second.exercises[0];
      assert.ok(exercise);
      const answer = await learner.post<Verdict>(`/api/practice/sessions/${second.id}/answers`, {
        body: {
          exerciseId: exercise.id,
          answer: await answerKey(app, second, exercise),
          clientEventId: newId(),
        },
      });
      assert.equal(answer.body.xp, 4);
    });
    it('404: an unknown session', async () => {
      const learner = await app.learner();
      assert.equal((await learner.post(`/api/practice/sessions/${newId()}/finish`)).status, 404);
    });
  });
});
