import { transact } from '@linguamate/shared/database';
import { publishEvent } from '@linguamate/shared/events/outbox';
import type { Kysely } from 'kysely';
import type { ToolkitSchema } from '../../schema.ts';
import { isErased } from '../learners/repository.ts';
import { insertUsage } from './repository.ts';
import type { UsageEntry } from './usage-entry.ts';

/**
 * Writes an entry into the ledger and tells the other services, exactly once however often the job runs.
 * @param db the service's database.
 * @param entry what was used.
 */
export async function storeUsage(db: Kysely<ToolkitSchema>, entry: UsageEntry): Promise<void> {
  await transact(db, async (trx) => {
    if (await isErased(trx, entry.userId)) return;
    const isNew = await insertUsage(trx, entry);
    if (!isNew || entry.outcome !== 'ok') return;
    await publishEvent(trx, 'usage.recorded', {
      id: entry.id,
      userId: entry.userId,
      operation: entry.operation,
      inputUnits: entry.inputUnits,
      outputUnits: entry.outputUnits,
      at: entry.at,
    });
  });
}
