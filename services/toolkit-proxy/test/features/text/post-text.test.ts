import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

const path = '/api/toolkit/text/llm';
const body = { messages: [{ role: 'user', content: 'Say hello in Spanish' }] };

let backing: Backing;
let service: RunningService;
let token: string;

before(async () => {
  backing = await createBacking();
  token = await backing.issuer.issueToken();
});

after(() => backing.close());

beforeEach(async () => {
  backing.upstream.requests.length = 0;
  service = await startService(backing);
});

afterEach(() => service.close());

const ask = (options: { body?: unknown; headers?: Record<string, string>; path?: string } = {}) =>
  service.client.post(options.path ?? path, { token, body, ...options });
const calls = () => backing.upstream.requests.length;

describe('200', () => {
  for (const known of [path, '/api/toolkit/v1/text/llm']) {
    test(`${known} answers {completion} and says who answered`, async () => {
      const answer = await ask({ path: known });
      assert.deepEqual([answer.status, answer.body], [200, { completion: '¡Hola!' }]);
      assert.equal(answer.headers.get('x-toolkit-provider'), 'toolkit');
      assert.equal(answer.headers.get('x-toolkit-attempts'), '1');
      assert.equal(answer.headers.get('x-toolkit-fallback'), 'false');
    });
  }

  test('a prompt becomes one user message; the upstream gets messages and nothing else', async () => {
    await ask({ body: { prompt: 'Hola', temperature: 0.3, max_tokens: 50, stream: false } });
    const [request] = backing.upstream.requests;
    assert.equal(request?.path, '/text/llm/');
    assert.deepEqual(JSON.parse(String(request?.body)), { messages: [{ role: 'user', content: 'Hola' }] });
  });

  test('inline images reach the upstream as data URIs', async () => {
    const content = [
      { type: 'text', text: 'What is this?' },
      { type: 'image', image: 'iVBORw0KGgo=' },
    ];
    await ask({ body: { messages: [{ role: 'user', content }] } });
    const sent = JSON.parse(String(backing.upstream.requests[0]?.body));
    assert.equal(sent.messages[0].content[1].image, 'data:image/jpeg;base64,iVBORw0KGgo=');
  });

  test('neither the token nor the headers of the learner reach the upstream', async () => {
    await ask({ headers: { cookie: 'session=1', 'x-forwarded-for': '10.0.0.9' } });
    const headers = backing.upstream.requests[0]?.headers ?? {};
    assert.deepEqual(
      Object.keys(headers).filter((name) => ['authorization', 'cookie', 'x-forwarded-for'].includes(name)),
      [],
    );
  });

  test('the configured key is sent as a bearer token and never logged, nor is the text', async () => {
    const keyed = await startService(backing, { environment: { TOOLKIT_API_KEY: 'sk-upstream-key' } });
    backing.upstream.reply(replies.status(401));
    await keyed.client.post(path, { token, body });
    assert.equal(backing.upstream.requests[0]?.headers.authorization, 'Bearer sk-upstream-key');
    assert.doesNotMatch(keyed.logs.text(), /sk-upstream-key|Say hello/);
    await keyed.close();
  });

  test('retries twice on 500 and answers with the third attempt', async () => {
    backing.upstream.reply(replies.status(500), replies.status(500), replies.rorkText('third'));
    const answer = await ask();
    assert.deepEqual([answer.status, answer.body], [200, { completion: 'third' }]);
    assert.deepEqual([calls(), answer.headers.get('x-toolkit-attempts')], [3, '3']);
  });

  test('an HTML page with status 502 is an upstream error like any other, and is retried', async () => {
    backing.upstream.reply(replies.garbage(502));
    const answer = await ask();
    assert.deepEqual([answer.status, calls()], [200, 2]);
  });

  test('waits as long as Retry-After says and tries once more', async () => {
    backing.upstream.reply(replies.tooManyRequests(1));
    const startedAtMs = performance.now();
    const answer = await ask();
    assert.equal(answer.status, 200);
    assert.ok(performance.now() - startedAtMs >= 990);
  });

  for (const [name, reply] of [
    ['a reset connection', replies.reset()],
    ['a truncated answer', replies.truncated()],
    ['an answer of the wrong type', replies.garbage(200)],
    ['broken JSON', replies.json(200, '{"completion":')],
    ['an empty body', replies.json(200, '')],
    ['an empty completion', replies.rorkText('  ')],
    ['another shape', replies.json(200, { text: 'hi' })],
  ] as const) {
    test(`survives ${name}`, async () => {
      backing.upstream.reply(reply);
      const answer = await ask();
      assert.deepEqual([answer.status, calls()], [200, 2]);
    });
  }
});

describe('400', () => {
  const bad: [string, unknown][] = [
    ['no messages at all', { messages: [] }],
    ['neither messages nor prompt', {}],
    ['both messages and prompt', { ...body, prompt: 'x' }],
    ['an empty prompt', { prompt: '' }],
    ['an unknown role', { messages: [{ role: 'tool', content: 'x' }] }],
    ['an unknown field', { ...body, secret: true }],
    ['a number as content', { messages: [{ role: 'user', content: 5 }] }],
    [
      'the address of an image',
      { messages: [{ role: 'user', content: [{ type: 'image', image: 'http://169.254.169.254/' }] }] },
    ],
    ['a stream', { ...body, stream: true }],
    ['a NUL character', { prompt: 'a\u0000b' }],
  ];
  for (const [name, content] of bad) {
    test(`refuses ${name} before any upstream is asked`, async () => {
      const answer = await ask({ body: content });
      assert.equal(answer.status, 400);
      assert.equal(calls(), 0);
      assert.equal(typeof answer.body.error, 'string');
      assert.equal(answer.headers.get('x-should-retry'), 'false');
    });
  }

  test('passes on what the provider says against the request', async () => {
    backing.upstream.reply(replies.openAiError(400, 'bad_value', 'messages are odd'));
    const answer = await ask();
    assert.deepEqual([answer.status, answer.body.code], [400, 'rejected_by_upstream']);
    assert.equal(answer.body.detail, 'messages are odd');
    assert.equal(calls(), 1);
  });

  test('says so when the conversation is too long or refused by policy', async () => {
    backing.upstream.reply(replies.openAiError(400, 'context_length_exceeded'));
    assert.equal((await ask()).body.code, 'context_length_exceeded');
    backing.upstream.reply(replies.openAiError(400, 'content_policy_violation'));
    assert.equal((await ask()).body.code, 'content_policy');
  });
});

test('401: nobody without a token reaches an upstream', async () => {
  const answer = await service.client.post(path, { body });
  assert.deepEqual([answer.status, calls()], [401, 0]);
});

test('404: an unknown model is told apart from a missing capability, and odd names are only unknown', async () => {
  for (const model of ['gpt-9', 'constructor', '__proto__']) {
    assert.equal((await ask({ body: { ...body, model } })).body.code, 'model_not_found');
  }
});
