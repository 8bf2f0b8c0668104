import type { Generated, JSONColumnType } from 'kysely';
import type { PreferenceProfile } from './profile.ts';

/** What a learner has set; `version` is what If-Match compares. */
export type PreferencesTable = {
  user_id: string;
  profile: JSONColumnType<PreferenceProfile>;
  version: number;
  updated_at: Date;
};

/** A course that a learner takes, with the level at which they practise it. */
export type EnrolmentTable = {
  user_id: string;
  course_id: string;
  level: string;
  auto_adapt: Generated<boolean>;
  ability: Generated<number>;
  ability_answers: Generated<number>;
  enrolled_at: Date;
  level_since: Date | null;
};
