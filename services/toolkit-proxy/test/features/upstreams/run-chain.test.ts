import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { createScriptedUpstream, type ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

const path = '/api/toolkit/text/llm';
let backing: Backing;
let first: ScriptedUpstream;
let second: ScriptedUpstream;
let service: RunningService | undefined;
let token: string;

before(async () => {
  backing = await createBacking();
  first = backing.upstream;
  second = await createScriptedUpstream();
  token = await backing.issuer.issueToken();
});

afterEach(async () => {
  await service?.close();
  for (const upstream of [first, second]) {
    upstream.requests.length = 0;
    upstream.always(replies.natural());
  }
});

after(async () => {
  await second.close();
  await backing.close();
});

type Extra = Record<string, unknown>;

const documentOf = (a: Extra = {}, b: Extra = {}, rest: Extra = {}) => ({
  upstreams: [
    { id: 'rork', kind: 'rork', baseUrl: first.url, allowPrivateNetwork: true, ...a },
    {
      id: 'ollama',
      kind: 'openai',
      baseUrl: `${second.url}/v1`,
      allowPrivateNetwork: true,
      models: { default: 'qwen3:4b', small: 'qwen3:1b' },
      ...b,
    },
  ],
  ...rest,
});

async function ask(document: unknown, body: Extra = { prompt: 'hi' }) {
  service = await startService(backing, { document });
  return service.client.post(path, { token, body });
}

test('fails over after the retries of the first upstream, and says so', async () => {
  first.always(replies.status(500));
  const answer = await ask(documentOf());
  assert.deepEqual([answer.status, first.requests.length, second.requests.length], [200, 3, 1]);
  assert.equal(answer.headers.get('x-toolkit-provider'), 'ollama');
  assert.equal(answer.headers.get('x-toolkit-model'), 'qwen3:4b');
  assert.equal(answer.headers.get('x-toolkit-fallback'), 'true');
  const sent = JSON.parse(String(second.requests[0]?.body));
  assert.deepEqual(sent, { messages: [{ role: 'user', content: 'hi' }], model: 'qwen3:4b' });
  assert.equal(second.requests[0]?.path, '/v1/chat/completions');
});

test('a timeout fails over at once instead of repeating', async () => {
  first.always(replies.silent());
  const answer = await ask(documentOf({ timeouts: { firstByteMs: 40 } }));
  assert.deepEqual([answer.status, first.requests.length, second.requests.length], [200, 1, 1]);
});

test('a conversation that is too long goes only to an upstream that takes more', async () => {
  first.always(replies.openAiError(400, 'context_length_exceeded'));
  const smaller = await ask(documentOf({ contextTokens: 8000 }, { contextTokens: 4000 }));
  assert.deepEqual([smaller.status, second.requests.length], [400, 0]);
  await service?.close();
  const larger = await ask(documentOf({ contextTokens: 8000 }, { contextTokens: 128_000 }));
  assert.deepEqual([larger.status, second.requests.length], [200, 1]);
});

test('what one provider refuses by policy is not taken to the next', async () => {
  first.always(replies.openAiError(400, 'content_policy_violation'));
  const answer = await ask(documentOf());
  assert.deepEqual([answer.status, second.requests.length], [400, 0]);
});

test('an exhausted chain answers for its last upstream', async () => {
  first.always(replies.status(500));
  second.always(replies.tooManyRequests(30));
  const answer = await ask(documentOf());
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '30']);
});

test('an open breaker is passed over without a request', async () => {
  first.always(replies.status(500));
  await ask(documentOf());
  for (let round = 0; round < 2; round += 1)
    await service?.client.post(path, { token, body: { prompt: 'x' } });
  const asked = first.requests.length;
  const answer = await service?.client.post(path, { token, body: { prompt: 'x' } });
  assert.deepEqual([answer?.status, first.requests.length, asked], [200, asked, 5]);
});

test('a key that is used up gives way to the next one at once and rests', async () => {
  first.reply(replies.tooManyRequests(60));
  const answer = await ask(documentOf({ keys: ['k1', 'k2'] }));
  await service?.client.post(path, { token, body: { prompt: 'x' } });
  assert.equal(answer.status, 200);
  const used = first.requests.map(({ headers }) => headers.authorization);
  assert.deepEqual(used, ['Bearer k1', 'Bearer k2', 'Bearer k2']);
});

test("an alias chooses its own chain and the upstream's own name for the model", async () => {
  const models = { tutor: { chain: [{ upstream: 'ollama', model: 'small' }] } };
  const answer = await ask(documentOf({}, {}, { models }), { prompt: 'hi', model: 'tutor' });
  assert.deepEqual([answer.status, first.requests.length], [200, 0]);
  assert.equal(JSON.parse(String(second.requests[0]?.body)).model, 'qwen3:1b');
});

test('a route decides the order, and capabilities who is asked at all', async () => {
  await ask(documentOf({}, {}, { routes: { 'text.generate': ['ollama', 'rork'] } }));
  assert.deepEqual([first.requests.length, second.requests.length], [0, 1]);
  await service?.close();
  await ask(documentOf({ capabilities: ['speech.transcribe'] }));
  assert.deepEqual([first.requests.length, second.requests.length], [0, 2]);
});

test('the retry budget ends repeats during an outage', async () => {
  first.always(replies.status(500));
  const breaker = { volumeThreshold: 1000 };
  const retry = { budgetMinPerSecond: 0, budgetRatio: 0.2 };
  service = await startService(backing, {
    document: { ...documentOf({}, { capabilities: ['image.generate'] }, { retry, breaker }) },
  });
  for (let round = 0; round < 20; round += 1)
    await service.client.post(path, { token, body: { prompt: 'x' } });
  assert.ok(first.requests.length >= 23 && first.requests.length <= 24, String(first.requests.length));
});

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test("a crowd beyond the upstream's places and queue is told to come back", async () => {
  const held = replies.held(replies.natural());
  first.always(held.reply);
  const limits = { maxConcurrency: 1, maxQueued: 0 };
  service = await startService(backing, {
    document: { upstreams: [{ ...documentOf().upstreams[0], limits }] },
  });
  const inside = service.client.post(path, { token, body: { prompt: 'x' } });
  await held.reached;
  const timersBefore = timers();
  for (let round = 0; round < 20; round += 1)
    await service.client.post(path, { token, body: { prompt: 'x' } });
  assert.ok(timers() < timersBefore + 20, 'a refused request must not leave its clocks running');
  const refused = await service.client.post(path, { token, body: { prompt: 'x' } });
  held.release();
  assert.deepEqual([refused.status, refused.body.code, (await inside).status], [503, 'overloaded', 200]);
});
