import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import type { Kysely, Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { cancelDeletion } from '../account-deletion/request-deletion.ts';
import { recordEvent } from '../audit/record-event.ts';
import { lockUser } from '../users/repository.ts';
import type { Account } from '../users/user.ts';
import { announceRevocations, type RevocationAnnouncer } from './announce-revocations.ts';
import type { AuthenticationMethod, Client, StartedSession } from './session.ts';
import { type SessionStarter, startSession } from './start-session.ts';

export type LoginCompleter = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  sessions: SessionStarter;
  announcer: RevocationAnnouncer;
  /** Whether an address must be proven before its account works. */
  requireVerified: boolean;
};

/**
 * Opens the session of somebody who has proven who they are, in one transaction with everything that goes with it.
 *
 * @param checked the account as it was when the proof was checked
 * @param alongside what else has to happen in the transaction
 * @throws invalid_credentials when the account has changed since the proof was checked
 */
export async function completeLogin(
  completer: LoginCompleter,
  checked: Account,
  amr: AuthenticationMethod[],
  client: Client,
  alongside: (trx: Transaction<AuthSchema>) => Promise<void> = async () => undefined,
): Promise<StartedSession> {
  const { db, clock, sessions, announcer } = completer;
  const userId = checked.user.id;
  const { started, ended } = await transact(db, async (trx) => {
    await confirmUnchanged(completer, trx, checked);
    await alongside(trx);
    await cancelDeletion(trx, clock, userId);
    const opened = await startSession(sessions, trx, { user: checked.user, amr, client });
    const { id: sessionId } = opened.started.session;
    await recordEvent(trx, clock, { action: 'login.succeeded', userId, sessionId, source: client.source });
    return opened;
  });
  await announceRevocations(announcer, ended);
  return started;
}

/** Whether the holder of the right password may come in. */
export function mayEnter(
  { requireVerified }: Pick<LoginCompleter, 'requireVerified'>,
  account: Account,
): boolean {
  return !account.isDisabled && (account.isVerified || !requireVerified);
}

// The proof was checked outside of the transaction: the password may have been changed, or the account disabled, since then.
async function confirmUnchanged(
  completer: LoginCompleter,
  trx: Transaction<AuthSchema>,
  checked: Account,
): Promise<void> {
  const current = await lockUser(trx, checked.user.id);
  const isUnchanged = current?.passwordVersion === checked.passwordVersion && mayEnter(completer, current);
  if (!isUnchanged) throw authErrors.invalid_credentials();
}
