import { transact } from '@linguamate/shared/database';
import { commonErrors, type FieldError } from '@linguamate/shared/errors';
import { Value } from 'typebox/value';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { learnerKey, readLearner } from '../learners/read-learner.ts';
import { mergeProfile, PreferenceProfile } from './profile.ts';
import { type Preferences, readPreferences, saveDayStart, savePreferences } from './repository.ts';

/** What a client says about the version that it means to change. */
export type Precondition =
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'none' };
type Changes = { readonly [key: string]: unknown };

/**
 * Changes the preferences that are sent and leaves the others alone. Throws precondition_required when stored preferences would be
 * overwritten blindly, precondition_failed when somebody else was faster, invalid_preferences with every wrong field.
 */
export async function changePreferences(
  deps: Pick<LearningDependencies, 'db' | 'clock' | 'cache'>,
  userId: string,
  changes: Changes,
  precondition: Precondition,
): Promise<Preferences> {
  await readLearner(deps, userId);
  const saved = await transact(deps.db, async (trx) => {
    const current = await readPreferences(trx, userId);
    if (precondition.kind === 'none' && current.version > 0) throw commonErrors.precondition_required();
    if (precondition.kind === 'version' && precondition.version !== current.version) {
      throw commonErrors.precondition_failed();
    }
    const profile = validated(mergeProfile(current.profile, changes));
    const at = new Date(deps.clock.now());
    const version = await savePreferences(trx, userId, profile, { expectedVersion: current.version, at });
    if (version === undefined) throw commonErrors.precondition_failed();
    if (profile.dayStartHour !== current.profile.dayStartHour)
      await saveDayStart(trx, userId, profile.dayStartHour);
    return { profile, version, updatedAt: at };
  });
  await deps.cache.invalidate(learnerKey(userId));
  return saved;
}

function validated(candidate: Changes): PreferenceProfile {
  if (!Value.Check(PreferenceProfile, candidate)) {
    const fieldErrors = Value.Errors(PreferenceProfile, candidate).map(
      (error): FieldError => ({ pointer: error.instancePath, detail: error.message }),
    );
    throw learningErrors.invalid_preferences({ fieldErrors });
  }
  const total = Object.values(candidate.lessonPlan.composition).reduce((sum, part) => sum + part, 0);
  if (total === 100) return candidate;
  const pointer = '/lessonPlan/composition';
  throw learningErrors.invalid_preferences({
    fieldErrors: [{ pointer, detail: `adds up to ${total}, not to 100` }],
  });
}
