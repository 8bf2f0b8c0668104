import {
  answerBudget,
  compareForms,
  compareWord,
  type GradingContext,
  type WordMatch,
} from './compare-words.ts';
import { type DiffPart, diffWords } from './diff-words.ts';
import { editDistance, letters } from './edit-distance.ts';
import { compact, type PreparedText, prepareText } from './prepared-text.ts';

/** From best to worst. The first three are right answers; accent and typo come with a note. */
export const verdicts = ['exact', 'accent', 'typo', 'wrong_word', 'wrong'] as const;
/** How an answer was judged. */
export type Verdict = (typeof verdicts)[number];

/** Everything that a learner is told about an answer. */
export type Grade = {
  readonly verdict: Verdict;
  readonly correct: boolean;
  /** The accepted answer that lies nearest to what was written. */
  readonly expected: string;
  readonly diff: readonly DiffPart[];
};

/** With more edits per letter than this, two answers are unrelated. */
const relatedShare = 0.6;

/** True for the verdicts that count as a right answer. */
export function isCorrect(verdict: Verdict): boolean {
  return verdict === 'exact' || verdict === 'accent' || verdict === 'typo';
}

/** Grades an answer against every accepted one and keeps the best verdict. `accepted` holds at least one text, the main one first. */
export function gradeAnswer(answer: string, accepted: readonly string[], context: GradingContext): Grade {
  const given = prepareText(answer, context.policy);
  let best: { verdict: Verdict; expected: PreparedText; distance: number } | undefined;
  for (const text of accepted) {
    const expected = prepareText(text, context.policy);
    const verdict = judge(given, expected, context);
    const distance = nearness(given, expected);
    if (best === undefined || isBetter({ verdict, distance }, best)) best = { verdict, expected, distance };
    if (verdict === 'exact') break;
  }
  if (best === undefined) throw new TypeError('gradeAnswer needs at least one accepted answer');
  const { verdict, expected } = best;
  const diff = diffWords(given.text, expected.text, context);
  return { verdict, correct: isCorrect(verdict), expected: expected.text, diff };
}

/** The verdict on one accepted answer: the first rule that holds, in the order of the grading policy. */
function judge(given: PreparedText, expected: PreparedText, context: GradingContext): Verdict {
  if (given.base === '') return 'wrong';
  if (given.base === expected.base) return 'exact';
  // Spaces in the wrong place; with equally many words an accent may be hidden, which is judged word by word.
  if (compact(given.base) === compact(expected.base)) return 'typo';
  if (given.words.length === expected.words.length) return judgeWords(given, expected, context);
  if (compact(given.folded) === compact(expected.folded)) return 'typo';
  if (!context.policy.spaced && expected.words.length <= 2) return judgeWhole(given, expected, context);
  return 'wrong';
}

function judgeWords(given: PreparedText, expected: PreparedText, context: GradingContext): Verdict {
  const found = expected.words.map((_, index) => compareWord(given, expected, index, context));
  const matches = new Set<WordMatch>(found.map((word) => word.match));
  if (matches.has('other_word')) return 'wrong_word';
  if (matches.has('different')) return 'wrong';
  if (!matches.has('typo')) return 'accent';
  const edits = found.reduce((sum, word) => sum + word.edits, 0);
  return edits <= answerBudget(letters(expected.base).length) ? 'typo' : 'wrong';
}

/** A slip in an unspaced script moves the word boundaries, so short answers are compared as one word. */
function judgeWhole(given: PreparedText, expected: PreparedText, context: GradingContext): Verdict {
  const verdictOf: Record<WordMatch, Verdict> = {
    same: 'exact',
    accent: 'accent',
    typo: 'typo',
    other_word: 'wrong_word',
    different: 'wrong',
  };
  return verdictOf[compareForms(given, expected, context).match];
}

function isBetter(
  candidate: { verdict: Verdict; distance: number },
  best: { verdict: Verdict; distance: number },
): boolean {
  const rank = verdicts.indexOf(candidate.verdict) - verdicts.indexOf(best.verdict);
  return rank < 0 || (rank === 0 && candidate.distance < best.distance);
}

/**
 * How far apart two answers are, from 0 to 1. Beyond a point they have nothing in common and nearness would be chance: then the
 * author's main answer, which comes first, is the one to show.
 */
function nearness(given: PreparedText, expected: PreparedText): number {
  const [a, b] = [letters(given.folded), letters(expected.folded)];
  const longest = Math.max(a.length, b.length, 1);
  const limit = Math.floor(longest * relatedShare);
  const distance = editDistance(a, b, limit);
  return distance > limit ? 1 : distance / longest;
}
