import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import OpenAI, { toFile } from 'openai';
import { formOf, png, postForm, recordings } from '../../support/forms.ts';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

const rork = '/api/toolkit/stt/transcribe';
const openAi = '/api/openai/v1/audio/transcriptions';
const webm = { field: 'audio', content: recordings.webm, type: 'audio/webm;codecs=opus' };

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

const post = (form: FormData, path = rork, on = service) => postForm(on.url + path, token, form);
const calls = () => backing.upstream.requests.length;
const documentOf = (upstream: Record<string, unknown>, breaker = {}) => ({
  breaker,
  upstreams: [{ id: 'ai', baseUrl: backing.upstream.url, allowPrivateNetwork: true, ...upstream }],
});

async function sentForm(index = -1): Promise<FormData> {
  const request = backing.upstream.requests.at(index);
  const headers = { 'content-type': request?.headers['content-type'] ?? '' };
  return new Response(new Uint8Array(request?.body ?? []), { headers }).formData();
}

describe('200', () => {
  for (const path of [rork, '/api/toolkit/v1/stt/transcribe', '/api/stt/transcribe', '/api/stt']) {
    test(`${path} answers text and language`, async () => {
      const answer = await post(formOf({ language: 'es-mx' }, webm), path);
      assert.deepEqual([answer.status, answer.body], [200, { text: 'hola', language: 'es' }]);
    });
  }

  test('the upstream gets the recording whole, in the field it knows, with a boundary of its own', async () => {
    await post(formOf({ language: 'es-mx', punctuation: 'true' }, webm));
    const form = await sentForm();
    const file = form.get('audio') as File;
    assert.deepEqual(Buffer.from(await file.arrayBuffer()), recordings.webm);
    assert.deepEqual(
      [file.type, form.get('language'), form.get('punctuation')],
      ['audio/webm', 'es-MX', null],
    );
    assert.equal(
      Number(backing.upstream.requests[0]?.headers['content-length']),
      backing.upstream.requests[0]?.body.length,
    );
  });

  test('a retry sends the whole recording again, from memory and from disk', async () => {
    const on = await startService(backing, {
      document: documentOf({ kind: 'rork' }, { volumeThreshold: 100 }),
    });
    for (const sizeBytes of [2000, 3_000_000]) {
      backing.upstream.requests.length = 0;
      backing.upstream.reply(replies.reset(), replies.status(500));
      const content = Buffer.concat([recordings.webm, Buffer.alloc(sizeBytes, 7)]);
      const answer = await post(formOf({}, { ...webm, content }), rork, on);
      assert.deepEqual([answer.status, calls()], [200, 3]);
      for (let index = 0; index < 3; index += 1) {
        const file = (await sentForm(index)).get('audio') as File;
        assert.ok(Buffer.from(await file.arrayBuffer()).equals(content));
      }
    }
    await on.close();
  });

  const types: [keyof typeof recordings, string][] = [
    ['webm', 'audio/webm;codecs=opus'],
    ['webm', 'video/webm'],
    ['m4a', 'audio/mp4'],
    ['m4a', 'audio/x-m4a'],
    ['wav', 'audio/wav'],
    ['ogg', 'audio/ogg; codecs=opus'],
    ['mp3', 'audio/mpeg'],
    ['caf', 'audio/x-caf'],
    ['wav', 'application/octet-stream'],
  ];
  for (const [name, type] of types) {
    test(`${type} with the bytes of ${name} is accepted`, async () => {
      const answer = await post(formOf({}, { field: 'audio', content: recordings[name], type }));
      assert.equal(answer.status, 200, answer.text);
    });
  }

  test('language is never missing: what the upstream omits is what was asked for, else empty', async () => {
    backing.upstream.reply(replies.rorkTranscript('bonjour'), replies.rorkTranscript('bonjour'));
    assert.equal((await post(formOf({ language: 'fr' }, webm))).body.language, 'fr');
    assert.equal((await post(formOf({ language: 'auto' }, webm))).body.language, '');
  });

  test('silence has a transcript too', async () => {
    backing.upstream.reply(replies.rorkTranscript('', 'es'));
    assert.deepEqual((await post(formOf({}, webm))).body, { text: '', language: 'es' });
  });

  test('an OpenAI upstream gets its own field names and model, and its language becomes a code', async () => {
    const models = { default: 'qwen3', transcription: 'whisper-large' };
    const on = await startService(backing, { document: documentOf({ kind: 'openai', models }) });
    const answer = await post(formOf({ language: 'es-MX' }, webm), rork, on);
    assert.deepEqual(answer.body, { text: 'hola', language: 'es' });
    const form = await sentForm();
    assert.deepEqual(
      [form.get('model'), form.get('language'), form.get('response_format')],
      ['whisper-large', 'es', 'verbose_json'],
    );
    assert.equal((form.get('file') as File).name, 'file0.webm');
    await on.close();
  });

  test('the official client transcribes, in every supported format', async () => {
    const client = new OpenAI({ baseURL: `${service.url}/api/openai/v1`, apiKey: token });
    const file = () => toFile(recordings.wav, 'speech.wav', { type: 'audio/wav' });
    const plain = await client.audio.transcriptions.create({ file: await file(), model: 'whisper-1' });
    assert.equal(plain.text, 'hola');
    const verbose = await client.audio.transcriptions.create({
      file: await file(),
      model: 'x',
      response_format: 'verbose_json',
    });
    assert.equal(verbose.language, 'es');
    const text = await post(
      formOf({ response_format: 'text', model: 'x' }, { ...webm, field: 'file' }),
      openAi,
    );
    assert.equal(text.text, 'hola\n');
  });
});

