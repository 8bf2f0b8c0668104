import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { injections } from '../../support/injections.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';

type Reply = {
  code?: string;
  reply: string;
  degraded: boolean;
  message: { id: string; degradedReason?: string };
  userMessage: { id: string };
  corrections: unknown[];
  suggestions: string[];
};
type Quota = { canSend: boolean; messagesLeft: number; used: number; limit: number | null; resetsAt: string };
type Call = { messages: { role: string; content: string }[] };
const answer = JSON.stringify({ reply: '¡Hola!', corrections: [], suggestions: [] });

describe('the tutor, beyond single messages', () => {
  let calls: Call[] = [];
  /** The calls for replies; a long conversation is summed up beside them. */
  const asked = () => calls.filter(({ messages: [first] }) => !first?.content.startsWith('Sum up'));
  let completion: string | undefined = answer;
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const call = JSON.parse(text) as Call;
      calls.push(call);
      const isSummary = call.messages[0]?.content.startsWith('Sum up') === true;
      const status = completion === undefined ? 503 : 200;
      const body = isSummary ? 'Ana talked about cats.' : completion;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ completion: body }));
    });
  });
  let app: LearningApp;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const toolkitUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    app = await startLearning({ toolkitUrl, breaker: false });
  });
  after(async () => {
    await app.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    calls = [];
    completion = answer;
  });
  async function open(learner?: TestLearner) {
    const person = learner ?? (await app.learner());
    const { body } = await person.post<{ id: string; title: string }>('/api/chat/threads', { body: {} });
    const path = `/api/chat/threads/${body.id}`;
    const say = (text: string, headers: Record<string, string> = {}) =>
      person.post<Reply>(`${path}/messages`, { body: { text }, headers });
    const quota = async () => (await person.get<Quota>('/api/chat/quota')).body;
    return { learner: person, path, say, quota };
  }
  async function premium() {
    const learner = await app.learner();
    await app.deps.db
      .insertInto('learners')
      .values({
        user_id: learner.userId,
        is_premium: true,
        name: null,
        target_language: null,
        profile_at: null,
      })
      .execute();
    return learner;
  }

  describe('GET /api/chat/quota', () => {
    it('200: counts what the AI answered, by the day of the learner', async () => {
      const { say, quota } = await open();
      assert.deepEqual([(await quota()).messagesLeft, (await quota()).limit], [5, 5]);
      await say('hola');
      const { used, messagesLeft, canSend, resetsAt } = await quota();
      assert.deepEqual([used, messagesLeft, canSend], [1, 4, true]);
      assert.equal(new Date(resetsAt).getUTCHours(), 0);
    });
    it('200: at the limit the coach answers, and a new day brings new messages', async () => {
      const { say, quota } = await open();
      for (let count = 0; count < 5; count += 1) assert.equal((await say('hola')).body.degraded, false);
      const sixth = await say('hola');
      assert.deepEqual([sixth.status, sixth.body.message.degradedReason], [200, 'quota']);
      assert.deepEqual(
        [(await quota()).canSend, (await quota()).messagesLeft, asked().length],
        [false, 0, 5],
      );
      app.clock.advance(86_400_000);
      assert.equal((await quota()).messagesLeft, 5);
    });
    it('200: ten messages at the same moment cannot get past the limit', async () => {
      const { say, quota } = await open();
      const replies = await Promise.all(Array.from({ length: 10 }, () => say('hola')));
      assert.equal(replies.filter(({ body }) => !body.degraded).length, 5);
      assert.deepEqual([(await quota()).used, asked().length], [5, 5]);
    });
    it('200: what the coach answers costs nothing', async () => {
      completion = undefined;
      const { say, quota } = await open();
      for (let count = 0; count < 3; count += 1) {
        assert.equal((await say('hola')).body.message.degradedReason, 'away');
      }
      assert.equal((await quota()).used, 0);
    });
    it('3.6 item 6: premium learners have no limit, on a new day neither', async () => {
      const { say, quota } = await open(await premium());
      for (let count = 0; count < 7; count += 1) assert.equal((await say('hola')).body.degraded, false);
      assert.equal((await quota()).messagesLeft, -1);
      app.clock.advance(86_400_000);
      assert.deepEqual([(await quota()).messagesLeft, (await quota()).canSend], [-1, true]);
    });
  });

  it('POST messages: the same Idempotency-Key gets the same answer, another text under it is refused', async () => {
    const { say } = await open();
    const first = await say('hola', { 'idempotency-key': 'one' });
    const again = await say('hola', { 'idempotency-key': 'one' });
    assert.deepEqual(again.body, first.body);
    assert.equal(calls.length, 1);
    const other = await say('adiós', { 'idempotency-key': 'one' });
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused']);
  });
  it('POST threads: the same Idempotency-Key opens one conversation', async () => {
    const learner = await app.learner();
    const request = { body: {}, headers: { 'idempotency-key': 'open' } };
    const first = await learner.post('/api/chat/threads', request);
    const again = await learner.post('/api/chat/threads', request);
    assert.deepEqual([again.status, again.body], [201, first.body]);
  });
  it('PATCH and DELETE threads: own ones only', async () => {
    const { learner, path, say } = await open();
    await say('hola');
    const renamed = await learner.patch<{ title: string }>(path, { body: { title: ' Cats ' } });
    assert.deepEqual([renamed.status, renamed.body.title], [200, 'Cats']);
    const stranger = await app.learner();
    assert.equal((await stranger.patch(path, { body: { title: 'x' } })).status, 404);
    assert.equal((await stranger.delete(path)).status, 404);
    assert.equal((await learner.patch(path, { body: { title: '  ' } })).status, 400);
    assert.equal((await learner.delete(path)).status, 204);
    assert.equal((await learner.get(path)).status, 404);
  });
  it('what lies beyond the last ten messages travels along as a summary, as material', async () => {
    const { say } = await open(await premium());
    for (let count = 0; count < 10; count += 1) await say(`mensaje ${count}`);
    await waitFor(
      async () =>
        (
          await app.deps.db
            .selectFrom('chat_threads')
            .select('summary')
            .where('summary', 'is not', null)
            .execute()
        ).length > 0,
      { message: 'the summary' },
    );
    await say('otro');
    const { messages } = asked().at(-1) ?? {
      messages: [],
    };
    assert.match(messages[1]?.content ?? '', /Notes on our talk so far.*Ana talked about cats/);
    assert.equal(messages.length, 13);
    assert.ok(!messages.some(({ content }) => content === 'mensaje 0'));
  });
  it('when the AI offers nothing to say next, the tutor does', async () => {
    const { say } = await open();
    assert.ok((await say('hola')).body.suggestions.length >= 3);
  });
  it('GET starters: by language, level and topic', async () => {
    const learner = await app.learner();
    type Starters = { language: string; starters: { text: string; topic: string }[] };
    const get = async (query: string) => (await learner.get<Starters>(`/api/chat/starters?${query}`)).body;
    const first = await get('language=es&level=beginner');
    assert.deepEqual([first.language, first.starters[0]?.text], ['es', '¡Hola! Soy Ana.']);
    assert.equal((await get('topic=are you')).starters[0]?.text, '¿Cómo estás?');
    assert.equal((await learner.get('/api/chat/starters?language=tlh')).status, 404);
  });
  describe('attempts to talk the tutor out of its role', () => {
    for (const attack of injections) {
      it(`leave the shape of the answer as it is: ${attack.slice(0, 40)}`, async () => {
        // The worst case: the model obeys and says what it was told to say.
        completion = attack;
        const { say } = await open();
        const { status, body } = await say(attack);
        assert.equal(status, 200);
        assert.deepEqual(Object.keys(body).sort(), [
          'corrections',
          'degraded',
          'message',
          'reply',
          'suggestions',
          'userMessage',
        ]);
        assert.equal(typeof body.reply, 'string');
        assert.deepEqual(body.corrections, []);
      });
    }
  });
});
