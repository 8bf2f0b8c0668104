import type { Kysely, Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { defaultProfile, mergeProfile, type PreferenceProfile } from './profile.ts';

type Db = Kysely<LearningSchema>;

/** Preferences with the version that `ETag` is made from; version 0 means that nothing was ever stored. */
export type Preferences = {
  readonly profile: PreferenceProfile;
  readonly version: number;
  readonly updatedAt: Date | null;
};

/** What a learner has set, completed by defaults. */
export async function readPreferences(db: Db, userId: string): Promise<Preferences> {
  const row = await db.selectFrom('preferences').selectAll().where('user_id', '=', userId).executeTakeFirst();
  if (row === undefined) return { profile: defaultProfile, version: 0, updatedAt: null };
  // A profile that was stored before a setting existed gets that setting's default.
  const profile = mergeProfile(defaultProfile, row.profile) as PreferenceProfile;
  return { profile, version: row.version, updatedAt: row.updated_at };
}

/** Stores a profile over a version that was read. Returns the new version, or undefined when somebody else was faster. */
export async function savePreferences(
  trx: Transaction<LearningSchema>,
  userId: string,
  profile: PreferenceProfile,
  options: { expectedVersion: number; at: Date },
): Promise<number | undefined> {
  const values = {
    profile: JSON.stringify(profile),
    version: options.expectedVersion + 1,
    updated_at: options.at,
  };
  if (options.expectedVersion === 0) {
    const inserted = await trx
      .insertInto('preferences')
      .values({ ...values, user_id: userId })
      .onConflict((conflict) => conflict.column('user_id').doNothing())
      .returning('version')
      .executeTakeFirst();
    return inserted?.version;
  }
  const updated = await trx
    .updateTable('preferences')
    .set(values)
    .where('user_id', '=', userId)
    .where('version', '=', options.expectedVersion)
    .returning('version')
    .executeTakeFirst();
  return updated?.version;
}

/** The hour at which this learner's days begin from now on; days that are past keep theirs. */
export async function saveDayStart(
  trx: Transaction<LearningSchema>,
  userId: string,
  hour: number,
): Promise<void> {
  await trx.updateTable('learners').set({ rollover_hour: hour }).where('user_id', '=', userId).execute();
}
