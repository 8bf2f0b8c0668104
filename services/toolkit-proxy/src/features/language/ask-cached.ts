import { createHash } from 'node:crypto';
import type { Cache } from '@linguamate/shared/cache';
import { createDeadline, type Deadline } from '@linguamate/shared/deadline';
import Type from 'typebox';
import { generateText, type TextDependencies } from '../text/generate-text.ts';
import type { ChatMessage } from '../upstreams/text-request.ts';
import type { Coalescer } from './coalesce.ts';
import { promptVersion } from './prompts.ts';

/** What cacheable answers need. */
export type LanguageDependencies = TextDependencies & {
  cache: Cache;
  coalescer: Coalescer;
  /** Issuer and audience of the tokens: answers never cross from one installation to another on the same Redis. */
  tenant: string;
  requestTimeoutMs: number;
};

/** The same words mean the same next week. */
const ttlSeconds = 7 * 86_400;

const CachedAnswer = Type.Object({ text: Type.String(), provider: Type.String() });

/** An answer and whether somebody had asked before. */
export type CachedAnswer = { text: string; provider: string; fromCache: boolean };

/**
 * Answers a question whose answer does not depend on who asks: from the cache, from an equal request under way, or from an
 * upstream. Only the last costs the learner anything.
 * @param operation `translate` or `explain`, part of the key.
 * @param messages the whole prompt; equal prompts are equal questions.
 * @param userId the learner who asks.
 * @param deadline the learner's patience; the shared work ends only when nobody waits any more.
 * @param deps cache, coalescer, upstreams.
 * @throws {ServiceError} as `generateText`, unless the answer is in the cache.
 */
export async function askCached(
  operation: string,
  messages: ChatMessage[],
  userId: string,
  deadline: Deadline,
  deps: LanguageDependencies,
): Promise<CachedAnswer> {
  const key = keyOf(operation, messages, deps.tenant);
  let fromCache = true;
  const answer = await deps.coalescer.join(key, deadline.signal, (signal) =>
    deps.cache.read(key, { ttlSeconds, schema: CachedAnswer }, async () => {
      fromCache = false;
      return ask(messages, userId, signal, deps);
    }),
  );
  return { ...answer, fromCache };
}

async function ask(messages: ChatMessage[], userId: string, signal: AbortSignal, deps: LanguageDependencies) {
  const time = createDeadline({ timeoutMs: deps.requestTimeoutMs, parent: signal });
  try {
    const served = await generateText({ messages, model: null, openAiBody: null }, userId, time, deps);
    return { text: served.value.text.trim(), provider: served.link.upstream.id };
  } finally {
    time.dispose();
  }
}

function keyOf(operation: string, messages: ChatMessage[], tenant: string): string {
  const question = JSON.stringify([tenant, operation, promptVersion, messages]);
  return `answer:${createHash('sha256').update(question).digest('base64url')}`;
}
