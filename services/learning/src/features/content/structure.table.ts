import type { Generated, JSONColumnType } from 'kysely';
import type { DialogueFormat } from './course-format.ts';

type Placed = {
  id: string;
  course_id: string;
  key: string;
  ord: number;
  title: string;
  retired: Generated<boolean>;
};

/** A unit of a course, at one CEFR level. */
export type UnitTable = Placed & { cefr: string; notes: string | null };
/** A skill: items on one topic and the lessons that teach them. */
export type SkillTable = Placed & { unit_id: string; intro: string | null };
/** A lesson. `xp_reward` is what a faultless first completion earns. */
export type LessonTable = Placed & { skill_id: string; xp_reward: number; estimated_minutes: number };
/** A scene to be played with the tutor, with the phrases that count as success. */
export type DialogueSceneTable = Placed & {
  unit_id: string;
  goal: string;
  key_phrases: string[];
  lines: JSONColumnType<DialogueFormat['lines']>;
};
