import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { assessSpeech } from '../../../src/features/pronunciation/assess-speech.ts';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';
import { createScriptedToolkit, type ScriptedToolkit } from '../../support/scripted-toolkit.ts';
import { createToolkitProcess, type ToolkitProcess } from '../../support/toolkit-process.ts';

type Assessment = {
  code?: string;
  transcript: string;
  overall: number;
  passed: boolean;
  strictness: string;
  estimate: boolean;
  confidenceSource: string;
  ipa?: string;
  words: { word: string; heard?: string; error: string; accuracy: number; ipa?: string }[];
};
const assess = (target: string, text: string, durationSeconds?: number, language = 'es') =>
  assessSpeech(target, { text, durationSeconds }, { language, strictness: 'balanced' });
const wave = Buffer.concat([Buffer.from('524946462400000057415645666d7420', 'hex'), Buffer.alloc(64)]);
const audioData = wave.toString('base64');

describe('the assessment of speech', () => {
  it('names words that were left out, put in and said otherwise', () => {
    const { words } = assess('El gato bebe leche', 'el pato bebe muy');
    assert.deepEqual(
      words.map(({ word, error }) => [word, error]),
      [
        ['el', 'None'],
        ['gato', 'Mispronunciation'],
        ['bebe', 'None'],
        ['muy', 'Insertion'],
        ['leche', 'Omission'],
      ],
    );
    assert.equal(words[1]?.accuracy, 0.45);
  });
  it('weighs accuracy over what was said, completeness over what was to be said, .6/.2/.2', () => {
    const { accuracy, completeness, fluency, overall, passed } = assess(
      'hola buenos días',
      'Hola, buenos días.',
    );
    assert.deepEqual([accuracy, completeness, fluency], [0.9, 1, 0.9]);
    assert.deepEqual([overall, passed], [0.92, true]);
    const silent = assess('hola', '');
    assert.deepEqual([silent.overall, silent.passed], [0, false]);
  });
  it('counts speaking far too slowly as less fluent, and never by chance', () => {
    const text = 'uno dos tres cuatro cinco';
    assert.ok(assess(text, text, 12).fluency < assess(text, text, 2.2).fluency);
    assert.deepEqual(assess(text, text, 3), assess(text, text, 3));
  });
  it('passes by strictness', () => {
    const passed = (strictness: 'lenient' | 'balanced' | 'strict') =>
      assessSpeech(
        'hola buenos días amigo',
        { text: 'hola buenos días', durationSeconds: 5 },
        { language: 'es', strictness },
      ).passed;
    assert.deepEqual([passed('lenient'), passed('strict')], [true, false]);
  });
  it('works where words are not separated', () => {
    assert.equal(assess('お茶をください', 'お茶をください。', undefined, 'ja').completeness, 1);
  });
});

describe('POST /api/pronunciation', () => {
  let toolkit: ScriptedToolkit;
  let app: LearningApp;
  before(async () => {
    toolkit = await createScriptedToolkit();
    app = await startLearning({ toolkitUrl: toolkit.url, breaker: false });
  });
  after(async () => {
    await app.close();
    toolkit.close();
  });
  const ask = async (body: object = {}) =>
    (await app.learner()).post<Assessment>('/api/pronunciation', {
      body: { audioData, targetText: 'Hola', language: 'es', ...body },
    });
  it('200: labelled an estimate, with the strictness of the learner and the IPA that courses know', async () => {
    toolkit.answer(200, { text: 'hola', duration: 0.5 });
    const { status, body } = await ask();
    assert.equal(status, 200);
    assert.deepEqual(
      [body.transcript, body.estimate, body.confidenceSource, body.strictness, body.ipa],
      ['hola', true, 'none', 'balanced', 'ˈola'],
    );
    assert.deepEqual(body.words, [
      { word: 'hola', heard: 'hola', error: 'None', accuracy: 0.9, ipa: 'ˈola' },
    ]);
    assert.ok(toolkit.calls[0]?.body.includes(wave));
  });
  it('503: without speech recognition', async () => {
    toolkit.answer(503, {});
    const { status, body } = await ask();
    assert.deepEqual([status, body.code], [503, 'capability_unavailable']);
  });
  for (const status of [413, 415, 429]) {
    it(`${status}: as toolkit-proxy says`, async () => {
      toolkit.answer(status, {});
      assert.equal((await ask()).status, status);
    });
  }
  it('400: what is no base64, and no text', async () => {
    assert.equal((await ask({ audioData: '!!!' })).status, 400);
    assert.equal((await ask({ targetText: ' ' })).status, 400);
  });
});

describe('POST /api/pronunciation through a real toolkit-proxy', () => {
  let toolkit: ToolkitProcess;
  let app: LearningApp;
  before(async () => {
    toolkit = await createToolkitProcess();
    app = await startLearning({ toolkitUrl: toolkit.url, breaker: false });
    await toolkit.start(app.issuer.url);
  });
  after(async () => {
    await app.close();
    await toolkit.close();
  });
  it('200: the recording reaches the upstream byte by byte', async () => {
    toolkit.upstream.reply(replies.openAiTranscript('buenos días'));
    const learner = await app.learner();
    const { status, body } = await learner.post<Assessment>('/api/pronunciation', {
      body: { audioData, targetText: 'buenos días', language: 'es' },
    });
    assert.deepEqual([status, body.transcript, body.words.length], [200, 'buenos días', 2]);
    assert.ok(toolkit.upstream.requests[0]?.body.includes(wave));
  });
});
