import type { Generated, JSONColumnType } from 'kysely';
import type { DiffPart } from '../grading/diff-words.ts';
import type { Verdict } from '../grading/grade-answer.ts';
import type { PresetName } from './presets.ts';
import type { ServedExercise } from './served-exercise.ts';

/** `practice` trains without completing anything and without touching the schedule of reviews. */
export type SessionMode = 'lesson' | 'practice' | 'review' | 'placement' | 'challenge';

/** A session with what it serves; nothing else can be answered in it. */
export type PracticeSessionTable = {
  id: string;
  user_id: string;
  course_id: string;
  lesson_id: string | null;
  mode: SessionMode;
  preset: PresetName;
  /** What was asked, with its keys; only the public part of it ever leaves the server. */
  served: JSONColumnType<ServedExercise[]>;
  /** Share of the usual XP that this session earns: repeating a lesson on one day pays less and less. */
  xp_share: number;
  started_at: Date;
  finished_at: Date | null;
  score: number | null;
  xp: Generated<number>;
};

/** Every answer that was given, with its verdict. XP in it is what this very answer earned. */
export type AttemptTable = {
  id: string;
  session_id: string;
  exercise_id: string;
  item_id: string;
  user_id: string;
  client_event_id: string;
  answer: string;
  verdict: Verdict;
  correct: boolean;
  expected: string;
  diff: JSONColumnType<DiffPart[]>;
  note: string | null;
  retry_no: number;
  xp: number;
  latency_ms: number | null;
  answered_at: Date;
};
