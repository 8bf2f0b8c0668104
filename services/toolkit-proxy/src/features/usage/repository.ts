import { type Kysely, sql, type Transaction } from 'kysely';
import type { ToolkitSchema } from '../../schema.ts';
import type { UsageEntry } from './usage-entry.ts';

/**
 * Adds an entry to the usage ledger.
 * @param trx transaction that also publishes the event about it.
 * @returns false when the entry was there already.
 */
export async function insertUsage(trx: Transaction<ToolkitSchema>, entry: UsageEntry): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('usage_events')
    .values({
      id: entry.id,
      user_id: entry.userId,
      operation: entry.operation,
      upstream: entry.upstream,
      model: entry.model,
      outcome: entry.outcome,
      attempts: entry.attempts,
      input_units: entry.inputUnits,
      output_units: entry.outputUnits,
      estimated: entry.estimated,
      duration_ms: entry.durationMs,
      occurred_at: new Date(entry.at),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What was used on one day, for one operation, at one upstream. */
export type UsageTotal = {
  day: string;
  operation: string;
  upstream: string | null;
  requests: number;
  failures: number;
  inputUnits: number;
  outputUnits: number;
};

/**
 * Sums the ledger up.
 * @param days how many days back, today included; days are those of UTC.
 */
export async function sumUsage(db: Kysely<ToolkitSchema>, days: number): Promise<UsageTotal[]> {
  const day = sql<string>`to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD')`;
  return await db
    .selectFrom('usage_events')
    .select(({ fn }) => [
      day.as('day'),
      'operation',
      'upstream',
      fn.countAll<number>().as('requests'),
      sql<number>`count(*) filter (where outcome <> 'ok')`.as('failures'),
      fn.sum<number>('input_units').as('inputUnits'),
      fn.sum<number>('output_units').as('outputUnits'),
    ])
    .where(
      'occurred_at',
      '>=',
      sql<Date>`date_trunc('day', now(), 'UTC') - make_interval(days => ${days - 1})`,
    )
    .groupBy([day, 'operation', 'upstream'])
    .orderBy('day', 'desc')
    .orderBy('operation')
    .execute();
}
