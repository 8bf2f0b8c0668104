import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import { subscribersOf } from '@linguamate/shared/events/catalogue';
import { publishEvent } from '@linguamate/shared/events/outbox';
import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { deleteUser, insertErasure, lockDueUser, takeOverdueErasures } from './repository.ts';
import { deletionDelayMs } from './request-deletion.ts';

/** A service that has not confirmed in this time is told again. */
const repeatAfterMs = 3_600_000;

type Eraser = { db: Kysely<AuthSchema>; clock: Clock };

/**
 * Deletes the accounts whose time is over, each in one transaction with the event that makes every other service erase what
 * it keeps.
 *
 * @returns how many were deleted
 */
export async function eraseDueAccounts({ db, clock }: Eraser): Promise<number> {
  for (let erased = 0; ; erased += 1) {
    const userId = await transact(db, async (trx) => {
      const due = await lockDueUser(trx, new Date(clock.now() - deletionDelayMs));
      if (due) await eraseUser(trx, clock, due);
      return due;
    });
    if (!userId) return erased;
  }
}

/** Deletes one user here and has all others delete theirs. */
export async function eraseUser(trx: Transaction<AuthSchema>, clock: Clock, userId: string): Promise<void> {
  await deleteUser(trx, userId);
  await insertErasure(trx, userId, subscribersOf('user.deleted'), new Date(clock.now()));
  await publishEvent(trx, 'user.deleted', { userId });
  await recordEvent(trx, clock, { action: 'account.deleted', userId });
}

/** Tells the services again that have not confirmed an erasure. Returns how many erasures that concerns. */
export async function repeatErasures({ db, clock }: Eraser): Promise<number> {
  const now = new Date(clock.now());
  return await transact(db, async (trx) => {
    const userIds = await takeOverdueErasures(trx, new Date(now.getTime() - repeatAfterMs), now);
    for (const userId of userIds) await publishEvent(trx, 'user.deleted', { userId });
    return userIds.length;
  });
}
