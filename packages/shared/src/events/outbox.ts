import type { Transaction } from 'kysely';
import { currentContext } from '../http/context.ts';
import { newId } from '../ids.ts';
import { fits } from '../json-schema.ts';
import { type EventName, type EventPayload, eventCatalogue } from './catalogue.ts';
import { asEventTransaction, type OutboxTable } from './tables.ts';

export type { OutboxTable };

/**
 * Writes an event in the caller's transaction: it goes out if, and only if, that transaction commits.
 *
 * The id and trace of the current request travel with it.
 *
 * @param trx transaction on a schema with the kit's tables
 * @returns the event's id
 * @throws TypeError when the payload does not fit the catalogue, as a subscriber could do nothing with it
 */
export async function publishEvent<N extends EventName, Schema extends { outbox: OutboxTable }>(
  trx: Transaction<Schema>,
  name: N,
  payload: EventPayload<N>,
): Promise<string> {
  const entry = eventCatalogue[name];
  if (!fits(entry.payload, payload))
    throw new TypeError(`payload of ${name} does not fit the event catalogue`);
  const context = currentContext();
  const id = newId();
  await asEventTransaction(trx)
    .insertInto('outbox')
    .values({
      id,
      name,
      version: entry.version,
      payload: JSON.stringify(payload),
      occurred_at: new Date(),
      request_id: context?.requestId ?? null,
      traceparent: context?.traceparent ?? null,
      published_at: null,
    })
    .execute();
  return id;
}
