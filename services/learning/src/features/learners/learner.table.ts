import type { Generated } from 'kysely';

/** Learning’s copy of a person, kept up to date by auth’s events, with what only learning needs. */
export type LearnerTable = {
  user_id: string;
  name: string | null;
  native_language: Generated<string>;
  target_language: string | null;
  proficiency_level: Generated<string>;
  is_premium: Generated<boolean>;
  time_zone: Generated<string>;
  rollover_hour: Generated<number>;
  /** When auth wrote the profile that is stored here; older events are ignored. */
  profile_at: Date | null;
  created_at: Generated<Date>;
};

/** Who was erased, so that no late event brings them back. Nothing else is known about them here. */
export type ErasedLearnerTable = { user_id: string; erased_at: Generated<Date> };
