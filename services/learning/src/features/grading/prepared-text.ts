import { foldAccents, normalise, words } from './normalise.ts';
import type { GradingPolicy } from './policies.ts';

/** A text in every form that grading compares, made once per text. */
export type PreparedText = {
  readonly text: string;
  readonly base: string;
  readonly folded: string;
  readonly words: readonly string[];
  /** Folded form of each word; empty when folding changes the number of words. */
  readonly foldedWords: readonly string[];
};

/** Prepares one text for comparison under a language's policy. */
export function prepareText(text: string, policy: GradingPolicy): PreparedText {
  const base = normalise(text, policy);
  const folded = foldAccents(text, policy);
  const baseWords = words(base, policy);
  const foldedWords = words(folded, policy);
  return {
    text,
    base,
    folded,
    words: baseWords,
    foldedWords: foldedWords.length === baseWords.length ? foldedWords : [],
  };
}

/** The text without spaces, apostrophes and hyphens, for answers that differ only in where words are joined. */
export function compact(normalised: string): string {
  return normalised.replaceAll(/[\s'-]/gu, '');
}
