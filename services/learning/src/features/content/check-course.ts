import path from 'node:path';
import { normalise, words } from '../grading/normalise.ts';
import { type GradingPolicy, gradingPolicy } from '../grading/policies.ts';
import { AnswerGrammarError, expandAnswer, usesGrammar } from './answer-grammar.ts';
import {
  cefrLevels,
  type DialogueFormat,
  type ItemFormat,
  type SkillFormat,
  type UnitFormat,
} from './course-format.ts';
import type { CourseSource, Place, Problem, SourceFile } from './read-course.ts';

type Report = (file: SourceFile<unknown>, place: Place, message: string) => void;
type Languages = { readonly source: GradingPolicy; readonly target: GradingPolicy };
const sides = ['target', 'source'] as const;

/** What the format alone cannot say: unique keys, references, readable answers, fair prompts. Returns every problem found. */
export function checkCourse(course: CourseSource): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (file, place, message) =>
    problems.push({ file: file.file, line: file.lineOf(place), message });
  const { value } = course.course;
  const languages = { source: gradingPolicy(value.source), target: gradingPolicy(value.target) };
  if (value.id !== path.basename(course.folder)) {
    report(course.course, ['id'], `course id "${value.id}" must equal the name of its folder`);
  }
  checkKeys(course, report);
  checkLevels(course, report);
  for (const unit of course.units) checkUnit(unit, languages, report);
  return problems;
}

function checkKeys(course: CourseSource, report: Report): void {
  const seen = {
    unit: new Map<string, string>(),
    skill: new Map(),
    lesson: new Map(),
    item: new Map(),
    dialogue: new Map(),
  };
  for (const file of course.units) {
    const once = (kind: keyof typeof seen, key: string, place: Place) => {
      const first = seen[kind].get(key);
      if (first !== undefined) report(file, place, `${kind} key "${key}" is already used in ${first}`);
      else seen[kind].set(key, `${path.basename(file.file)}:${file.lineOf(place)}`);
    };
    once('unit', file.value.unit.key, ['unit', 'key']);
    for (const [s, skill] of file.value.skills.entries()) {
      once('skill', skill.key, ['skills', s, 'key']);
      for (const [l, lesson] of skill.lessons.entries())
        once('lesson', lesson.key, ['skills', s, 'lessons', l, 'key']);
      for (const [i, item] of skill.items.entries()) once('item', item.key, ['skills', s, 'items', i, 'key']);
    }
    for (const [d, dialogue] of (file.value.dialogues ?? []).entries()) {
      once('dialogue', dialogue.key, ['dialogues', d, 'key']);
    }
  }
}

function checkLevels(course: CourseSource, report: Report): void {
  let highest = 0;
  for (const file of course.units) {
    const level = cefrLevels.indexOf(file.value.unit.cefr);
    if (level < highest) report(file, ['unit', 'cefr'], 'units must follow one another in CEFR order');
    highest = Math.max(highest, level);
    if (!course.course.value.cefr.includes(file.value.unit.cefr)) {
      report(file, ['unit', 'cefr'], `${file.value.unit.cefr} is missing from "cefr" in course.yaml`);
    }
  }
}

function checkUnit(file: SourceFile<UnitFormat>, languages: Languages, report: Report): void {
  for (const [s, skill] of file.value.skills.entries()) {
    const at = (...rest: (string | number)[]) => ['skills', s, ...rest];
    checkReferences(file, skill, at, report);
    for (const [i, item] of skill.items.entries()) {
      checkItem(item, languages, (place, message) => report(file, at('items', i, ...place), message));
    }
    checkPrompts(skill, languages, (i, message) => report(file, at('items', i), message));
  }
  for (const [d, dialogue] of (file.value.dialogues ?? []).entries()) {
    checkDialogue(dialogue, languages.target, (place, message) =>
      report(file, ['dialogues', d, ...place], message),
    );
  }
}

function checkReferences(
  file: SourceFile<UnitFormat>,
  skill: SkillFormat,
  at: (...rest: (string | number)[]) => Place,
  report: Report,
): void {
  const known = new Set(skill.items.map((item) => item.key));
  const taught = new Set(skill.lessons.flatMap((lesson) => lesson.items));
  for (const [l, lesson] of skill.lessons.entries()) {
    for (const [i, key] of lesson.items.entries()) {
      const place = at('lessons', l, 'items', i);
      if (!known.has(key)) report(file, place, `item "${key}" does not exist in skill "${skill.key}"`);
      if (lesson.items.indexOf(key) !== i)
        report(file, place, `item "${key}" is listed twice in this lesson`);
    }
  }
  for (const [i, item] of skill.items.entries()) {
    if (!taught.has(item.key) && item.dialogueOnly !== 'true') {
      report(file, at('items', i), `item "${item.key}" is in no lesson; list it or mark it dialogueOnly`);
    }
  }
}

