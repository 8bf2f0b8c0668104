import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { PasskeysTable } from './passkeys.table.ts';

export type Passkey = {
  id: string;
  userId: string;
  publicKey: Buffer;
  counter: number;
  label: string;
  createdAt: Date;
  lastUsedAt: Date | null;
};

/** Notes a challenge that was given out. */
export async function insertPasskeyChallenge(
  db: Kysely<AuthSchema>,
  challenge: { hash: Buffer; userId: string | null; expiresAt: Date },
): Promise<void> {
  const { hash, userId, expiresAt } = challenge;
  await db
    .insertInto('passkey_challenges')
    .values({ challenge_hash: hash, user_id: userId, expires_at: expiresAt })
    .execute();
}

/** Uses a challenge up: an answer to it counts once. Returns whether it was given out for this purpose. */
export async function takePasskeyChallenge(
  db: Kysely<AuthSchema>,
  hash: Buffer,
  userId: string | null,
  now: Date,
): Promise<boolean> {
  const result = await db
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', '=', hash)
    .where('user_id', 'is not distinct from', userId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Adds a passkey. Throws the unique violation of its primary key when the authenticator is registered already. */
export async function insertPasskey(
  trx: Transaction<AuthSchema>,
  passkey: Omit<Passkey, 'createdAt' | 'lastUsedAt'>,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('passkeys')
    .values({
      credential_id: passkey.id,
      user_id: passkey.userId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      label: passkey.label,
      created_at: now,
      last_used_at: null,
    })
    .execute();
}

/** The passkeys of a user, the oldest first. */
export async function listPasskeys(db: Kysely<AuthSchema>, userId: string): Promise<Passkey[]> {
  const rows = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('credential_id')
    .execute();
  return rows.map(toPasskey);
}

/** The passkey with this id, whosever it is. */
export async function findPasskey(db: Kysely<AuthSchema>, id: string): Promise<Passkey | undefined> {
  const row = await db.selectFrom('passkeys').selectAll().where('credential_id', '=', id).executeTakeFirst();
  return row && toPasskey(row);
}

/** Notes a use. Returns false when another use with the same counter was faster: one of the two is a copy. */
export async function usePasskey(
  trx: Transaction<AuthSchema>,
  passkey: Passkey,
  newCounter: number,
  now: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('passkeys')
    .set({ counter: newCounter, last_used_at: now })
    .where('credential_id', '=', passkey.id)
    .where('counter', '=', passkey.counter)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Forgets a passkey of a user. Returns whether there was one. */
export async function deletePasskey(
  trx: Transaction<AuthSchema>,
  userId: string,
  id: string,
): Promise<boolean> {
  const result = await trx
    .deleteFrom('passkeys')
    .where('user_id', '=', userId)
    .where('credential_id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Deletes challenges that nobody has answered. Returns how many. */
export async function deleteExpiredPasskeyChallenges(db: Kysely<AuthSchema>, now: Date): Promise<number> {
  const result = await db.deleteFrom('passkey_challenges').where('expires_at', '<', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}

function toPasskey(row: Selectable<PasskeysTable>): Passkey {
  return {
    id: row.credential_id,
    userId: row.user_id,
    publicKey: row.public_key,
    counter: row.counter,
    label: row.label,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
