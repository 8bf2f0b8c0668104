import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { announceRevocations, type RevocationAnnouncer } from './announce-revocations.ts';
import { revokeSessions, type SessionFilter } from './repository.ts';
import type { EndReason } from './session.ts';

export type SessionEnder = { db: Kysely<AuthSchema>; clock: Clock; announcer: RevocationAnnouncer };

/**
 * Ends sessions of a user together with a change of the account: either both happen or neither. What is ended is
 * announced once it is written.
 *
 * @param change the change; it runs first, in the same transaction
 * @returns what the change returns
 */
export async function endSessionsWith<T>(
  ender: SessionEnder,
  filter: SessionFilter & { userId: string },
  reason: EndReason,
  change: (trx: Transaction<AuthSchema>) => Promise<T>,
): Promise<T> {
  const now = new Date(ender.clock.now());
  const { result, ended } = await transact(ender.db, async (trx) => {
    const result = await change(trx);
    const ended = await revokeSessions(trx, filter, { reason, now });
    return { result, ended };
  });
  await announceRevocations(ender.announcer, ended);
  return result;
}

/** Ends sessions at the person's own wish and notes each of them. Ending none is no error. */
export async function endSessions(
  ender: SessionEnder,
  filter: SessionFilter & { userId: string },
): Promise<void> {
  const now = new Date(ender.clock.now());
  const ended = await transact(ender.db, async (trx) => {
    const ids = await revokeSessions(trx, filter, { reason: 'revoked', now });
    for (const sessionId of ids) {
      await recordEvent(trx, ender.clock, { action: 'session.revoked', userId: filter.userId, sessionId });
    }
    return ids;
  });
  await announceRevocations(ender.announcer, ended);
}
