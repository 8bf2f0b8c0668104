import { createHash } from 'node:crypto';
import { literalAnswer } from '../content/answer-grammar.ts';
import type { CourseDocument } from '../content/course-document.ts';
import type { ItemFormat, SkillFormat, UnitFormat } from '../content/course-format.ts';
import { normalise, words } from '../grading/normalise.ts';
import { gradingPolicy } from '../grading/policies.ts';
import { type Merged, mergePairs, type Pair } from './pairs.ts';

/** What a course must say about itself that a word list does not. */
export type CourseMeta = {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly target: string;
  readonly licence: string;
  readonly attribution: string;
};
const itemsPerLesson = 10;
const lessonsPerSkill = 5;
const skillsPerUnit = 10;
const alternativesKept = 40;

/** Lays word pairs out as a course: ten items to a lesson, in the order of the file, keyed by their prompt. */
export function courseOfPairs(pairs: readonly Pair[], meta: CourseMeta): CourseDocument {
  const policies = { source: gradingPolicy(meta.source), target: gradingPolicy(meta.target) };
  const items = mergePairs(pairs, policies).map((merged) =>
    toItem(
      merged,
      keyOf(normalise(merged.source, policies.source)),
      words(merged.target, policies.target).length,
    ),
  );
  const lessons = chunk(items, itemsPerLesson).map((content, index) => ({ content, number: index + 1 }));
  const skills = chunk(lessons, lessonsPerSkill).map(
    (group, index): SkillFormat => ({
      key: `part-${index + 1}`,
      title: `Part ${index + 1}`,
      lessons: group.map(({ content, number }) => ({
        key: `lesson-${number}`,
        title: `Lesson ${number}`,
        items: content.map((item) => item.key),
      })),
      items: group.flatMap(({ content }) => content),
    }),
  );
  const units = chunk(skills, skillsPerUnit).map(
    (group, index): UnitFormat => ({
      unit: { key: `unit-${index + 1}`, title: `Unit ${index + 1}`, cefr: 'A1' },
      skills: group,
    }),
  );
  return { course: courseOf(meta), units, learn: undefined };
}

/** The head of an imported course. */
export function courseOf(meta: CourseMeta): CourseDocument['course'] {
  return {
    id: meta.id,
    title: meta.title,
    source: meta.source,
    target: meta.target,
    version: '1',
    licence: { name: meta.licence },
    attribution: meta.attribution,
    cefr: ['A1'],
    description: `Imported: ${meta.title}`,
  };
}

/** A key that depends on the prompt alone, so that progress survives when the file is imported again. */
export function keyOf(prompt: string): string {
  return `i-${createHash('sha256').update(prompt).digest('hex').slice(0, 16)}`;
}

function toItem(merged: Merged, key: string, wordCount: number): ItemFormat {
  const literal = (texts: readonly string[]) => texts.slice(0, alternativesKept).map(literalAnswer);
  const { ipa, note } = merged;
  return {
    key,
    kind: wordCount === 1 ? 'word' : /[.!?。！？]$/u.test(merged.target) ? 'sentence' : 'phrase',
    target: merged.target,
    source: merged.source,
    accept: { target: literal(merged.moreTargets), source: literal(merged.moreSources) },
    ...(ipa === undefined ? {} : { ipa }),
    ...(note === undefined ? {} : { note: note.slice(0, 1000) }),
    ...(merged.tags === undefined ? {} : { tags: [...merged.tags] }),
  };
}

function chunk<T>(values: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < values.length; start += size) chunks.push(values.slice(start, start + size));
  return chunks;
}
