import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import OpenAI from 'openai';
import { createEspeak } from '../../../src/features/local/espeak.ts';
import { findProgram } from '../../../src/features/local/find-program.ts';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

const standIn = fileURLToPath(new URL('../../support/espeak-stand-in.mjs', import.meta.url));
const wrapper = fileURLToPath(new URL('../../support/espeak-stand-in.sh', import.meta.url));
const path = '/api/openai/v1/audio/speech';
let backing: Backing;
let service: RunningService | undefined;
let token: string;

before(async () => {
  backing = await createBacking();
  token = await backing.issuer.issueToken();
});

afterEach(() => service?.close());
after(() => backing.close());

async function start(environment: Record<string, string>, document?: unknown) {
  service = await startService(backing, { environment, ...(document === undefined ? {} : { document }) });
  return service;
}

const withVoice = { EXPO_PUBLIC_TOOLKIT_URL: '', TOOLKIT_ESPEAK_PROGRAM: wrapper };
const withNothing = { EXPO_PUBLIC_TOOLKIT_URL: '', TOOLKIT_ESPEAK_PROGRAM: '/nowhere/espeak-ng' };
const openAi = () => ({
  upstreams: [
    {
      id: 'ai',
      kind: 'openai',
      baseUrl: `${backing.upstream.url}/v1`,
      allowPrivateNetwork: true,
      models: { speech: 'tts-big' },
    },
  ],
});

describe('speech', () => {
  test('200: by an upstream, with the official client', async () => {
    const on = await start({}, openAi());
    const client = new OpenAI({ baseURL: `${on.url}/api/openai/v1`, apiKey: token });
    const speech = await client.audio.speech.create({ model: 'x', voice: 'nova', input: 'Hola' });
    assert.equal(speech.headers.get('content-type'), 'audio/wav');
    assert.ok((await speech.arrayBuffer()).byteLength > 0);
    const sent = JSON.parse(String(backing.upstream.requests.at(-1)?.body));
    assert.deepEqual(sent, { model: 'tts-big', input: 'Hola', voice: 'nova', speed: 1 });
  });

  test('502: what is no audio is not passed on', async () => {
    const on = await start({}, openAi());
    backing.upstream.reply(replies.garbage(), replies.garbage(), replies.garbage());
    assert.equal((await on.client.post(path, { token, body: { input: 'Hola' } })).status, 502);
  });

  test('200: by the program on this machine, which says so; the text is never an option', async () => {
    const on = await start(withVoice);
    const answer = await on.client.post<string>(path, {
      token,
      body: { input: '--version', language: 'es', speed: 2 },
    });
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'audio/wav']);
    assert.equal(answer.headers.get('x-toolkit-provider'), 'local/espeak-ng');
    assert.match(answer.text, /-b 1 -v es -s 320 --stdin --stdout$/);
    const health = await on.client.get<{ capabilities: string[] }>('/api/toolkit/health');
    assert.ok(health.body.capabilities.includes('ipa'));
  });

  test('503: another format than wav, and no program at all', async () => {
    const on = await start(withVoice);
    assert.equal(
      (await on.client.post(path, { token, body: { input: 'x', response_format: 'mp3' } })).status,
      503,
    );
    await on.close();
    const bare = await start(withNothing);
    assert.equal((await bare.client.post(path, { token, body: { input: 'x' } })).status, 503);
    assert.equal(
      (await bare.client.post('/api/toolkit/ipa', { token, body: { text: 'x', language: 'es' } })).status,
      503,
    );
  });

  test('503: a program that fails', async () => {
    const on = await start(withVoice);
    assert.equal((await on.client.post(path, { token, body: { input: 'crash' } })).status, 503);
  });

  test('408: a program that hangs is ended with the request', async () => {
    const on = await start(withVoice);
    const headers = { 'x-request-timeout-ms': '300' };
    assert.equal((await on.client.post(path, { token, headers, body: { input: 'hang' } })).status, 408);
  });

  test('400: voices and languages that are none', async () => {
    const on = await start(withVoice);
    for (const extra of [{ voice: '../x' }, { language: '-v en' }, { speed: 9 }, { input: '' }]) {
      assert.equal((await on.client.post(path, { token, body: { input: 'x', ...extra } })).status, 400);
    }
  });
});

test('ipa: phonetic letters on one line, labelled', async () => {
  const on = await start(withVoice);
  const answer = await on.client.post('/api/toolkit/ipa', {
    token,
    body: { text: 'casa', language: 'es-MX' },
  });
  assert.deepEqual([answer.status, answer.body.quality], [200, 'rule-based']);
  assert.equal(answer.body.ipa, 'ˈcasa -q --ipa -b 1 -v es-MX --stdin');
});

test('more voices at once than the machine bears are told to come back', async () => {
  const espeak = createEspeak(wrapper);
  const controller = new AbortController();
  const busy = Array.from({ length: 4 }, () =>
    assert.rejects(espeak.speak('hang', 'es', 1, controller.signal)),
  );
  await assert.rejects(espeak.speak('x', 'es', 1, controller.signal), { code: 'overloaded' });
  controller.abort(new Error('enough'));
  await Promise.all(busy);
});

test('a program is found as a shell finds it, and only if it can be run', () => {
  const folder = dirname(wrapper);
  assert.equal(findProgram('espeak-stand-in.sh', `/nowhere:${folder}`), wrapper);
  assert.equal(findProgram('service.ts', folder), null);
  assert.equal(findProgram('espeak-ng', undefined), null);
  assert.equal(findProgram(standIn, undefined), standIn);
});
