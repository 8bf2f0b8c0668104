import type { Generated, JSONColumnType } from 'kysely';
import type { PresetName } from '../practice/presets.ts';
import type { TurnScore } from './schemas.ts';

export type DialogueSessionTable = {
  id: string;
  user_id: string;
  course_id: string;
  scene_id: string;
  difficulty: PresetName;
  state: 'open' | 'ended';
  goal_reached: Generated<boolean>;
  started_at: Date;
  ended_at: Date | null;
  /** When the scene should be played again. */
  due_at: Date | null;
};

export type DialogueTurnTable = {
  id: string;
  session_id: string;
  n: number;
  role: 'partner' | 'learner';
  text: string;
  translation: string | null;
  score: JSONColumnType<TurnScore> | null;
  client_event_id: string | null;
  created_at: Date;
};
