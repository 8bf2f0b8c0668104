import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';

type Page = {
  alphabet: { letter: string }[];
  numbers: { value: number; target: string }[];
  commonWords: { target: string; source: string }[];
  phrases: unknown[];
  phonics: unknown[];
  tips: { title?: string; text: string }[];
  code?: string;
};

describe('GET /api/learn/{target}', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning();
  });
  after(() => app.close());

  it('200: alphabet, numbers, words, phrases, sounds and tips, also to guests', async () => {
    const { status, body } = await app.client.get<Page>('/api/learn/es?source=en');
    assert.equal(status, 200);
    assert.deepEqual(body.numbers[5], { value: 5, target: 'cinco' });
    assert.deepEqual(body.commonWords[1], { target: 'no', source: 'no' });
    assert.deepEqual(body.tips[0], { text: 'Read aloud from the first day.' });
    assert.equal(body.tips[1]?.title, 'Vowels');
    for (const part of [body.alphabet, body.phrases, body.phonics]) assert.ok(part.length > 0);
  });
  it('404: a language that nobody teaches here', async () => {
    const { status, body } = await app.client.get<Page>('/api/learn/tlh');
    assert.deepEqual([status, body.code], [404, 'language_not_found']);
    assert.equal((await app.client.get('/api/learn/es?source=fr')).status, 404);
  });
  it('400: a language that is none', async () => {
    assert.equal((await app.client.get('/api/learn/e%20s')).status, 400);
  });
});
