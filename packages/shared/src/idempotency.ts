import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Clock, systemClock } from './clock.ts';
import { transact } from './database.ts';
import { commonErrors } from './errors.ts';
import { asEventTransaction, type EventTables, type IdempotencyKeysTable } from './events/tables.ts';

export type { IdempotencyKeysTable };

/** How long the answer to a request is kept for its repetitions. */
export const IDEMPOTENCY_TTL_SECONDS = 86_400;

export type IdempotentRequest<Schema> = {
  db: Kysely<Schema>;
  /** The client's key; without one the work is simply done. */
  key: string | undefined;
  /** Whose key it is and for what: `idempotencyScope(userId, route)`. */
  scope: string;
  /** Digest of what was asked, from `fingerprintOf`. */
  fingerprint: string;
  clock?: Clock;
};

/** The answer to keep: whatever a repetition of the request shall get. */
export type IdempotentAnswer<Body> = { status: number; body: Body };

/**
 * Does the work of a request at most once per key, and gives repetitions the first answer. Work and answer commit
 * together; a failure keeps nothing, so the client may try again with the same key.
 *
 * @param run the work, all of it on the transaction it gets; `body` has to survive JSON unchanged
 * @returns the answer, and whether it is that of an earlier request
 * @throws idempotency_in_progress while the first request is still running, idempotency_key_reused when the key came
 *   with another request before, and whatever `run` throws
 */
export async function withIdempotency<Schema extends EventTables, Body>(
  request: IdempotentRequest<Schema>,
  run: (trx: Transaction<Schema>) => Promise<IdempotentAnswer<Body>>,
): Promise<IdempotentAnswer<Body> & { replayed: boolean }> {
  const { key } = request;
  return await transact(request.db, async (trx) => {
    if (key === undefined) return { ...(await run(trx)), replayed: false };
    const tables = asEventTransaction(trx);
    await claimKey(tables, request.scope, key);
    const earlier = await findAnswer<Body>(tables, request, key);
    if (earlier !== undefined) return { ...earlier, replayed: true };
    const answer = await run(trx);
    await keepAnswer(tables, request, key, answer);
    return { ...answer, replayed: false };
  });
}

/** Returns the scope of a key: the same key of another user, or on another route, is another key. */
export function idempotencyScope(userId: string, route: string): string {
  return `${userId} ${route}`;
}

/** Returns a digest of a request body in which the order of members does not matter. */
export function fingerprintOf(body: unknown): string {
  return createHash('sha256').update(canonicalJson(body)).digest('base64url');
}

const KEY = /^"?([\x21\x23-\x5b\x5d-\x7e]{1,255})"?$/;

/**
 * Reads an Idempotency-Key header, with or without the quotes that the draft's structured field has.
 *
 * @returns the key, or undefined when there is none
 * @throws bad_request when it is empty, too long, repeated, or has other than visible ASCII characters
 */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = typeof header === 'string' ? KEY.exec(header.trim())?.[1] : undefined;
  if (key === undefined) {
    throw commonErrors.bad_request({ detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.' });
  }
  return key;
}

// A lock and not a row marked "running": the lock ends with the connection, so a crash leaves no key blocked.
async function claimKey(trx: Transaction<EventTables>, scope: string, key: string): Promise<void> {
  const { rows } = await sql<{ claimed: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${scope} ${key}`}, 0)) as claimed
  `.execute(trx);
  if (rows[0]?.claimed !== true) throw commonErrors.idempotency_in_progress({ retryAfterSeconds: 1 });
}

async function findAnswer<Body>(
  trx: Transaction<EventTables>,
  request: Pick<IdempotentRequest<EventTables>, 'scope' | 'fingerprint' | 'clock'>,
  key: string,
): Promise<IdempotentAnswer<Body> | undefined> {
  const row = await trx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'status', 'body'])
    .where('scope', '=', request.scope)
    .where('key', '=', key)
    .where('expires_at', '>', now(request.clock))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.fingerprint !== request.fingerprint) throw commonErrors.idempotency_key_reused();
  return { status: row.status, body: row.body as Body };
}

async function keepAnswer<Body>(
  trx: Transaction<EventTables>,
  request: Pick<IdempotentRequest<EventTables>, 'scope' | 'fingerprint' | 'clock'>,
  key: string,
  answer: IdempotentAnswer<Body>,
): Promise<void> {
  const values = {
    fingerprint: request.fingerprint,
    status: answer.status,
    body: answer.body === undefined ? null : JSON.stringify(answer.body),
    expires_at: new Date(now(request.clock).getTime() + IDEMPOTENCY_TTL_SECONDS * 1_000),
  };
  await trx
    .insertInto('idempotency_keys')
    .values({ scope: request.scope, key, ...values })
    .onConflict((conflict) => conflict.columns(['scope', 'key']).doUpdateSet(values))
    .execute();
}

/** Deletes the answers that nobody may ask for any more; for a periodical job. */
export async function deleteExpiredAnswers(
  db: Kysely<EventTables>,
  clock: Clock = systemClock,
): Promise<number> {
  const result = await db
    .deleteFrom('idempotency_keys')
    .where('expires_at', '<=', now(clock))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

function now(clock: Clock = systemClock): Date {
  return new Date(clock.now());
}

function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) => {
      if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
      return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? ''
  );
}
