import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { LearningSchema } from './database.ts';

const firstPauseMs = 5;
const patienceMs = 15_000;

/**
 * Runs an action once a transaction that somebody else commits is over. Forgetting a cached value earlier would let a reader put the
 * old one back. Returns at once, with a promise that settles when the action has run or when the wait was given up.
 *
 * @param db a handle outside of the transaction
 */
export async function afterCommit(
  db: Kysely<LearningSchema>,
  trx: Transaction<LearningSchema>,
  action: () => Promise<unknown>,
): Promise<{ done: Promise<void> }> {
  const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(trx);
  return { done: settle(db, rows[0]?.id ?? '', action).catch(() => {}) };
}

async function settle(db: Kysely<LearningSchema>, id: string, action: () => Promise<unknown>): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (let pauseMs = firstPauseMs; performance.now() < giveUpAt; pauseMs *= 2) {
    await sleep(pauseMs, undefined, { ref: false });
    const { rows } = await sql<{ status: string }>`select pg_xact_status(${id}::xid8) as status`.execute(db);
    if (rows[0]?.status === 'in progress') continue;
    await action();
    return;
  }
}
