import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import OpenAI, { toFile } from 'openai';
import { formOf, png, postForm, recordings } from '../../support/forms.ts';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

const generate = '/api/toolkit/images/generate';
const edit = '/api/toolkit/images/edit';
const source = { type: 'image', image: png.toString('base64') };

let backing: Backing;
let rork: RunningService;
let openAi: RunningService;
let token: string;

before(async () => {
  backing = await createBacking();
  token = await backing.issuer.issueToken();
});

after(() => backing.close());

beforeEach(async () => {
  backing.upstream.requests.length = 0;
  rork = await startService(backing);
  const models = { default: 'qwen3', image: 'gpt-image-1' };
  const ai = {
    id: 'ai',
    kind: 'openai',
    baseUrl: `${backing.upstream.url}/v1`,
    allowPrivateNetwork: true,
    models,
  };
  openAi = await startService(backing, { document: { upstreams: [ai] } });
});

afterEach(async () => {
  await rork.close();
  await openAi.close();
});

type Picture = { image: { base64Data: string; mimeType: string }; size: string };
const post = (path: string, body: unknown, on = rork) =>
  on.client.post<Picture & { code: string }>(path, { token, body });
const calls = () => backing.upstream.requests.length;
const sent = () => JSON.parse(String(backing.upstream.requests.at(-1)?.body));

describe('200', () => {
  for (const path of [generate, '/api/toolkit/v1/images/generate']) {
    test(`${path} answers a picture, and the size that newer upstreams leave out`, async () => {
      const answer = await post(path, { prompt: 'a cat', size: '512x512' });
      assert.deepEqual(
        [answer.status, answer.body.image.mimeType, answer.body.size],
        [200, 'image/png', '512x512'],
      );
      assert.deepEqual(sent(), { prompt: 'a cat', size: '512x512' });
    });
  }

  for (const path of [edit, '/api/toolkit/v1/images/edit']) {
    test(`${path} sends the pictures on, whatever stood in front of their bytes`, async () => {
      const uri = { type: 'image', image: `data:image/jpeg;base64,${source.image}` };
      const answer = await post(path, { prompt: 'with a hat', images: [source, uri], aspectRatio: '16:9' });
      assert.equal(answer.status, 200);
      assert.deepEqual(sent(), { prompt: 'with a hat', images: [source, source], aspectRatio: '16:9' });
    });
  }

  test('a retry of an edit sends everything again', async () => {
    backing.upstream.reply(replies.status(500));
    assert.equal((await post(edit, { prompt: 'x', images: [source] }, openAi)).status, 200);
    const [first, second] = backing.upstream.requests;
    assert.equal(first?.body.length, second?.body.length);
    assert.ok(second?.body.includes(png));
  });

  test('an OpenAI upstream gets its own model and shape', async () => {
    const answer = await post(generate, { prompt: 'a cat' }, openAi);
    assert.deepEqual([answer.status, answer.body.size], [200, '1024x1024']);
    assert.deepEqual(sent(), { prompt: 'a cat', model: 'gpt-image-1', n: 1 });
  });

  test('the official client generates and edits, over both kinds of upstream', async () => {
    for (const on of [rork, openAi]) {
      const client = new OpenAI({ baseURL: `${on.url}/api/openai/v1`, apiKey: token });
      const made = await client.images.generate({ prompt: 'a cat', model: 'x', size: '1024x1024' });
      assert.ok(made.data?.[0]?.b64_json);
      const image = await toFile(png, 'cat.png', { type: 'image/png' });
      const changed = await client.images.edit({ image, prompt: 'with a hat', model: 'x' });
      assert.ok(changed.data?.[0]?.b64_json);
    }
  });
});

describe('4xx before any upstream is asked', () => {
  const cases: [string, string, unknown][] = [
    ['no prompt', generate, {}],
    ['an empty prompt', generate, { prompt: '' }],
    ['a size that is none', generate, { prompt: 'x', size: 'huge' }],
    ['no pictures', edit, { prompt: 'x', images: [] }],
    ['too many pictures', edit, { prompt: 'x', images: Array(5).fill(source) }],
    ['a picture that is none', edit, { prompt: 'x', images: [{ type: 'image', image: 'aGVsbG8gd29ybGQ=' }] }],
    ['an address', edit, { prompt: 'x', images: [{ type: 'image', image: 'http://169.254.169.254/' }] }],
    [
      'a recording',
      edit,
      { prompt: 'x', images: [{ type: 'image', image: recordings.wav.toString('base64') }] },
    ],
  ];
  for (const [name, path, body] of cases) {
    test(`400: ${name}`, async () => {
      const answer = await post(path, body);
      assert.deepEqual([answer.status, calls()], [400, 0], answer.text);
    });
  }

  test('400 and 415 in forms: no prompt, no picture, a recording', async () => {
    const url = `${rork.url}/api/openai/v1/images/edits`;
    const picture = { field: 'image', content: png, type: 'image/png' };
    const send = async (form: FormData) => (await postForm(url, token, form)).status;
    assert.equal(await send(formOf({}, picture)), 400);
    assert.equal(await send(formOf({ prompt: 'x' })), 400);
    assert.equal(await send(formOf({ prompt: 'x' }, { ...picture, content: recordings.wav })), 415);
    assert.equal(calls(), 0);
  });
});

test('502: what is called a picture and is none is not passed on', async () => {
  const fake = replies.json(200, { image: { base64Data: 'PGh0bWw+', mimeType: 'image/png' } });
  backing.upstream.reply(fake, fake, fake);
  assert.equal((await post(generate, { prompt: 'x' })).status, 502);
});

test('502: a picture behind an address is not fetched', async () => {
  const address = replies.json(200, { data: [{ url: 'http://169.254.169.254/cat.png' }] });
  backing.upstream.reply(address, address, address);
  assert.deepEqual([(await post(generate, { prompt: 'x' }, openAi)).status, calls()], [502, 3]);
});

test('503: without an upstream pictures are honestly unavailable', async () => {
  const bare = await startService(backing, { environment: { EXPO_PUBLIC_TOOLKIT_URL: '' } });
  const answer = await post(generate, { prompt: 'x' }, bare);
  assert.deepEqual([answer.status, answer.body.code], [503, 'capability_unavailable']);
  await bare.close();
});
