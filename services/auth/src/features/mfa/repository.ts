import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';

export type TotpFactor = { secretSealed: Buffer; isConfirmed: boolean };

/** The factor of a user, confirmed or not. */
export async function findFactor(db: Kysely<AuthSchema>, userId: string): Promise<TotpFactor | undefined> {
  const row = await db
    .selectFrom('totp_factors')
    .select(['secret_sealed', 'confirmed_at'])
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row && { secretSealed: row.secret_sealed, isConfirmed: row.confirmed_at !== null };
}

/** Stores a factor that still has to be confirmed. A confirmed one is never replaced: returns whether it was stored. */
export async function putUnconfirmedFactor(
  trx: Transaction<AuthSchema>,
  userId: string,
  secretSealed: Buffer,
  now: Date,
): Promise<boolean> {
  const values = { secret_sealed: secretSealed, created_at: now, confirmed_at: null };
  const result = await trx
    .insertInto('totp_factors')
    .values({ user_id: userId, ...values })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ ...values, last_step: 0 })
        .where('totp_factors.confirmed_at', 'is', null),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/**
 * Uses up the code of a step. Looking and noting are one statement, so a code that comes twice at once works once.
 *
 * @returns whether the step was newer than every one used before
 */
export async function useStep(db: Kysely<AuthSchema>, userId: string, step: number): Promise<boolean> {
  const result = await db
    .updateTable('totp_factors')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** From now on logins ask for the factor. Returns whether there was one to confirm. */
export async function confirmFactor(
  trx: Transaction<AuthSchema>,
  userId: string,
  now: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('totp_factors')
    .set({ confirmed_at: now })
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Forgets the factor and the recovery codes of a user. */
export async function deleteFactor(trx: Transaction<AuthSchema>, userId: string): Promise<void> {
  await trx.deleteFrom('totp_factors').where('user_id', '=', userId).execute();
  await trx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
}

/** Replaces all recovery codes of a user. */
export async function replaceRecoveryCodes(
  trx: Transaction<AuthSchema>,
  userId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await trx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await trx
    .insertInto('recovery_codes')
    .values(hashes.map((hash) => ({ user_id: userId, code_hash: hash })))
    .execute();
}

/** Uses up a recovery code. Returns whether it was one. */
export async function takeRecoveryCode(
  db: Kysely<AuthSchema>,
  userId: string,
  hash: Buffer,
): Promise<boolean> {
  const result = await db
    .deleteFrom('recovery_codes')
    .where('user_id', '=', userId)
    .where('code_hash', '=', hash)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