describe('400, 413 and 415: refused before any upstream is asked', () => {
  const cases: [string, number, () => FormData][] = [
    ['no file', 400, () => formOf({ language: 'es' })],
    ['a file in another field', 400, () => formOf({}, { ...webm, field: 'attachment' })],
    ['an empty file', 400, () => formOf({}, { ...webm, content: Buffer.alloc(0) })],
    ['a language that is none', 400, () => formOf({ language: 'no; drop' }, webm)],
    ['two files', 400, () => formOf({}, webm, { ...webm, field: 'file' })],
    [
      'too many fields',
      400,
      () => formOf(Object.fromEntries(Array.from({ length: 30 }, (_x, i) => [`f${i}`, 'x'])), webm),
    ],
    ['a field that is too long', 413, () => formOf({ prompt: 'x'.repeat(9000) }, webm)],
    [
      'a recording that is too long',
      413,
      () => formOf({}, { ...webm, content: Buffer.concat([recordings.webm, Buffer.alloc(10_000_000)]) }),
    ],
    [
      'a text that claims to be audio',
      415,
      () => formOf({}, { ...webm, content: Buffer.from('just some text here') }),
    ],
    ['an image that claims to be audio', 415, () => formOf({}, { ...webm, content: png })],
    ['a declared type that is no audio', 415, () => formOf({}, { ...webm, type: 'text/html' })],
  ];
  for (const [name, status, form] of cases) {
    test(`${status}: ${name}`, async () => {
      const answer = await post(form());
      assert.deepEqual([answer.status, calls()], [status, 0], answer.text);
      assert.equal(typeof answer.body.error, 'string');
    });
  }

  test('400: a missing recording is named in the words that existing apps know', async () => {
    assert.equal((await post(formOf({}))).body.error, 'Audio file is required');
  });

  test('400 and 415: broken forms and other bodies', async () => {
    const send = async (contentType: string, body: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': contentType };
      return (await fetch(service.url + rork, { method: 'POST', headers, body })).status;
    };
    assert.equal(await send('multipart/form-data', 'x'), 415);
    assert.ok(
      [400, 415].includes(
        await send(
          'multipart/form-data; boundary=b',
          '--b\r\ncontent-disposition: form-data; name="audio"; filename="a"\r\n\r\n\u001a',
        ),
      ),
    );
    assert.equal(await send('application/json', '{}'), 415);
    assert.equal(await send('audio/webm', 'x'), 415);
  });

  test('400: an unknown response format', async () => {
    const answer = await post(formOf({ response_format: 'srt' }, { ...webm, field: 'file' }), openAi);
    assert.deepEqual([answer.status, answer.body.error.code], [400, 'validation_failed']);
  });
});

test("401: a stranger's upload is not even read", async () => {
  const answer = await postForm(service.url + rork, 'x', formOf({}, webm));
  assert.deepEqual([answer.status, calls()], [401, 0]);
});

test('413: a recording that no upstream takes is not sent', async () => {
  const limits = { maxRequestBytes: 1000 };
  const on = await startService(backing, { document: documentOf({ kind: 'rork', limits }) });
  assert.deepEqual([(await post(formOf({}, webm), rork, on)).status, calls()], [413, 0]);
  await on.close();
});

test('503: without an upstream speech recognition is honest about it, and nothing says hello by itself', async () => {
  const on = await startService(backing, { environment: { EXPO_PUBLIC_TOOLKIT_URL: '' } });
  const answer = await post(formOf({}, webm), rork, on);
  assert.deepEqual([answer.status, answer.body.code], [503, 'capability_unavailable']);
  await on.close();
});

test('an upload that breaks off in the middle leaves no request to an upstream and no file behind', async () => {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  const head = [
    `POST ${rork} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${token}`,
    'content-type: multipart/form-data; boundary=b',
    'content-length: 5000000',
    '',
    '--b',
    'content-disposition: form-data; name="audio"; filename="a.webm"',
    '',
    '',
  ].join('\r\n');
  socket.write(head);
  socket.write(Buffer.concat([recordings.webm, Buffer.alloc(600_000, 3)]));
  await waitFor(() => socket.bytesWritten > 600_000 && socket.writableLength === 0);
  socket.destroy();
  // Node reports the early end as a broken request or as a lost client, whichever it notices first.
  await waitFor(() => service.logs.lines.some(({ status }) => status === 400 || status === 499));
  assert.equal(calls(), 0);
});
