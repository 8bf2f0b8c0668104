import type { Generated } from 'kysely';

/** What this service knows about a learner: only what decides about quotas. */
export type LearnersTable = {
  user_id: string;
  is_premium: boolean;
  time_zone: string | null;
  /** When the latest event about the learner was written. */
  changed_at: Date;
};

/** Learners whose data was erased; late usage entries of theirs are dropped. */
export type ErasedLearnersTable = {
  user_id: string;
  erased_at: Generated<Date>;
};
