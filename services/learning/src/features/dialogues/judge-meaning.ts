import type { Deadline } from '@linguamate/shared/deadline';
import type { HttpClient } from '@linguamate/shared/http/client';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { completeText, isAway } from '../chat/ask-tutor.ts';
import { renderMeaningPrompt } from './prompts/meaning-v1.ts';

const Judgement = Type.Object({ semantic: Type.Number({ minimum: 0, maximum: 1 }) });

/**
 * Asks the AI how well a turn does what the scene asks for, from 0 to 1. Undefined when the AI is away or answers anything else; the
 * caller then falls back on the share of words that were covered.
 */
export async function judgeMeaning(
  toolkit: HttpClient,
  turn: { text: string; goal: string; line: string | undefined; language: string },
  caller: { token: string; deadline: Deadline },
): Promise<number | undefined> {
  try {
    const completion = await completeText(toolkit, caller, renderMeaningPrompt(turn));
    const [json] = /\{[^{}]*\}/.exec(completion) ?? [];
    const value: unknown = json === undefined ? undefined : JSON.parse(json);
    return Value.Check(Judgement, value) ? value.semantic : undefined;
  } catch (error) {
    caller.deadline.signal.throwIfAborted();
    if (isAway(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
