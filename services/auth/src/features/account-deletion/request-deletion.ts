import type { Clock } from '@linguamate/shared/clock';
import { commonErrors } from '@linguamate/shared/errors';
import type { Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { notifyUser } from '../mail/request-mail.ts';
import { confirmOwner, type PasswordChanger } from '../passwords/change-password.ts';
import { endSessionsWith } from '../sessions/end-sessions.ts';
import { findAccount } from '../users/repository.ts';
import { clearDeletionRequest, setDeletionRequested } from './repository.ts';

/** How long people may change their mind. */
export const deletionDelayMs = 30 * 24 * 3_600_000;

export type DeletionRequest = {
  userId: string;
  sessionId: string;
  /** Epoch seconds of the last login. */
  authTime: number;
  password: string | undefined;
  source: string;
};

/**
 * Marks an account for deletion and ends all its sessions. Logging in within 30 days keeps it.
 *
 * @returns when the account will be deleted
 * @throws invalid_credentials, account_locked, step_up_required
 */
export async function requestDeletion(deletion: PasswordChanger, request: DeletionRequest): Promise<Date> {
  const { userId, sessionId, source } = request;
  const account = await findAccount(deletion.db, userId);
  if (!account) throw commonErrors.unauthenticated();
  await confirmOwner(deletion, account, request);
  return await endSessionsWith(deletion, { userId }, 'account_deleted', async (trx) => {
    const requestedAt = await setDeletionRequested(trx, userId, new Date(deletion.clock.now()));
    const dueAt = new Date(requestedAt.getTime() + deletionDelayMs);
    await recordEvent(trx, deletion.clock, {
      action: 'account.deletion_requested',
      userId,
      sessionId,
      source,
    });
    const data = { date: dueAt.toISOString().slice(0, 10) };
    await notifyUser(trx, deletion.mailBox, userId, 'deletion-requested', { data });
    return dueAt;
  });
}

/** Keeps the account of somebody who logs in although it was to be deleted. */
export async function cancelDeletion(
  trx: Transaction<AuthSchema>,
  clock: Clock,
  userId: string,
): Promise<void> {
  if (!(await clearDeletionRequest(trx, userId))) return;
  await recordEvent(trx, clock, { action: 'account.deletion_cancelled', userId });
}
