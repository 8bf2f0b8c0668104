import { newId } from '@linguamate/shared/ids';
import { sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { DialogueFormat } from './course-format.ts';

type Trx = Transaction<LearningSchema>;
type Ids = Map<string, string>;
/** A unit to store, found again by its key. */
export type NewUnit = { key: string; ord: number; title: string; cefr: string; notes?: string | undefined };
/** A skill to store below its unit. */
export type NewSkill = {
  key: string;
  ord: number;
  title: string;
  intro?: string | undefined;
  unitId: string;
};
/** A lesson to store below its skill; `ord` counts through the whole course. */
export type NewLesson = {
  key: string;
  ord: number;
  title: string;
  skillId: string;
  xpReward: number;
  estimatedMinutes: number;
};
/** A dialogue scene to store below its unit. */
export type NewScene = DialogueFormat & { ord: number; unitId: string };
type StructureName = 'units' | 'skills' | 'lessons' | 'dialogue_scenes';

/** Refreshes the units of a course by key and retires the others. Returns ids by key. */
export async function replaceUnits(trx: Trx, courseId: string, units: readonly NewUnit[]): Promise<Ids> {
  const rows = units.map((unit) => ({
    id: newId(),
    course_id: courseId,
    key: unit.key,
    ord: unit.ord,
    title: unit.title,
    cefr: unit.cefr,
    notes: unit.notes ?? null,
  }));
  return upsert(trx, 'units', courseId, rows, ['ord', 'title', 'cefr', 'notes']);
}

/** Refreshes the skills of a course by key and retires the others. Returns ids by key. */
export async function replaceSkills(trx: Trx, courseId: string, skills: readonly NewSkill[]): Promise<Ids> {
  const rows = skills.map((skill) => ({
    id: newId(),
    course_id: courseId,
    key: skill.key,
    ord: skill.ord,
    title: skill.title,
    intro: skill.intro ?? null,
    unit_id: skill.unitId,
  }));
  return upsert(trx, 'skills', courseId, rows, ['ord', 'title', 'intro', 'unit_id']);
}

/** Refreshes the lessons of a course by key and retires the others. Returns ids by key. */
export async function replaceLessons(
  trx: Trx,
  courseId: string,
  lessons: readonly NewLesson[],
): Promise<Ids> {
  const rows = lessons.map((lesson) => ({
    id: newId(),
    course_id: courseId,
    key: lesson.key,
    ord: lesson.ord,
    title: lesson.title,
    skill_id: lesson.skillId,
    xp_reward: lesson.xpReward,
    estimated_minutes: lesson.estimatedMinutes,
  }));
  const columns = ['ord', 'title', 'skill_id', 'xp_reward', 'estimated_minutes'];
  return upsert(trx, 'lessons', courseId, rows, columns);
}

/** Refreshes the dialogue scenes of a course by key and retires the others. Returns ids by key. */
export async function replaceScenes(trx: Trx, courseId: string, scenes: readonly NewScene[]): Promise<Ids> {
  const rows = scenes.map((scene) => ({
    id: newId(),
    course_id: courseId,
    key: scene.key,
    ord: scene.ord,
    title: scene.title,
    unit_id: scene.unitId,
    goal: scene.goal,
    key_phrases: scene.keyPhrases,
    lines: JSON.stringify(scene.lines),
  }));
  const columns = ['ord', 'title', 'unit_id', 'goal', 'key_phrases', 'lines'];
  return upsert(trx, 'dialogue_scenes', courseId, rows, columns);
}

type Row = { id: string; course_id: string; key: string } & Record<string, unknown>;

async function upsert(
  trx: Trx,
  table: StructureName,
  courseId: string,
  rows: readonly Row[],
  columns: readonly string[],
): Promise<Ids> {
  await trx.updateTable(table).set({ retired: true }).where('course_id', '=', courseId).execute();
  if (rows.length === 0) return new Map();
  const names = ['id', 'course_id', 'key', ...columns];
  const values = rows.map((row) => sql`(${sql.join(names.map((name) => sql`${row[name]}`))})`);
  const updates = columns.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`);
  const { rows: stored } = await sql<{ id: string; key: string }>`
    insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    values ${sql.join(values)}
    on conflict (course_id, key) do update set ${sql.join(updates)}, retired = false
    returning id, key`.execute(trx);
  return new Map(stored.map((row) => [row.key, row.id]));
}