function checkItem(
  item: ItemFormat,
  languages: Languages,
  report: (place: Place, message: string) => void,
): void {
  for (const side of sides) {
    checkText(item[side], (message) => report([side], message));
    if (usesGrammar(item[side])) {
      report([side], `"${item[side]}" is shown to learners: move variants to accept.${side}`);
    }
    const seen = new Map([[normalise(item[side], languages[side]), item[side]]]);
    for (const [a, pattern] of (item.accept?.[side] ?? []).entries()) {
      const place = ['accept', side, a];
      checkText(pattern, (message) => report(place, message));
      checkAnswer(pattern, languages[side], seen, (message) => report(place, message));
    }
    if (side === 'target') checkDistractors(item, languages.target, seen, report);
  }
}

function checkText(text: string, report: (message: string) => void): void {
  if (text !== text.trim() || /\s{2,}/u.test(text)) report(`"${text}" has stray spaces`);
  if (text !== text.normalize('NFC')) report(`"${text}" is not in Unicode normal form C`);
  if (/\p{Cc}|\p{Co}|\p{Cn}|\uFFFD/u.test(text))
    report(`"${text}" contains control or unassigned characters`);
}

function checkAnswer(
  pattern: string,
  policy: GradingPolicy,
  seen: Map<string, string>,
  report: (message: string) => void,
): void {
  try {
    const fresh = expandAnswer(pattern).filter((text) => !seen.has(normalise(text, policy)));
    if (fresh.length === 0)
      report(`"${pattern}" adds nothing: it grades the same as "${[...seen.values()].join('", "')}"`);
    for (const text of fresh) {
      const key = normalise(text, policy);
      if (key === '') report(`"${text}" is empty after normalisation`);
      seen.set(key, text);
    }
  } catch (error) {
    if (!(error instanceof AnswerGrammarError)) throw error;
    report(error.message);
  }
}

function checkDistractors(
  item: ItemFormat,
  policy: GradingPolicy,
  accepted: ReadonlyMap<string, string>,
  report: (place: Place, message: string) => void,
): void {
  for (const [d, distractor] of (item.distractors ?? []).entries()) {
    checkText(distractor, (message) => report(['distractors', d], message));
    if (accepted.has(normalise(distractor, policy))) {
      report(['distractors', d], `"${distractor}" is also an accepted answer`);
    }
  }
}

/** Two items that show the same prompt must accept each other's answer, or a right answer would be marked wrong. */
function checkPrompts(
  skill: SkillFormat,
  languages: Languages,
  report: (item: number, message: string) => void,
): void {
  for (const [answer, prompt] of [
    ['target', 'source'],
    ['source', 'target'],
  ] as const) {
    const first = new Map<string, ItemFormat>();
    for (const [i, item] of skill.items.entries()) {
      const key = normalise(item[prompt], languages[prompt]);
      const other = first.get(key);
      if (other === undefined) first.set(key, item);
      else if (!accepts(other, answer, item[answer], languages[answer])) {
        report(
          i,
          `"${item[prompt]}" is also the prompt of "${other.key}": each must accept the other's ${answer}`,
        );
      }
    }
  }
}

function accepts(item: ItemFormat, side: 'target' | 'source', text: string, policy: GradingPolicy): boolean {
  const patterns = [item[side], ...(item.accept?.[side] ?? [])];
  return patterns.some((pattern) =>
    variants(pattern).some((answer) => normalise(answer, policy) === normalise(text, policy)),
  );
}

function variants(pattern: string): string[] {
  try {
    return expandAnswer(pattern);
  } catch {
    return [pattern];
  }
}

function checkDialogue(
  dialogue: DialogueFormat,
  policy: GradingPolicy,
  report: (place: Place, message: string) => void,
): void {
  const lines = dialogue.lines.map((line) => ` ${words(normalise(line.target, policy), policy).join(' ')} `);
  for (const [k, phrase] of dialogue.keyPhrases.entries()) {
    const wanted = ` ${words(normalise(phrase, policy), policy).join(' ')} `;
    if (wanted.trim() === '') report(['keyPhrases', k], `"${phrase}" is empty after normalisation`);
    else if (!lines.some((line) => line.includes(wanted))) {
      report(['keyPhrases', k], `"${phrase}" does not occur in any line of the dialogue`);
    }
  }
}
