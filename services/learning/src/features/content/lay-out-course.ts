import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { gradingPolicy } from '../grading/policies.ts';
import type { CourseDocument } from './course-document.ts';
import type { ItemFormat, LessonFormat, SkillFormat, UnitFormat } from './course-format.ts';
import { replaceAnswers, replaceExercises, replaceItems, replaceLessonItems } from './item.repository.ts';
import { planAnswers } from './plan-answers.ts';
import { planExercises } from './plan-exercises.ts';
import { replaceLessons, replaceScenes, replaceSkills, replaceUnits } from './structure.repository.ts';

type Trx = Transaction<LearningSchema>;
type Placed<T> = { readonly value: T; readonly ord: number };
const xpPerItem = 2;
const minutesPerItem = 0.75;

/** Writes the rows of a document below its course: what exists by key is refreshed, what is gone is retired. */
export async function layOutCourse(trx: Trx, courseId: string, document: CourseDocument): Promise<void> {
  const ids = await layOutStructure(trx, courseId, document.units);
  const items = document.units
    .flatMap((unit) => unit.skills)
    .flatMap((skill) => skill.items.map((item) => ({ item, skillKey: skill.key })));
  const itemIds = await replaceItems(
    trx,
    courseId,
    items.map(({ item, skillKey }, ord) => itemRow(item, need(ids.skills, skillKey), ord)),
  );
  const policies = {
    source: gradingPolicy(document.course.source),
    target: gradingPolicy(document.course.target),
  };
  const answers = items.flatMap(({ item }) =>
    planAnswers(item, policies.source, policies.target).map((answer, ord) => ({
      ...answer,
      itemId: need(itemIds, item.key),
      ord,
    })),
  );
  await replaceAnswers(trx, courseId, answers);
  const byKey = new Map(items.map(({ item }) => [item.key, item]));
  const taught = lessonsOf(document.units).flatMap(({ value: lesson }) =>
    lesson.items.map((key, ord) => ({
      lessonId: need(ids.lessons, lesson.key),
      itemId: need(itemIds, key),
      item: byKey.get(key),
      ord,
    })),
  );
  await replaceLessonItems(trx, courseId, taught);
  const exercises = taught.flatMap(({ lessonId, itemId, item }) =>
    item === undefined
      ? []
      : planExercises(item, policies.target).map((planned) => ({ ...planned, lessonId, itemId })),
  );
  await replaceExercises(trx, courseId, exercises);
}

type StructureIds = { skills: ReadonlyMap<string, string>; lessons: ReadonlyMap<string, string> };

async function layOutStructure(
  trx: Trx,
  courseId: string,
  units: readonly UnitFormat[],
): Promise<StructureIds> {
  const unitIds = await replaceUnits(
    trx,
    courseId,
    units.map(({ unit }, ord) => ({ ...unit, ord })),
  );
  const skills = units.flatMap((unit) =>
    unit.skills.map((skill) => ({ ...skill, unitId: need(unitIds, unit.unit.key) })),
  );
  const skillIds = await replaceSkills(
    trx,
    courseId,
    skills.map((skill, ord) => ({ ...skill, ord })),
  );
  const lessons = lessonsOf(units).map(({ value, ord }) => ({
    key: value.key,
    title: value.title,
    ord,
    skillId: need(skillIds, value.skillKey),
    xpReward: value.items.length * xpPerItem,
    estimatedMinutes: Math.max(2, Math.round(value.items.length * minutesPerItem)),
  }));
  const lessonIds = await replaceLessons(trx, courseId, lessons);
  const scenes = units.flatMap((unit) =>
    (unit.dialogues ?? []).map((scene) => ({ ...scene, unitId: need(unitIds, unit.unit.key) })),
  );
  await replaceScenes(
    trx,
    courseId,
    scenes.map((scene, ord) => ({ ...scene, ord })),
  );
  return { skills: skillIds, lessons: lessonIds };
}

function lessonsOf(units: readonly UnitFormat[]): Placed<LessonFormat & { skillKey: string }>[] {
  const skills: readonly SkillFormat[] = units.flatMap((unit) => unit.skills);
  return skills
    .flatMap((skill) => skill.lessons.map((lesson) => ({ ...lesson, skillKey: skill.key })))
    .map((value, ord) => ({ value, ord }));
}

function itemRow(item: ItemFormat, skillId: string, ord: number) {
  const { ipa, reading, pos, gender, note, audioText } = item;
  return {
    key: item.key,
    skillId,
    ord,
    kind: item.kind,
    target: item.target,
    source: item.source,
    details: { ipa, reading, pos, gender, note, audioText },
    distractors: item.distractors ?? [],
    tags: item.tags ?? [],
  };
}

function need(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`course refers to "${key}", which it does not define`);
  return id;
}
