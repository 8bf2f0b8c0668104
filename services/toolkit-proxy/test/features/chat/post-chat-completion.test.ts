import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { chatFrame } from '@linguamate/shared/testing/upstream-streams';
import OpenAI, { APIError } from 'openai';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

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

describe('not streamed', () => {
  test('200: the official client gets a completion, with our name for the model', async () => {
    const completion = await client().chat.completions.create({ model: 'tutor', messages });
    assert.equal(completion.choices[0]?.message.content, '¡Hola!');
    assert.deepEqual([completion.model, completion.usage?.total_tokens], ['tutor', 10]);
    assert.equal(sent().model, 'tutor-model');
  });

  test('200: tools, formats and fields of a newer API reach an upstream of the same kind unchanged', async () => {
    const extra = {
      tools: [
        { type: 'function', function: { name: 'grade', parameters: { type: 'object', properties: {} } } },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
      some_new_field: { deep: [1, 2] },
    };
    await ask({ model: 'tutor', messages, ...extra });
    const { tools, response_format, some_new_field } = sent();
    assert.deepEqual({ tools, response_format, some_new_field }, extra);
  });

  test('200: an answer of tool calls only is an answer', async () => {
    const message = { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function' }] };
    backing.upstream.reply(
      replies.openAiChat('', { choices: [{ index: 0, message, finish_reason: 'tool_calls' }] }),
    );
    const answer = await ask({ model: 'tutor', messages });
    assert.deepEqual((answer.body as { choices: { message: unknown }[] }).choices[0]?.message, message);
  });

  test('200: a Rork upstream answers the same request', async () => {
    await withService({}, async (on) => {
      const completion = await client(on).chat.completions.create({
        model: 'default',
        messages: [{ role: 'developer', content: 'Be brief' }, ...messages],
      });
      assert.equal(completion.choices[0]?.message.content, '¡Hola!');
      assert.deepEqual(
        (sent().messages as { role: string }[]).map(({ role }) => role),
        ['system', 'user'],
      );
    });
  });

  test('400, 401, 404 and 503 have the shape that the official client reads, and are not repeated by it', async () => {
    const failures: [string, () => Promise<unknown>, number, string][] = [
      [
        'no messages',
        () => client().chat.completions.create({ model: 'tutor', messages: [] }),
        400,
        'validation_failed',
      ],
      [
        'unknown model',
        () => client().chat.completions.create({ model: 'gpt-9', messages }),
        404,
        'model_not_found',
      ],
    ];
    const stranger = new OpenAI({ baseURL: `${service.url}/api/openai/v1`, apiKey: 'nonsense' });
    failures.push(['no token', async () => stranger.models.list(), 401, 'unauthenticated']);
    for (const [name, request, status, code] of failures) {
      await assert.rejects(request(), (error) => {
        assert.ok(error instanceof APIError, name);
        assert.deepEqual([error.status, error.code], [status, code], name);
        return true;
      });
    }
    assert.equal(calls(), 0);
    backing.upstream.reply(replies.status(500), replies.status(500), replies.status(500));
    await assert.rejects(client().chat.completions.create({ model: 'tutor', messages }), { status: 503 });
    assert.equal(calls(), 3);
  });

  test('400: the address of an image never leaves this house', async () => {
    const content = [{ type: 'image_url', image_url: { url: 'http://169.254.169.254/' } }];
    const answer = await ask({ model: 'tutor', messages: [{ role: 'user', content }] });
    assert.deepEqual([answer.status, calls()], [400, 0]);
  });

  test('408: an answer that is not streamed has the ordinary deadline although the route allows long streams', async () => {
    await withService({ document: documentOf(), environment: { REQUEST_TIMEOUT_MS: '150' } }, async (on) => {
      backing.upstream.reply(replies.silent());
      const answer = await ask({ model: 'tutor', messages }, on);
      assert.deepEqual([answer.status, (answer.body.error as Extra).code], [408, 'request_timeout']);
    });
  });

  test('503: tools need an upstream that knows them', async () => {
    await withService({}, async (on) => {
      const answer = await ask({ model: 'default', messages, tools: [{ type: 'function' }] }, on);
      assert.deepEqual([answer.status, (answer.body.error as Extra).code], [503, 'capability_unavailable']);
    });
  });
});

test('models lists the default and every alias for the official client', async () => {
  const page = await client().models.list();
  assert.deepEqual(
    page.data.map(({ id }) => id),
    ['default', 'tutor'],
  );
});

test('a frame is what the scripts say it is', () => {
  assert.match(chatFrame({ content: 'x' }), /^data: \{.*"delta":\{"content":"x"\}/);
});
