import { parentPort } from 'node:worker_threads';
import nspell from 'nspell';
import { checkSpelling, type Speller } from './check-spelling.ts';
import type { EngineReply, EngineRequest } from './engine.ts';

// This file runs in a thread of its own: loading a dictionary keeps a processor busy for seconds.

const dictionaries = {
  en: () => import('dictionary-en'),
  es: () => import('dictionary-es'),
  fr: () => import('dictionary-fr'),
};

const spellers = new Map<string, Promise<Speller>>();

async function detect(text: string) {
  const { eld } = await import('eld/small');
  const found = eld.detect(text);
  const scores = Object.entries(found.getScores()).sort(([, a], [, b]) => b - a);
  const candidates = scores.slice(0, 3).map(([language, score]) => ({ language, score }));
  return {
    language: found.language === '' ? null : found.language,
    isReliable: found.isReliable(),
    candidates,
  };
}

function spellerOf(language: keyof typeof dictionaries): Promise<Speller> {
  const known = spellers.get(language);
  if (known !== undefined) return known;
  const loading = dictionaries[language]().then(({ default: { aff, dic } }) =>
    nspell({ aff: Buffer.from(aff), dic: Buffer.from(dic) }),
  );
  spellers.set(language, loading);
  return loading;
}

async function answer(request: EngineRequest): Promise<EngineReply> {
  try {
    if (request.kind === 'detect') return { id: request.id, ok: true, result: await detect(request.text) };
    const speller = await spellerOf(request.language);
    return { id: request.id, ok: true, result: checkSpelling(request.text, speller) };
  } catch (error) {
    return { id: request.id, ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (request: EngineRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});
