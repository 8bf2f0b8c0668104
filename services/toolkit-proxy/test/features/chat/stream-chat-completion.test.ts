import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { chatStream } from '@linguamate/shared/testing/upstream-streams';
import OpenAI, { APIError } from 'openai';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';
import { collect, contentOf, dataOf, errorOf } from '../../support/streams.ts';

const path = '/api/openai/v1/chat/completions';
const messages = [{ role: 'user' as const, content: 'Say hello in Spanish' }];

let backing: Backing;
let service: RunningService;
let token: string;

type Extra = Record<string, unknown>;
const documentOf = (upstream: Extra = {}, rest: Extra = {}) => ({
  upstreams: [
    {
      id: 'ai',
      kind: 'openai',
      baseUrl: `${backing.upstream.url}/v1`,
      allowPrivateNetwork: true,
      models: { default: 'big-model', tutor: 'tutor-model' },
      ...upstream,
    },
  ],
  ...rest,
});

before(async () => {
  backing = await createBacking();
  token = await backing.issuer.issueToken();
});

after(() => backing.close());

beforeEach(async () => {
  backing.upstream.requests.length = 0;
  service = await startService(backing, { document: documentOf() });
});

afterEach(() => service.close());

const client = (on: RunningService = service) =>
  new OpenAI({ baseURL: `${on.url}/api/openai/v1`, apiKey: token });
const ask = (body: Extra, on: RunningService = service) => on.client.post(path, { token, body });
const calls = () => backing.upstream.requests.length;
const sent = () => JSON.parse(String(backing.upstream.requests.at(-1)?.body)) as Extra;

async function withService(options: Extra, run: (on: RunningService) => Promise<void>) {
  const on = await startService(backing, options);
  await run(on).finally(() => on.close());
}

/** Reads a stream as text, so that every byte of it can be judged. */
async function streamText(on: RunningService = service, extra: Extra = {}): Promise<string> {
  const body = { model: 'tutor', messages, stream: true, ...extra };
  const answer = await on.client.post<string>(path, { token, body });
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
  return answer.text;
}

describe('streamed', () => {
  test('200: the official client reads pieces, end and usage', async () => {
    backing.upstream.reply(chatStream({ usage: { prompt_tokens: 5, completion_tokens: 2 } }));
    const stream = await client().chat.completions.create({
      model: 'tutor',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), '¡Hola!');
    assert.deepEqual(chunks.at(-1)?.usage, { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 });
    assert.equal(new Set(chunks.map(({ id }) => id)).size, 1);
    assert.ok(chunks.every(({ model }) => model === 'tutor'));
    assert.deepEqual(sent().stream_options, { include_usage: true });
  });

  test('200: without include_usage no usage is sent, although the upstream counts', async () => {
    backing.upstream.reply(chatStream({ usage: { prompt_tokens: 5, completion_tokens: 2 } }));
    assert.doesNotMatch(await streamText(), /usage/);
  });

  test('200: a Rork upstream gives its whole answer as one piece', async () => {
    await withService({}, async (on) => {
      const text = await streamText(on, { model: 'default' });
      assert.deepEqual([contentOf(text), dataOf(text).at(-1)], ['¡Hola!', '[DONE]']);
    });
  });

  test('200: an upstream that forgets [DONE] after its reason is completed', async () => {
    backing.upstream.reply(chatStream({ done: false }));
    assert.equal(dataOf(await streamText()).at(-1), '[DONE]');
    backing.upstream.reply(chatStream({ done: false, ending: 'cut' }));
    assert.equal(dataOf(await streamText()).at(-1), '[DONE]');
  });

  test('200: up to three broken frames are skipped', async () => {
    const raw = [0, 0, 1].map((at) => ({ at, text: 'data: {nonsense\n\n' }));
    backing.upstream.reply(chatStream({ raw }));
    const text = await streamText();
    assert.deepEqual([contentOf(text), dataOf(text).at(-1)], ['¡Hola!', '[DONE]']);
  });

  const damaged: [string, Parameters<typeof chatStream>[0], string][] = [
    ['is cut', { ending: 'cut', finishReason: null, done: false }, 'stream_truncated'],
    ['ends cleanly without a reason', { finishReason: null, done: false }, 'stream_truncated'],
    ['stalls', { ending: 'stall', finishReason: null, done: false }, 'stream_stalled'],
    [
      'turns into garbage',
      { raw: Array.from({ length: 4 }, () => ({ at: 2, text: 'data: {x\n\n' })) },
      'stream_garbled',
    ],
    [
      'announces an error',
      { raw: [{ at: 1, text: 'data: {"error":{"message":"boom"}}\n\n' }] },
      'upstream_error',
    ],
  ];
  for (const [name, script, reason] of damaged) {
    test(`a stream that ${name} ends with an error inside and no [DONE], and the client learns of it`, async () => {
      await withService({ document: documentOf({ timeouts: { idleMs: 60 } }) }, async (on) => {
        backing.upstream.reply(chatStream(script));
        const text = await streamText(on);
        assert.match(errorOf(text).message, new RegExp(reason));
        assert.equal(errorOf(text).code, 'stream_broken');
        assert.doesNotMatch(text, /\[DONE\]/);
        backing.upstream.reply(chatStream(script));
        const stream = await client(on).chat.completions.create({ model: 'tutor', messages, stream: true });
        await assert.rejects(collect(stream), APIError);
      });
    });
  }

  test('before the first content every failure is an ordinary answer, retried and failed over like any other', async () => {
    const onlyRole = chatStream({ deltas: [], finishReason: null, done: false, ending: 'cut' });
    backing.upstream.reply(onlyRole, replies.status(500));
    backing.upstream.reply(chatStream());
    const text = await streamText();
    assert.deepEqual([contentOf(text), calls()], ['¡Hola!', 3]);
  });

  test('503, 502 and 504 come with their status while nothing has been sent', async () => {
    await withService(
      { document: documentOf({ timeouts: { firstTokenMs: 60 } }, { breaker: { volumeThreshold: 1000 } }) },
      async (on) => {
        const body = { model: 'tutor', messages, stream: true };
        backing.upstream.reply(replies.status(500), replies.status(500), replies.status(500));
        assert.equal((await ask(body, on)).status, 503);
        backing.upstream.always(replies.openAiChat('not a stream'));
        assert.equal((await ask(body, on)).status, 502);
        // Roles and comments are no content: the clock of the first token runs on.
        backing.upstream.always(
          chatStream({
            deltas: [],
            raw: [{ at: 0, text: ': ping\n\n' }],
            finishReason: null,
            done: false,
            ending: 'stall',
          }),
        );
        assert.equal((await ask(body, on)).status, 504);
        backing.upstream.always(replies.natural());
      },
    );
  });
});
