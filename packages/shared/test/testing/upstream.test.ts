import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createScriptedUpstream, type ScriptedUpstream } from '../../src/testing/upstream.ts';
import { replies } from '../../src/testing/upstream-replies.ts';

let upstream: ScriptedUpstream;

before(async () => {
  upstream = await createScriptedUpstream();
});

after(() => upstream.close());

function ask(path = '/text/llm/', init: RequestInit = {}) {
  return fetch(upstream.url + path, { method: 'POST', body: '{}', ...init });
}

async function errorCode(promise: Promise<unknown>): Promise<string> {
  const error = (await promise.then(
    () => assert.fail('the request should have failed'),
    (reason: unknown) => reason,
  )) as { cause?: { code?: string } };
  return error.cause?.code ?? '';
}

test('answers every known path in the shape of its provider when nothing is scripted', async () => {
  const rork = await (await ask('/text/llm/')).json();
  assert.deepEqual(rork, { completion: '¡Hola!' });
  const openAi = (await (await ask('/v1/chat/completions')).json()) as { object: string };
  assert.equal(openAi.object, 'chat.completion');
  const transcript = (await (await ask('/stt/transcribe/')).json()) as { text: string };
  assert.equal(transcript.text, 'hola');
  assert.equal((await ask('/nowhere')).status, 404);
});

test('plays queued replies in order, then the default one', async () => {
  upstream.reply(replies.status(500), replies.tooManyRequests(2), replies.tooManyRequests());
  const first = await ask();
  assert.equal(first.status, 500);
  const second = await ask();
  assert.deepEqual([second.status, second.headers.get('retry-after')], [429, '2']);
  const third = await ask();
  assert.deepEqual([third.status, third.headers.get('retry-after')], [429, null]);
  assert.equal((await ask()).status, 200);
});

test('records method, path, headers and body of each request', async () => {
  upstream.requests.length = 0;
  await ask('/x', { body: 'payload', headers: { authorization: 'Bearer k' } });
  const [request] = upstream.requests;
  assert.equal(request?.path, '/x');
  assert.equal(request?.body.toString(), 'payload');
  assert.equal(request?.headers.authorization, 'Bearer k');
});

test('reset and truncated replies break the connection', async () => {
  upstream.reply(replies.reset());
  assert.match(await errorCode(ask()), /ECONNRESET|UND_ERR_SOCKET/);
  upstream.reply(replies.truncated());
  const response = await ask();
  assert.match(await errorCode(response.text()), /UND_ERR_SOCKET|ECONNRESET/);
});

test('refuse() makes the port refuse connections until accept()', async () => {
  await upstream.refuse();
  assert.equal(await errorCode(ask()), 'ECONNREFUSED');
  await upstream.accept();
  assert.equal((await ask()).status, 200);
});

test('silent, stalled and held replies wait for the caller and notice when it leaves', async () => {
  const held = replies.held(replies.rorkText('later'));
  upstream.requests.length = 0;
  upstream.reply(held.reply);
  const controller = new AbortController();
  const pending = ask('/text/llm/', { signal: controller.signal });
  await held.reached;
  assert.equal(upstream.requests[0]?.aborted, false);
  controller.abort();
  await assert.rejects(pending, { name: 'AbortError' });
  while (!upstream.requests[0]?.aborted) await new Promise(setImmediate);
  assert.equal(typeof upstream.requests[0]?.abortedAtMs, 'number');

  upstream.reply(replies.stalled());
  const stalled = await ask();
  assert.equal(stalled.status, 200);
  await stalled.body?.cancel();
});

test('a held reply goes on when it is released', async () => {
  const held = replies.held(replies.rorkText('later'));
  upstream.reply(held.reply);
  const pending = ask();
  await held.reached;
  held.release();
  assert.deepEqual(await (await pending).json(), { completion: 'later' });
});

test('sends garbage, wrong types, redirects and ten megabytes', async () => {
  upstream.reply(replies.garbage(502));
  const page = await ask();
  assert.deepEqual([page.status, page.headers.get('content-type')], [502, 'text/html']);
  upstream.reply(replies.redirect('http://169.254.169.254/'));
  assert.equal((await ask('/', { redirect: 'manual' })).status, 307);
  upstream.reply(replies.huge(10_000_000));
  assert.ok((await (await ask()).arrayBuffer()).byteLength > 10_000_000);
});

test('slow replies wait, then play the other reply', async () => {
  upstream.reply(replies.slow(20, replies.rorkText('at last')));
  const startedAtMs = performance.now();
  assert.deepEqual(await (await ask()).json(), { completion: 'at last' });
  assert.ok(performance.now() - startedAtMs >= 19);
});
