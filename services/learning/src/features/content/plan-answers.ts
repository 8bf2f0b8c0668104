import { normalise, words } from '../grading/normalise.ts';
import { type GradingPolicy, gradingPolicy } from '../grading/policies.ts';
import { expandAnswer } from './answer-grammar.ts';
import type { CourseDocument } from './course-document.ts';
import type { ItemFormat } from './course-format.ts';
import type { Direction } from './item.table.ts';

/** One accepted answer as it will be stored, after the grammar was expanded. */
export type PlannedAnswer = {
  readonly direction: Direction;
  readonly text: string;
  readonly normalised: string;
  readonly isPrimary: boolean;
};

/** Every accepted answer of an item in both directions, expanded, the shown text first, without repeats. */
export function planAnswers(item: ItemFormat, source: GradingPolicy, target: GradingPolicy): PlannedAnswer[] {
  // The reading of a text (kana for kanji, pinyin for hanzi) is an answer that can be typed without an input method.
  const reading = item.reading === undefined ? [] : [item.reading];
  return [
    ...answersOf('to_target', item.target, [...(item.accept?.target ?? []), ...reading], target),
    ...answersOf('to_source', item.source, item.accept?.source ?? [], source),
  ];
}

function answersOf(
  direction: Direction,
  shown: string,
  patterns: readonly string[],
  policy: GradingPolicy,
): PlannedAnswer[] {
  const answers = new Map<string, PlannedAnswer>();
  for (const text of [shown, ...patterns.flatMap(expandAnswer)]) {
    const normalised = normalise(text, policy);
    if (!answers.has(normalised)) {
      answers.set(normalised, { direction, text, normalised, isPrimary: answers.size === 0 });
    }
  }
  return [...answers.values()];
}

/** The words that a course teaches in each language: what the guard of the grading engine knows. */
export function planLexicons(document: CourseDocument): Record<'source' | 'target', string[]> {
  const [source, target] = [gradingPolicy(document.course.source), gradingPolicy(document.course.target)];
  const lexicon = { source: new Set<string>(), target: new Set<string>() };
  for (const item of document.units.flatMap((unit) => unit.skills).flatMap((skill) => skill.items)) {
    for (const answer of planAnswers(item, source, target)) {
      const side = answer.direction === 'to_target' ? 'target' : 'source';
      for (const word of words(answer.normalised, side === 'target' ? target : source))
        lexicon[side].add(word);
    }
  }
  return { source: [...lexicon.source].sort(), target: [...lexicon.target].sort() };
}
