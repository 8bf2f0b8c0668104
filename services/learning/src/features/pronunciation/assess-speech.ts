import { normalise, words } from '../grading/normalise.ts';
import { type GradingPolicy, gradingPolicy } from '../grading/policies.ts';
import { alignWords, similarity } from './align-words.ts';

export type Strictness = 'lenient' | 'balanced' | 'strict';
export type WordError = 'None' | 'Omission' | 'Insertion' | 'Mispronunciation';
export type AssessedWord = {
  readonly word: string;
  readonly heard: string | undefined;
  readonly error: WordError;
  readonly accuracy: number;
};
export type Assessment = {
  readonly accuracy: number;
  readonly fluency: number;
  readonly completeness: number;
  readonly overall: number;
  readonly passed: boolean;
  readonly words: readonly AssessedWord[];
};

/** Speech recognition here tells no confidence, so every recognised word counts for this much, and the answer says so. */
export const assumedConfidence = 0.9;
const passMarks: Record<Strictness, number> = { lenient: 0.6, balanced: 0.75, strict: 0.85 };
/** What a word that was heard as another one can be worth at most. */
const mispronounced = 0.6;
const expectedWordsPerSecond = 2.3;
/** Scripts without spaces are cut into shorter words. */
const expectedPiecesPerSecond = 3.5;

/**
 * Estimates how well a text was read aloud from what speech recognition made of it. An estimate it stays: recognisers correct what they
 * hear. Nothing in it is left to chance: the same recording in the same words always gets the same figures.
 *
 * @param heard.durationSeconds length of the recording, where it is known
 */
export function assessSpeech(
  targetText: string,
  heard: { text: string; durationSeconds: number | undefined },
  settings: { language: string; strictness: Strictness },
): Assessment {
  const policy = gradingPolicy(settings.language);
  const [expected, said] = [wordsOf(targetText, policy), wordsOf(heard.text, policy)];
  const assessed = assessWords(expected, said);
  const ofReference = assessed.filter(({ error }) => error !== 'Insertion');
  const spoken = ofReference.filter(({ error }) => error !== 'Omission');
  const accuracy = mean(spoken.map((word) => word.accuracy));
  const completeness = ratio(ofReference.filter(({ error }) => error === 'None').length, ofReference.length);
  const fluency = said.length === 0 ? 0 : fluencyOf(said.length, heard.durationSeconds, policy);
  const overall = 0.6 * accuracy + 0.2 * fluency + 0.2 * completeness;
  return {
    accuracy: round(accuracy),
    fluency: round(fluency),
    completeness: round(completeness),
    overall: round(overall),
    passed: overall >= passMarks[settings.strictness],
    words: assessed,
  };
}

function assessWords(expected: readonly string[], said: readonly string[]): AssessedWord[] {
  return alignWords(expected, said).map((pair): AssessedWord => {
    const word = pair.expected === undefined ? undefined : expected[pair.expected];
    const heard = pair.heard === undefined ? undefined : said[pair.heard];
    if (word === undefined) return { word: heard ?? '', heard, error: 'Insertion', accuracy: 0 };
    if (heard === undefined) return { word, heard, error: 'Omission', accuracy: 0 };
    if (word === heard) return { word, heard, error: 'None', accuracy: assumedConfidence };
    return {
      word,
      heard,
      error: 'Mispronunciation',
      accuracy: round(similarity(word, heard) * mispronounced),
    };
  });
}

/** How near the speed comes to that of an easy talk. Without a duration nothing is taken off: what is not known is not held against anybody. */
function fluencyOf(count: number, durationSeconds: number | undefined, policy: GradingPolicy): number {
  if (durationSeconds === undefined || durationSeconds <= 0) return assumedConfidence;
  const expected = policy.spaced ? expectedWordsPerSecond : expectedPiecesPerSecond;
  const offset = Math.abs(count / durationSeconds - expected) / expected;
  return Math.min(1, Math.max(0, 1 - offset * 0.5));
}

function wordsOf(text: string, policy: GradingPolicy): string[] {
  return words(normalise(text, policy), policy);
}

function mean(figures: readonly number[]): number {
  return ratio(
    figures.reduce((sum, figure) => sum + figure, 0),
    figures.length,
  );
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function round(figure: number): number {
  return Math.round(figure * 1000) / 1000;
}
