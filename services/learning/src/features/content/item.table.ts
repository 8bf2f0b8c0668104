import type { Generated, JSONColumnType } from 'kysely';

/** Which way an exercise asks: into the language that is learned, or out of it. */
export type Direction = 'to_target' | 'to_source';
/** The kinds of exercises; the database accepts no others. */
export type ExerciseType =
  | 'multiple_choice'
  | 'match_pairs'
  | 'gap_fill'
  | 'translate'
  | 'word_order'
  | 'listening'
  | 'speaking';

/** What a learner may be shown about an item besides its two texts. */
export type ItemDetails = {
  ipa?: string | undefined;
  reading?: string | undefined;
  pos?: string | undefined;
  gender?: string | undefined;
  note?: string | undefined;
  audioText?: string | undefined;
};

/** A word or sentence that is taught. `key` is the author’s and survives new versions. */
export type ItemTable = {
  id: string;
  course_id: string;
  skill_id: string;
  key: string;
  ord: number;
  kind: 'word' | 'phrase' | 'sentence';
  target_text: string;
  source_text: string;
  details: JSONColumnType<ItemDetails>;
  distractors: string[];
  tags: string[];
  retired: Generated<boolean>;
};

/** Which items a lesson teaches, and in which order. */
export type LessonItemTable = { lesson_id: string; item_id: string; ord: number };

/** Every answer that is right. What learners reported and authors accepted has the origin `report`. */
export type AcceptedAnswerTable = {
  id: string;
  item_id: string;
  direction: Direction;
  text: string;
  text_norm: string;
  is_primary: boolean;
  ord: number;
  origin: 'author' | 'report' | 'ai';
};

/** A way to ask about an item in a lesson; `difficulty` moves with the answers that are seen. */
export type ExerciseTable = {
  id: string;
  lesson_id: string;
  item_id: string;
  type: ExerciseType;
  direction: Direction;
  difficulty: Generated<number>;
  answers_seen: Generated<number>;
  retired: Generated<boolean>;
};
