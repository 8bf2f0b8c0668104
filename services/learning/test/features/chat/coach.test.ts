import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { goodAnswer, openThread, Toolkit } from '../../support/chat.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';

describe('POST /api/chat/threads/{id}/messages without the AI', () => {
  const toolkit = new Toolkit();
  let app: LearningApp;
  before(async () => {
    app = await startLearning({ toolkitUrl: await toolkit.listen(), breaker: false });
  });
  after(async () => {
    await app.close();
    toolkit.server.closeAllConnections();
    toolkit.server.close();
  });
  beforeEach(() => {
    toolkit.calls = [];
    toolkit.answers = [];
  });
  const open = (learner?: TestLearner) => openThread(app, learner);

  it('200: the coach takes over, asks, grades, explains and says that it is degraded', async () => {
    const { say } = await open();
    const hello = await say('Hola');
    assert.equal(hello.body.degraded, true);
    assert.match(hello.body.reply, /How do you say “hello” in Spanish\?/);
    assert.deepEqual(hello.body.suggestions, ['Give me a hint', 'Skip this one', 'Show me the answer']);
    const right = await say('hola');
    assert.match(right.body.reply, /“hola” it is\.\n\nHow do you say “goodbye”/);
    const accent = await say('adios');
    assert.match(accent.body.reply, /Mind the accents: “adiós”.*The accent shows where the stress falls/);
    assert.deepEqual(
      accent.body.corrections.map(({ corrected, kind }) => [corrected, kind]),
      [['adiós', 'accent']],
    );
  });
  it('200: a wrong answer is explained and asked once more; hints and the solution are there for the asking', async () => {
    const { say } = await open();
    await say('hi');
    const wrong = await say('zapato');
    assert.match(wrong.body.reply, /Not quite\. I was looking for “hola”\. Try it once more!/);
    assert.equal(wrong.body.corrections[0]?.corrected, 'hola');
    assert.match((await say('give me a hint')).body.reply, /ho··/);
    assert.match((await say('hint')).body.reply, /hol·/);
    assert.match((await say('show me the answer')).body.reply, /The answer is “hola”\.\n\nHow do you say/);
    assert.match((await say('skip this one')).body.reply, /No problem\. The answer was “adiós”/);
  });
  it('200: another word of the course is named as such', async () => {
    const { say } = await open();
    await say('hi');
    assert.match((await say('gato')).body.reply, /Nearly! “gato” is another word; here it is “hola”/);
  });
  it('200: ten turns never repeat a question and never fail', async () => {
    const { say } = await open();
    const questions = new Set<string>();
    for (let turn = 0; turn < 10; turn += 1) {
      const { status, body } = await say('skip');
      assert.equal(status, 200);
      questions.add(body.reply.split('\n\n')[1] ?? body.reply);
    }
    assert.equal(questions.size, 10);
  });
  it('200: words that went wrong in practice come first', async () => {
    const { learner, say } = await open();
    const duck = await app.deps.db
      .selectFrom('exercises')
      .innerJoin('items', 'items.id', 'exercises.item_id')
      .select(['exercises.id', 'exercises.item_id', 'exercises.lesson_id', 'items.course_id'])
      .where('items.key', '=', 'duck')
      .executeTakeFirstOrThrow();
    const session = newId();
    await app.deps.db
      .insertInto('practice_sessions')
      .values({
        id: session,
        user_id: learner.userId,
        course_id: duck.course_id,
        lesson_id: duck.lesson_id,
        mode: 'lesson',
        preset: 'beginner',
        served: '[]',
        xp_share: 1,
        started_at: new Date(),
        finished_at: null,
        score: null,
      })
      .execute();
    await app.deps.db
      .insertInto('attempts')
      .values({
        id: newId(),
        session_id: session,
        exercise_id: duck.id,
        item_id: duck.item_id,
        user_id: learner.userId,
        client_event_id: newId(),
        answer: 'gato',
        verdict: 'wrong_word',
        correct: false,
        expected: 'pato',
        diff: '[]',
        note: null,
        retry_no: 0,
        xp: 0,
        latency_ms: null,
        answered_at: new Date(),
      })
      .execute();
    assert.match((await say('hola')).body.reply, /How do you say “duck”/);
  });
  it('200: hands back to the AI when it is there again', async () => {
    const { say } = await open();
    assert.equal((await say('hola')).body.degraded, true);
    toolkit.say(goodAnswer);
    assert.equal((await say('hola')).body.degraded, false);
  });
  it('404: somebody else’s conversation looks as if it did not exist', async () => {
    const { thread } = await open();
    const stranger = await app.learner();
    const path = `/api/chat/threads/${thread.id}`;
    const { status, body } = await stranger.post(`${path}/messages`, { body: { text: 'hola' } });
    assert.deepEqual([status, body.code], [404, 'thread_not_found']);
    assert.equal((await stranger.get(path)).status, 404);
    assert.equal((await stranger.get(`${path}/messages`)).status, 404);
  });
  it('400: empty and overlong messages', async () => {
    const { say } = await open();
    assert.equal((await say('   ')).status, 400);
    assert.equal((await say('a'.repeat(1001))).status, 400);
  });
});
