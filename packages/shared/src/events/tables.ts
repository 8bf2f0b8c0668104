import type { Generated, Kysely, Transaction } from 'kysely';

/** Events that this service has written and the relay delivers. */
export type OutboxTable = {
  id: string;
  position: Generated<number>;
  name: string;
  version: number;
  /** JSON; written as text, read parsed. */
  payload: unknown;
  occurred_at: Date;
  request_id: string | null;
  traceparent: string | null;
  published_at: Date | null;
};

/** Events of others that this service has dealt with. */
export type InboxTable = {
  event_id: string;
  name: string;
  handled_at: Generated<Date>;
};

/** Answers given to requests with an Idempotency-Key. */
export type IdempotencyKeysTable = {
  scope: string;
  key: string;
  fingerprint: string;
  status: number;
  body: unknown;
  expires_at: Date;
};

/** The tables that the kit brings along; the schema type of a service extends it. */
export type EventTables = {
  outbox: OutboxTable;
  inbox: InboxTable;
  idempotency_keys: IdempotencyKeysTable;
};

/**
 * Sees a service's transaction as one on the kit's tables alone. Kysely's types are invariant in the schema, so
 * `Transaction<Mine>` is not assignable to `Transaction<EventTables>` although every query on the latter is valid.
 */
export function asEventTransaction<Schema extends Partial<EventTables>>(
  trx: Transaction<Schema>,
): Transaction<EventTables> {
  return trx as unknown as Transaction<EventTables>;
}

/** The same for a database handle. */
export function asEventDatabase<Schema extends Partial<EventTables>>(
  db: Kysely<Schema>,
): Kysely<EventTables> {
  return db as unknown as Kysely<EventTables>;
}
