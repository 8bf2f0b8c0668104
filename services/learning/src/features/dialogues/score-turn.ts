import { compareForms, type GradingContext } from '../grading/compare-words.ts';
import { letters } from '../grading/edit-distance.ts';
import { compact, type PreparedText, prepareText } from '../grading/prepared-text.ts';

/** How well a text meets references, in figures from 0 to 1 (a CER may be larger). */
export type TextFigures = {
  readonly cer: number;
  /** Word edits per word of the reference, in the same window. */
  readonly wer: number;
  readonly accuracy: number;
  readonly fluency: number;
  readonly keywordsHit: readonly string[];
  readonly coverage: number;
};

/**
 * Measures what was said against key phrases and, where the scene has one, the line expected here.
 *
 * Accuracy looks at the best aligned window of what was said: whoever says more than the phrase has not said it wrongly. A key phrase
 * is hit when its words follow each other in what was said, each within its budget of edits.
 *
 * @param targetCer character error rate at which accuracy reaches zero
 */
export function measureText(
  said: string,
  wanted: { keyPhrases: readonly string[]; line?: string | undefined; targetCer: number },
  context: GradingContext,
): TextFigures {
  const given = prepareText(said, context.policy);
  const phrases = wanted.keyPhrases.map((phrase) => prepareText(phrase, context.policy));
  const line = wanted.line === undefined ? [] : [prepareText(wanted.line, context.policy)];
  const references = [...phrases, ...line].filter(({ folded }) => folded !== '');
  const cer = Math.min(...references.map((reference) => windowCer(given, reference)), Infinity);
  const keywordsHit = phrases.filter((phrase) => isSaid(given, phrase, context)).map(({ text }) => text);
  const closeness = Math.max(0, 1 - cer);
  return {
    cer: Number.isFinite(cer) ? cer : 1,
    wer: Math.min(1, ...references.map((reference) => windowWer(given, reference))),
    accuracy: Math.max(0, 1 - cer / wanted.targetCer),
    fluency: given.base === '' ? 0 : Math.min(1, keywordsHit.length + closeness * 0.5),
    keywordsHit,
    coverage: Math.max(0, ...references.map((reference) => coverage(given, reference, context))),
  };
}

/** The total of a turn: half meaning, the rest accuracy and fluency. */
export function combine(figures: { semantic: number; accuracy: number; fluency: number }): number {
  return 0.5 * figures.semantic + 0.3 * figures.accuracy + 0.2 * figures.fluency;
}

/** Edits between a reference and the window of the text that lies nearest to it, per letter of the reference. */
function windowCer(given: PreparedText, reference: PreparedText): number {
  const wanted = letters(compact(reference.folded));
  const edits = windowDistance(letters(compact(given.folded)), wanted);
  return wanted.length === 0 ? 1 : edits / wanted.length;
}

function windowWer(given: PreparedText, reference: PreparedText): number {
  return windowDistance(given.words, reference.words) / Math.max(1, reference.words.length);
}

/** Semi-global alignment: the text may begin before the reference and go on after it at no cost. */
export function windowDistance(text: readonly string[], reference: readonly string[]): number {
  // Row 0 is all zeros, so the window may begin anywhere; the least figure of the last row lets it end anywhere.
  let row: number[] = Array.from({ length: text.length + 1 }, () => 0);
  for (const [index, letter] of reference.entries()) {
    const next = [index + 1];
    for (let column = 1; column <= text.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (text[column - 1] === letter ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(...row);
}

/** True when the words of a phrase stand next to each other in the text. Unspaced scripts are compared letter by letter. */
function isSaid(given: PreparedText, phrase: PreparedText, context: GradingContext): boolean {
  if (phrase.folded === '') return false;
  if (!context.policy.spaced) return given.folded.includes(phrase.folded);
  const [text, wanted] = [forms(given), forms(phrase)];
  const inPhrase = { ...context, inPhrase: wanted.length > 1 };
  for (let start = 0; start + wanted.length <= text.length; start += 1) {
    if (wanted.every((word, index) => isWord(text[start + index], word, inPhrase))) return true;
  }
  return false;
}

/** Share of a reference's words that occur in the text, in any order. */
function coverage(given: PreparedText, reference: PreparedText, context: GradingContext): number {
  if (!context.policy.spaced) return Math.max(0, 1 - windowCer(given, reference));
  const [text, wanted] = [forms(given), forms(reference)];
  const found = wanted.filter((word) => text.some((said) => isWord(said, word, context)));
  return wanted.length === 0 ? 0 : found.length / wanted.length;
}

type Forms = { readonly base: string; readonly folded: string };

function isWord(said: Forms | undefined, wanted: Forms, context: GradingContext): boolean {
  if (said === undefined) return false;
  const { match } = compareForms(said, wanted, context);
  return match === 'same' || match === 'accent' || match === 'typo';
}

function forms(text: PreparedText): Forms[] {
  return text.words.map((base, index) => ({ base, folded: text.foldedWords[index] ?? base }));
}
