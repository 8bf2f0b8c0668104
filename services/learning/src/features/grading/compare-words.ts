import { editDistance, letters } from './edit-distance.ts';
import type { GradingPolicy } from './policies.ts';
import type { PreparedText } from './prepared-text.ts';

/** The words that a course teaches in one language; a slip that produces one of them is another word, not a typo. */
export type Lexicon = { has(word: string): boolean };
const minimumStem = 2;
const wordsOfPhrase = 2;
/** How one word compares with the one that was expected. */
export type WordMatch = 'same' | 'accent' | 'typo' | 'other_word' | 'different';
export type WordComparison = { readonly match: WordMatch; readonly edits: number };

/** Edits that a word may carry and still be the same word: short words have too many neighbours to allow any. */
export function wordBudget(letterCount: number): number {
  if (letterCount <= 2) return 0;
  return letterCount <= 7 ? 1 : 2;
}

/** Edits that a whole answer may carry, so that a long sentence cannot collect one slip per word. */
export function answerBudget(letterCount: number): number {
  return Math.max(1, Math.floor(letterCount / 10));
}

/** What a word is compared under: the language's policy and the words that the course teaches. */
export type GradingContext = {
  readonly policy: GradingPolicy;
  readonly lexicon: Lexicon;
  /** True for a word that stands among others. */
  readonly inPhrase?: boolean;
};

/** Compares the words at the same index of two texts with equally many words. */
export function compareWord(
  given: PreparedText,
  expected: PreparedText,
  index: number,
  context: GradingContext,
): WordComparison {
  const inPhrase = expected.words.length >= wordsOfPhrase;
  return compareForms(formsAt(given, index), formsAt(expected, index), { ...context, inPhrase });
}

/** A word as it is compared: as written, and without accents. */
export type WordForms = { readonly base: string; readonly folded: string };

/**
 * The verdict on one word. The lexicon guard stands before the typo budget: padre for madre is wrong, however close. It stands
 * before the accent only for a word alone, where si is not sí; in "que hora es" the other words say that qué was meant.
 */
export function compareForms(given: WordForms, expected: WordForms, context: GradingContext): WordComparison {
  if (given.base === expected.base) return { match: 'same', edits: 0 };
  const isAccentOnly = given.folded === expected.folded;
  if (isAccentOnly && context.inPhrase === true) return { match: 'accent', edits: 0 };
  if (context.lexicon.has(given.base)) return { match: 'other_word', edits: wordLength(expected) };
  if (isAccentOnly) return { match: 'accent', edits: 0 };
  if (isOtherForm(given.folded, expected.folded, context.policy)) {
    return { match: 'other_word', edits: wordLength(expected) };
  }
  if (isDoubledKey(given.base, expected.base)) return { match: 'typo', edits: 1 };
  if (context.inPhrase === true && isSlipInShortWord(given.base, expected.base))
    return { match: 'typo', edits: 1 };
  const budget = isExact(given.base, expected.base) ? 0 : wordBudget(wordLength(expected));
  const edits = Math.min(
    editDistance(letters(given.base), letters(expected.base), budget),
    editDistance(letters(given.folded), letters(expected.folded), budget),
  );
  return edits <= budget ? { match: 'typo', edits } : { match: 'different', edits: wordLength(expected) };
}

/** True when two words differ by an ending that the language uses for number, gender or person. */
function isOtherForm(given: string, expected: string, policy: GradingPolicy): boolean {
  let start = 0;
  while (start < given.length && given[start] === expected[start]) start += 1;
  const endings = [given.slice(start), expected.slice(start)].sort().join('/');
  return start >= minimumStem && policy.inflections.includes(endings);
}

/** A key that was hit twice is a slip even in a word that is too short for any other. */
function isDoubledKey(given: string, expected: string): boolean {
  return (
    letters(expected).length <= 2 && given !== expected && given.replaceAll(/(\p{L})\1/gu, '$1') === expected
  );
}

/** Among other words a two-letter word may carry one stray letter, or its letters swapped: the others say what was meant. */
function isSlipInShortWord(given: string, expected: string): boolean {
  const [typed, meant] = [letters(given), letters(expected)];
  if (meant.length !== 2 || isExact(given, expected)) return false;
  const isSwapped = typed.length === 2 && typed[0] === meant[1] && typed[1] === meant[0];
  return isSwapped || (typed.length === 3 && editDistance(typed, meant, 1) === 1);
}

// A digit or a Han character carries the whole meaning: one of them changed is never a slip of the finger.
function isExact(given: string, expected: string): boolean {
  return /[\p{N}\p{Script=Han}]/u.test(given + expected);
}

function wordLength(word: WordForms): number {
  return letters(word.base).length;
}

function formsAt(text: PreparedText, index: number): WordForms {
  const base = text.words[index] ?? '';
  return { base, folded: text.foldedWords[index] ?? base };
}
