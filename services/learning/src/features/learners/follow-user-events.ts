import type { EventPayload } from '@linguamate/shared/events/catalogue';
import type { EventHandler } from '@linguamate/shared/events/consumer';
import { publishEvent } from '@linguamate/shared/events/outbox';
import type { LearningSchema } from '../../database.ts';
import { isTimeZone } from '../progress/calendar.ts';
import { applyLevel, eraseLearner, findLearner, type LearnerProfile, saveProfile } from './repository.ts';

type Profile = EventPayload<'user.registered'> | EventPayload<'user.updated'>;

/** Keeps learning's copy of a person in step with auth. */
export const storeRegistered: EventHandler<'user.registered', LearningSchema> = async (trx, event) => {
  await saveProfile(trx, event.payload.userId, profileOf(event.payload), new Date(event.occurredAt));
};

/** Takes over a changed profile; an older event than the stored profile changes nothing. */
export const storeUpdated: EventHandler<'user.updated', LearningSchema> = async (trx, event) => {
  const { userId } = event.payload;
  const before = await findLearner(trx, userId);
  await saveProfile(trx, userId, profileOf(event.payload), new Date(event.occurredAt));
  const after = await findLearner(trx, userId);
  const hasNewLevel =
    before !== undefined && after !== undefined && before.proficiencyLevel !== after.proficiencyLevel;
  if (hasNewLevel) await applyLevel(trx, userId, after.proficiencyLevel, new Date(event.occurredAt));
};

/** Erases a person and tells auth, which waits for every service before it calls the erasure complete. */
export const eraseDeleted: EventHandler<'user.deleted', LearningSchema> = async (trx, event) => {
  const { userId } = event.payload;
  await eraseLearner(trx, userId);
  await publishEvent(trx, 'erasure.completed', { userId, service: 'learning' });
};

function profileOf(payload: Profile): LearnerProfile {
  const { timeZone } = payload;
  return {
    name: payload.name,
    nativeLanguage: payload.nativeLanguage ?? undefined,
    targetLanguage: payload.targetLanguage,
    proficiencyLevel: payload.proficiencyLevel ?? undefined,
    isPremium: payload.isPremium,
    // A zone that this machine does not know would break every day boundary of the learner.
    timeZone: timeZone && isTimeZone(timeZone) ? timeZone : undefined,
  };
}
