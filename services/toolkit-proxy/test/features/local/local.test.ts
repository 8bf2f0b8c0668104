import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { checkSpelling } from '../../../src/features/local/check-spelling.ts';
import { createLocalEngine } from '../../../src/features/local/engine.ts';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

let backing: Backing;
let service: RunningService;
let token: string;

before(async () => {
  backing = await createBacking();
  token = await backing.issuer.issueToken();
  service = await startService(backing, { environment: { EXPO_PUBLIC_TOOLKIT_URL: '' } });
});

after(async () => {
  await service.close();
  await backing.close();
});

type Answer = {
  language: string;
  provider: string;
  code: string;
  misspellings: { word: string; offset: number; suggestions: string[] }[];
};
const detect = (body: unknown) => service.client.post<Answer>('/api/toolkit/detect', { token, body });
const spell = (body: unknown) => service.client.post<Answer>('/api/toolkit/spelling', { token, body });

const texts: [string, string][] = [
  ['es', '¿Dónde está la estación de tren? Me gustaría comprar un billete.'],
  ['en', 'Where is the railway station? I would like to buy a ticket.'],
  ['fr', 'Où est la gare ? Je voudrais acheter un billet à la française.'],
  ['de', 'Wo ist der Bahnhof? Ich möchte gerne eine Fahrkarte kaufen.'],
  ['pt', 'Onde fica a estação de trem? Eu gostaria de comprar uma passagem.'],
  ['it', 'Dov’è la stazione? Vorrei comprare un biglietto per domani.'],
  ['ja', '駅はどこですか。切符を買いたいです。'],
  ['ru', 'Где находится вокзал? Я хотел бы купить билет.'],
];
for (const [language, text] of texts) {
  test(`detect recognises ${language} by statistics, not by a single accent, and says who answered`, async () => {
    const answer = await detect({ text });
    assert.deepEqual(
      [answer.status, answer.body.language, answer.body.provider],
      [200, language, 'local/eld'],
    );
  });
}

test('spelling finds a wrong word where it stands and suggests the right one', async () => {
  const answer = await spell({ text: 'I recieve a letter, NASA too.', language: 'en-US' });
  const [found, ...others] = answer.body.misspellings;
  assert.deepEqual([answer.status, found?.word, found?.offset, others.length], [200, 'recieve', 2, 0]);
  assert.ok(found?.suggestions.includes('receive'));
});

test('503: a language without a dictionary is unavailable and never judged by another one', async () => {
  const answer = await spell({ text: '切符', language: 'ja' });
  assert.deepEqual([answer.status, answer.body.code], [503, 'capability_unavailable']);
});

test('400 and 401: bad questions', async () => {
  assert.equal((await detect({ text: '' })).status, 400);
  assert.equal((await spell({ text: 'x', language: 'English' })).status, 400);
  assert.equal((await service.client.post('/api/toolkit/detect', { body: { text: 'x' } })).status, 401);
});

test('health lists what this machine can do by itself', async () => {
  const { body } = await service.client.get<{ capabilities: string[] }>('/api/toolkit/health');
  assert.deepEqual(body.capabilities, ['language.detect', 'spelling:en', 'spelling:es', 'spelling:fr']);
});

describe('words', () => {
  const speller = {
    correct: (word: string) => ['école', 'grand', 'père', 'year', 'café'].includes(word),
    suggest: () => [],
  };
  const wrong = (text: string) => checkSpelling(text, speller).map(({ word }) => word);

  test('parts, marks, acronyms and numbers are seen for what they are', () => {
    assert.deepEqual(wrong("l'école l’école grand-père café cafe\u0301 NASA year2026 42"), []);
    assert.deepEqual(wrong("l'ecole grand-pere"), ["l'ecole", 'grand-pere']);
  });

  test('a text that is wrong in every word does not keep the machine busy', () => {
    assert.equal(wrong('blargh '.repeat(500)).length, 50);
  });
});

describe('engine', () => {
  const never = new AbortController().signal;

  test('unloads when nobody asks, and loads again', async () => {
    const engine = createLocalEngine({ logger: silentLogger(), idleMs: 300 });
    assert.equal(engine.isLoaded(), false);
    assert.equal((await engine.detect('Where is the railway station today?', never)).language, 'en');
    await waitFor(() => !engine.isLoaded());
    assert.equal((await engine.detect('¿Dónde está la estación de tren?', never)).language, 'es');
    await engine.close();
  });

  test('who leaves gets the reason at once; a closed engine leaves nobody waiting', async () => {
    const engine = createLocalEngine({ logger: silentLogger() });
    const client = new AbortController();
    const leaving = engine.detect('x', client.signal);
    client.abort(new Error('gone'));
    await assert.rejects(leaving, /gone/);
    const left = assert.rejects(engine.spell('x', 'es', never), { code: 'service_unavailable' });
    await engine.close();
    await left;
  });

  test('more questions than it can hold are told to come back', async () => {
    const engine = createLocalEngine({ logger: silentLogger() });
    const all = Array.from({ length: 65 }, () => engine.detect('Where is the railway station?', never));
    const settled = await Promise.allSettled(all);
    assert.equal(settled.filter(({ status }) => status === 'rejected').length, 1);
    await engine.close();
  });
});
