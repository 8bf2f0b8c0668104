import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import { commonErrors } from '@linguamate/shared/errors';
import { publishEvent } from '@linguamate/shared/events/outbox';
import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { tidyProfile } from './profile-fields.ts';
import { findUser, updateProfile } from './repository.ts';
import type { Profile, User } from './user.ts';

/**
 * Changes a person's own profile and tells the other services in the same transaction.
 *
 * @param expectedVersion the version the person has read, when they sent one
 * @returns the user after the change
 * @throws validation_failed, precondition_failed (someone changed the profile in between)
 */
export async function changeProfile(
  { db, clock }: { db: Kysely<AuthSchema>; clock: Clock },
  userId: string,
  changes: Partial<Profile>,
  expectedVersion?: number,
): Promise<User> {
  const tidy = tidyProfile(changes);
  const now = new Date(clock.now());
  return await transact(db, async (trx) => {
    const user = await updateProfile(trx, userId, tidy, { now, expectedVersion });
    if (user) {
      await announceUser(trx, user);
      return user;
    }
    throw (await findUser(trx, userId)) ? commonErrors.precondition_failed() : commonErrors.unauthenticated();
  });
}

/** Tells the other services what a user looks like now. The e-mail address stays here: nobody else needs it. */
export async function announceUser(trx: Transaction<AuthSchema>, user: User): Promise<void> {
  await publishEvent(trx, 'user.updated', {
    userId: user.id,
    name: user.name,
    nativeLanguage: user.nativeLanguage,
    targetLanguage: user.targetLanguage,
    proficiencyLevel: user.proficiencyLevel,
    isPremium: user.isPremium,
    timeZone: user.timeZone,
  });
}
