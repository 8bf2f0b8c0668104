import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { EmailAddress } from '../users/email-address.ts';
import type { Profile } from '../users/user.ts';
import type { PendingSignupsTable } from './pending-signups.table.ts';

export type PendingSignup = {
  id: string;
  email: EmailAddress;
  passwordHash: string;
  profile: Profile;
  codeHash: Buffer | null;
  codeExpiresAt: Date | null;
  /** The anonymous user behind the sign-up, if it is an upgrade. */
  userId: string | null;
};

/** Adds a sign-up that waits for its proof. */
export async function insertPending(
  trx: Transaction<AuthSchema>,
  pending: Pick<PendingSignup, 'id' | 'email' | 'passwordHash' | 'profile' | 'userId'>,
  times: { now: Date; expiresAt: Date },
): Promise<void> {
  await trx
    .insertInto('pending_signups')
    .values({
      id: pending.id,
      email: pending.email.address,
      email_key: pending.email.key,
      password_hash: pending.passwordHash,
      profile: JSON.stringify(pending.profile),
      code_hash: null,
      token_hash: null,
      created_at: times.now,
      code_expires_at: null,
      expires_at: times.expiresAt,
      user_id: pending.userId,
    })
    .execute();
}

/** The sign-up with this id, if its time is not over. */
export async function findPending(
  db: Kysely<AuthSchema>,
  id: string,
  now: Date,
): Promise<PendingSignup | undefined> {
  const row = await db
    .selectFrom('pending_signups')
    .selectAll()
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && toPending(row);
}

/** Replaces the proofs of a sign-up; tries begin anew with a new code. */
export async function setProofs(
  trx: Transaction<AuthSchema>,
  id: string,
  proofs: { codeHash: Buffer; tokenHash: Buffer; codeExpiresAt: Date },
): Promise<void> {
  await trx
    .updateTable('pending_signups')
    .set({
      code_hash: proofs.codeHash,
      token_hash: proofs.tokenHash,
      code_expires_at: proofs.codeExpiresAt,
      attempts: 0,
    })
    .where('id', '=', id)
    .execute();
}

/**
 * Takes one of the tries that a code has: counted before the comparison and in one statement, so that tries at once
 * are all counted.
 *
 * @returns the sign-up, or undefined when it does not exist or has no tries left
 */
export async function takeTry(
  db: Kysely<AuthSchema>,
  id: string,
  options: { now: Date; maxTries: number },
): Promise<PendingSignup | undefined> {
  const row = await db
    .updateTable('pending_signups')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('attempts', '<', options.maxTries)
    .where('expires_at', '>', options.now)
    .returningAll()
    .executeTakeFirst();
  return row && toPending(row);
}

/** The sign-up that a link belongs to. */
export async function findPendingByToken(
  db: Kysely<AuthSchema>,
  tokenHash: Buffer,
  now: Date,
): Promise<PendingSignup | undefined> {
  const row = await db
    .selectFrom('pending_signups')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && toPending(row);
}

/**
 * Drops every sign-up with an address, whoever made it: the address is proven now.
 *
 * @returns the ids of the dropped ones; empty when somebody else was faster
 */
export async function dropPending(trx: Transaction<AuthSchema>, emailKey: string): Promise<string[]> {
  const rows = await trx
    .deleteFrom('pending_signups')
    .where('email_key', '=', emailKey)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Deletes sign-ups that were never proven. Returns how many. */
export async function deleteExpiredPending(db: Kysely<AuthSchema>, now: Date): Promise<number> {
  const result = await db.deleteFrom('pending_signups').where('expires_at', '<', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}

function toPending(row: Selectable<PendingSignupsTable>): PendingSignup {
  return {
    id: row.id,
    email: { address: row.email, key: row.email_key },
    passwordHash: row.password_hash,
    profile: row.profile,
    codeHash: row.code_hash,
    codeExpiresAt: row.code_expires_at,
    userId: row.user_id,
  };
}
