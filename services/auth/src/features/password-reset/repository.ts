import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { TokenPurpose } from './one-time-tokens.table.ts';

/** Gives a user a token for a purpose; it replaces the one before. */
export async function putToken(
  trx: Transaction<AuthSchema>,
  token: { userId: string; purpose: TokenPurpose; hash: Buffer; data?: Record<string, string> },
  times: { now: Date; expiresAt: Date },
): Promise<void> {
  const values = {
    token_hash: token.hash,
    data: JSON.stringify(token.data ?? {}),
    created_at: times.now,
    expires_at: times.expiresAt,
  };
  await trx
    .insertInto('one_time_tokens')
    .values({ user_id: token.userId, purpose: token.purpose, ...values })
    .onConflict((conflict) => conflict.columns(['user_id', 'purpose']).doUpdateSet(values))
    .execute();
}

/** Whose token this is, without using it up. */
export async function findToken(
  db: Kysely<AuthSchema>,
  purpose: TokenPurpose,
  hash: Buffer,
  now: Date,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('one_time_tokens')
    .select('user_id')
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.user_id;
}

/**
 * Uses a token up: looking and taking are one statement, so of any number of uses at once one succeeds.
 *
 * @returns whose it was, and what was noted with it
 */
export async function takeToken(
  db: Kysely<AuthSchema>,
  purpose: TokenPurpose,
  hash: Buffer,
  now: Date,
): Promise<{ userId: string; data: Record<string, string> } | undefined> {
  const row = await db
    .deleteFrom('one_time_tokens')
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .returning(['user_id', 'data'])
    .executeTakeFirst();
  return row && { userId: row.user_id, data: row.data };
}

/** Voids every token of a user: links that are still under way die with the password or address that they were made for. */
export async function dropAllTokens(trx: Transaction<AuthSchema>, userId: string): Promise<void> {
  await trx.deleteFrom('one_time_tokens').where('user_id', '=', userId).execute();
}

/** Deletes tokens that were never used. Returns how many. */
export async function deleteExpiredTokens(db: Kysely<AuthSchema>, now: Date): Promise<number> {
  const result = await db.deleteFrom('one_time_tokens').where('expires_at', '<', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}
