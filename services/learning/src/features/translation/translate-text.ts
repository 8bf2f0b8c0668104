import { createHash } from 'node:crypto';
import type { Deadline } from '@linguamate/shared/deadline';
import { commonErrors } from '@linguamate/shared/errors';
import type { Identity } from '@linguamate/shared/identity/verifier';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { LearningDependencies } from '../../dependencies.ts';
import { completeText, isAway } from '../chat/ask-tutor.ts';
import { readLearner } from '../learners/read-learner.ts';
import { findCoursePairs } from './course-pairs.repository.ts';
import { renderTranslationPrompt, translationPromptVersion } from './prompts.ts';
import { saveTranslation, type Translation } from './repository.ts';
import type { StoredTranslation } from './translation.table.ts';

type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'cache' | 'toolkit' | 'logger'>;
export type TranslationRequest = {
  readonly text: string;
  readonly from?: string | undefined;
  readonly to: string;
};
export type Translated = StoredTranslation & { readonly from: string };

const Answer = Type.Object({
  from: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 })),
  translation: Type.String({ minLength: 1, maxLength: 10_000 }),
  alternatives: Type.Optional(Type.Array(Type.String({ maxLength: 10_000 }), { maxItems: 20 })),
});
const cacheSeconds = 7 * 86_400;
const alternativesShown = 4;
const unknownLanguage = 'und';

/**
 * Translates a text and keeps it in the learner's history. Equal questions are answered from the cache; while the AI is away the
 * courses' own pairs answer, as far as they go.
 *
 * @throws capability_unavailable when the AI is away and no course knows the text
 */
export async function translateText(
  deps: Dependencies,
  identity: Identity,
  request: TranslationRequest,
  deadline: Deadline,
): Promise<Translation> {
  const text = request.text.normalize('NFC').trim();
  const asked = { ...request, text };
  await readLearner(deps, identity.userId);
  const { from, ...result } = await translate(deps, identity, asked, deadline);
  return saveTranslation(deps.db, {
    userId: identity.userId,
    text,
    from,
    to: request.to,
    result,
    at: new Date(deps.clock.now()),
  });
}

async function translate(
  deps: Dependencies,
  identity: Identity,
  asked: TranslationRequest,
  deadline: Deadline,
): Promise<Translated> {
  try {
    return await deps.cache.read(cacheKey(asked), { ttlSeconds: cacheSeconds }, () =>
      translateByAi(deps, identity, asked, deadline),
    );
  } catch (error) {
    deadline.signal.throwIfAborted();
    if (!isAway(error)) throw error;
    deps.logger.info({ err: error }, 'the AI is away, the courses translate');
    const known = await findCoursePairs(deps.db, identity.userId, asked);
    if (known !== undefined) return known;
    throw commonErrors.capability_unavailable({
      detail: 'The AI is away, and no course knows a translation of this text.',
      cause: error,
    });
  }
}

async function translateByAi(
  deps: Dependencies,
  identity: Identity,
  asked: TranslationRequest,
  deadline: Deadline,
): Promise<Translated> {
  const caller = { token: identity.token, deadline };
  const completion = await completeText(deps.toolkit, caller, renderTranslationPrompt(asked));
  const answer = readAnswer(completion);
  // Prose instead of the object is what a small model gives; it is the translation all the same.
  if (answer === undefined) {
    return {
      from: asked.from ?? unknownLanguage,
      translation: completion.trim(),
      alternatives: [],
      source: 'ai',
    };
  }
  const others = new Set((answer.alternatives ?? []).map((text) => text.trim()));
  const alternatives = [...others].filter((text) => text !== '' && text !== answer.translation);
  return {
    from: asked.from ?? answer.from ?? unknownLanguage,
    translation: answer.translation,
    alternatives: alternatives.slice(0, alternativesShown),
    source: 'ai',
  };
}

function readAnswer(completion: string) {
  const [start, end] = [completion.indexOf('{'), completion.lastIndexOf('}')];
  if (start < 0 || end < start) return undefined;
  try {
    const value: unknown = JSON.parse(completion.slice(start, end + 1));
    return Value.Check(Answer, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// A digest, so that what people have translated cannot be read off the keys of the cache.
function cacheKey({ text, from = '', to }: TranslationRequest): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([text, from, to]))
    .digest('base64url');
  return `${translationPromptVersion}:${digest}`;
}
