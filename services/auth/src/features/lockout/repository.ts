import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { type Counter, freshCounter } from './lockout-rules.ts';
import type { LoginAttemptsRow } from './login-attempts.table.ts';

/** Names one counter. */
export type CounterKey = { accountHash: Buffer; source: string };

/** The counter, locked until the transaction ends: whoever counts on the same key waits. */
export async function lockCounter(
  trx: Transaction<AuthSchema>,
  key: CounterKey,
  nowMs: number,
): Promise<Counter> {
  const now = new Date(nowMs);
  await trx
    .insertInto('login_attempts')
    .values({
      account_hash: key.accountHash,
      source: key.source,
      pending_since: null,
      window_started_at: now,
      updated_at: now,
      locked_until: null,
    })
    .onConflict((conflict) => conflict.columns(['account_hash', 'source']).doNothing())
    .execute();
  const row = await trx
    .selectFrom('login_attempts')
    .selectAll()
    .where('account_hash', '=', key.accountHash)
    .where('source', '=', key.source)
    .forUpdate()
    .executeTakeFirst();
  return row ? toCounter(row) : freshCounter(nowMs);
}

/** The counter as it is, without waiting for anybody. */
export async function findCounter(db: Kysely<AuthSchema>, key: CounterKey): Promise<Counter | undefined> {
  const row = await db
    .selectFrom('login_attempts')
    .selectAll()
    .where('account_hash', '=', key.accountHash)
    .where('source', '=', key.source)
    .executeTakeFirst();
  return row && toCounter(row);
}

/** Writes a counter that was locked before. */
export async function saveCounter(
  trx: Transaction<AuthSchema>,
  key: CounterKey,
  counter: Counter,
  nowMs: number,
): Promise<void> {
  await trx
    .updateTable('login_attempts')
    .set({
      failures: counter.failures,
      pending: counter.pending,
      pending_since: new Date(counter.pendingSinceMs),
      window_started_at: new Date(counter.windowStartedAtMs),
      locked_until: counter.lockedUntilMs === undefined ? null : new Date(counter.lockedUntilMs),
      updated_at: new Date(nowMs),
    })
    .where('account_hash', '=', key.accountHash)
    .where('source', '=', key.source)
    .execute();
}

/** How often, and on how many accounts, a source has failed since a moment. */
export async function countFailuresOfSource(
  db: Kysely<AuthSchema>,
  source: string,
  since: Date,
): Promise<{ failures: number; accounts: number }> {
  const row = await db
    .selectFrom('login_attempts')
    .select((eb) => [
      eb.fn.coalesce(eb.fn.sum<number>('failures'), eb.lit(0)).as('failures'),
      eb.fn.countAll<number>().as('accounts'),
    ])
    .where('source', '=', source)
    .where('updated_at', '>=', since)
    .where('failures', '>', 0)
    .executeTakeFirstOrThrow();
  return { failures: Number(row.failures), accounts: Number(row.accounts) };
}

/** Forgets every counter of an account: its owner has proven themselves by another way. */
export async function clearCounters(db: Kysely<AuthSchema>, accountHash: Buffer): Promise<void> {
  await db.deleteFrom('login_attempts').where('account_hash', '=', accountHash).execute();
}

/** Deletes counters that nobody has touched for long, so that made-up addresses do not fill the table. */
export async function deleteOldCounters(db: Kysely<AuthSchema>, untouchedSince: Date): Promise<number> {
  const result = await db
    .deleteFrom('login_attempts')
    .where('updated_at', '<', untouchedSince)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

function toCounter(row: LoginAttemptsRow): Counter {
  return {
    failures: row.failures,
    pending: row.pending,
    pendingSinceMs: row.pending_since?.getTime() ?? 0,
    windowStartedAtMs: row.window_started_at.getTime(),
    lockedUntilMs: row.locked_until?.getTime(),
  };
}
