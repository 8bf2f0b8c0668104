import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import type { UpstreamReply } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { chatFrame, chatStream } from '@linguamate/shared/testing/upstream-streams';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { type EventReader, openEvents, shownText } from '../../support/event-reader.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';
import { createToolkitProcess, type ToolkitProcess } from '../../support/toolkit-process.ts';

type Stored = { id: string; role: string; text: string; degraded: boolean; stopped: boolean };
const answer = JSON.stringify({
  reply: '¡Hola, "Ana"!\n¿Cómo estás? 😀',
  translation: 'Hello!',
  corrections: [{ original: 'yo es', corrected: 'yo soy', explanation: 'ser', kind: 'grammar' }],
  suggestions: ['Bien'],
});
const reply = '¡Hola, "Ana"!\n¿Cómo estás? 😀';
const inPieces = (text: string, size = 7) =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
/** The beginning of an answer, without a word on how it ends. */
const half = { deltas: inPieces(answer).slice(0, 5), finishReason: null, done: false };
const good = () => chatStream({ deltas: inPieces(answer) });

/** Sends the beginning of a good answer, then waits until the caller leaves or the test lets it go on. */
function halfWay() {
  const gate = Promise.withResolvers<void>();
  const play: UpstreamReply = async ({ response, signal }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chatFrame({ content: answer.slice(0, 22) }));
    await Promise.race([
      gate.promise,
      new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
    ]);
    if (signal.aborted) return;
    response.write(chatFrame({ content: answer.slice(22) }) + chatFrame({}, {}, 'stop'));
    response.end('data: [DONE]\n\n');
  };
  return { play, goOn: gate.resolve };
}

describe('a streamed reply of the tutor', () => {
  let toolkit: ToolkitProcess;
  let app: LearningApp;
  let learner: TestLearner;
  let threadId: string;
  before(async () => {
    toolkit = await createToolkitProcess();
    app = await startLearning({ toolkitUrl: toolkit.url, breaker: false });
    await toolkit.start(app.issuer.url);
  });
  after(async () => {
    await app.close();
    await toolkit.close();
  });
  beforeEach(async () => {
    toolkit.upstream.requests.length = 0;
    learner = await app.learner();
    threadId = (await learner.post<{ id: string }>('/api/chat/threads', { body: {} })).body.id;
  });
  const say = (body: { text: string; clientEventId?: string }, lastEventId?: string): Promise<EventReader> =>
    openEvents(`${app.url}/api/chat/threads/${threadId}/messages`, {
      token: learner.token,
      body,
      lastEventId,
    });
  const stored = async () =>
    (await learner.get<{ messages: Stored[] }>(`/api/chat/threads/${threadId}`)).body.messages;
  const used = async () => (await learner.get<{ used: number }>('/api/chat/quota')).body.used;

  it('comes as accepted, tokens and done, and the tokens together are the reply', async () => {
    toolkit.upstream.reply(good());
    const stream = await say({ text: 'Hola, yo es Ana' });
    await stream.ended;
    const names = stream.events.map(({ event }) => event);
    assert.equal(stream.status, 200);
    assert.deepEqual([names[0], names.at(-1)], ['accepted', 'done']);
    assert.ok(names.filter((name) => name === 'token').length > 2, names.join());
    assert.equal(shownText(stream.events), reply);
    const done = stream.events.at(-1)?.data as { reply: string; degraded: boolean; corrections: unknown[] };
    assert.deepEqual([done.reply, done.degraded, done.corrections.length], [reply, false, 1]);
  });

  it('shows the first token while the upstream is still writing', async () => {
    const upstream = halfWay();
    toolkit.upstream.reply(upstream.play);
    const stream = await say({ text: 'hola' });
    await stream.until('token');
    assert.ok(!toolkit.upstream.requests[0]?.finished);
    upstream.goOn();
    await stream.ended;
    assert.equal(shownText(stream.events), reply);
  });

  it('stores the message first and ends the call upstream when the reader leaves', async () => {
    toolkit.upstream.reply(halfWay().play);
    const stream = await say({ text: 'hola' });
    await stream.until('token');
    stream.leave();
    await waitFor(() => toolkit.upstream.requests[0]?.aborted === true, { message: 'the call to end' });
    assert.deepEqual(
      (await stored()).map(({ role, text }) => [role, text]),
      [['learner', 'hola']],
    );
  });

  it('goes on for a reader who comes back: nothing is lost, nothing doubled, one message counted', async () => {
    toolkit.upstream.reply(halfWay().play, good());
    const clientEventId = newId();
    const first = await say({ text: 'hola', clientEventId });
    const place = await first.until('token');
    first.leave();
    const second = await say({ text: 'hola', clientEventId }, place.id);
    await second.ended;
    assert.equal(shownText(second.events, shownText(first.events)), reply);
    const third = await say({ text: 'hola', clientEventId }, second.events.findLast(({ id }) => id)?.id);
    await third.ended;
    assert.equal(shownText(third.events, reply), reply);
    assert.ok(!third.events.some(({ event }) => event === 'restart' || event === 'token'));
    assert.deepEqual(
      (await stored()).map(({ role }) => role),
      ['learner', 'tutor'],
    );
    assert.equal(await used(), 1);
  });

  it('gives a late reader only what it has not seen', async () => {
    toolkit.upstream.reply(good());
    const first = await say({ text: 'hola' });
    const { data } = await first.until('accepted');
    await first.ended;
    const tokens = first.events.filter(({ event }) => event === 'token');
    const { id: messageId } = data.userMessage as { id: string };
    const again = await openEvents(`${app.url}/api/chat/threads/${threadId}/messages/${messageId}/reply`, {
      method: 'GET',
      token: learner.token,
      lastEventId: tokens[1]?.id,
    });
    await again.ended;
    assert.equal(shownText(again.events, shownText(tokens.slice(0, 2))), reply);
    assert.equal(toolkit.upstream.requests.length, 1);
  });

  it('is written once for two readers who ask at the same time', async () => {
    const upstream = halfWay();
    toolkit.upstream.reply(upstream.play);
    const clientEventId = newId();
    const first = await say({ text: 'hola', clientEventId });
    await first.until('token');
    const second = await say({ text: 'hola', clientEventId });
    await second.until('accepted');
    upstream.goOn();
    await Promise.all([first.ended, second.ended]);
    assert.deepEqual([shownText(first.events), shownText(second.events)], [reply, reply]);
    assert.equal(toolkit.upstream.requests.length, 1);
  });

  for (const [fault, play] of [
    ['is cut', chatStream({ ...half, ending: 'cut' })],
    ['ends without saying so', chatStream(half)],
    ['sends garbage', replies.garbage()],
    ['is reset', replies.reset()],
    ['refuses', replies.status(500)],
  ] as const) {
    it(`turns to the coach when the upstream ${fault}, and takes back what was shown`, async () => {
      toolkit.upstream.always(play);
      const stream = await say({ text: 'hola' });
      await stream.ended;
      toolkit.upstream.always(replies.natural());
      const done = stream.events.at(-1)?.data as { reply: string; degraded: boolean };
      assert.equal(done.degraded, true);
      assert.equal(shownText(stream.events), done.reply);
      assert.equal((await stored()).length, 2);
      assert.equal(await used(), 0);
    });
  }

  it('survives the death of toolkit-proxy in the middle', async () => {
    toolkit.upstream.reply(halfWay().play);
    const stream = await say({ text: 'hola' });
    await stream.until('token');
    await toolkit.kill();
    await stream.ended;
    await toolkit.start(app.issuer.url);
    const done = stream.events.at(-1)?.data as { reply: string; degraded: boolean };
    assert.equal(done.degraded, true);
    assert.equal(shownText(stream.events), done.reply);
    assert.equal((await stored()).length, 2);
  });

  it('is finished by another instance when the one that wrote it has died', async () => {
    const { body } = await learner.get<{ messages: Stored[] }>(`/api/chat/threads/${threadId}`);
    assert.equal(body.messages.length, 0);
    const id = newId();
    // What a process leaves behind that was killed while it wrote: a message, and a claim that runs out.
    await app.deps.db
      .insertInto('chat_messages')
      .values({
        id,
        thread_id: threadId,
        role: 'learner',
        text: 'hola',
        details: '{}',
        client_event_id: null,
        reply_to: null,
        answering_by: newId(),
        answering_until: new Date(Date.now() + 500),
        created_at: new Date(),
      })
      .execute();
    toolkit.upstream.reply(replies.openAiChat(answer));
    const { status, body: done } = await learner.get<{ reply: string }>(
      `/api/chat/threads/${threadId}/messages/${id}/reply`,
    );
    assert.deepEqual([status, done.reply], [200, reply]);
  });

  it('can be stopped: what has been said stays, and the call upstream ends', async () => {
    toolkit.upstream.reply(halfWay().play);
    const stream = await say({ text: 'hola' });
    const { data } = await stream.until('accepted');
    await stream.until('token');
    const { id } = data.userMessage as { id: string };
    const { status } = await learner.delete(`/api/chat/threads/${threadId}/messages/${id}/reply`);
    assert.equal(status, 204);
    await stream.ended;
    const [, message] = await stored();
    assert.equal(message?.stopped, true);
    assert.equal(shownText(stream.events), message?.text);
    await waitFor(() => toolkit.upstream.requests[0]?.aborted === true, { message: 'the call to end' });
  });

  it('404 before anything is streamed, for somebody else’s conversation and unknown messages', async () => {
    const stranger = await app.learner();
    const path = `${app.url}/api/chat/threads/${threadId}/messages`;
    const refused = await openEvents(path, { token: stranger.token, body: { text: 'hola' } });
    assert.equal(refused.status, 404);
    const unknown = await openEvents(`${path}/${newId()}/reply`, { method: 'GET', token: learner.token });
    assert.equal(unknown.status, 404);
  });
});
