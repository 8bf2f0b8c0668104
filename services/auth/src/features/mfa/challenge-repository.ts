import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { MfaChallengesTable } from './mfa.table.ts';

/** A login whose password was right and whose second factor is still to come. */
export type Challenge = {
  userId: string;
  /** The password that was right; a change of it voids the challenge. */
  passwordVersion: number;
  deviceLabel: string;
  source: string;
};

/** Adds a challenge. */
export async function insertChallenge(
  db: Kysely<AuthSchema>,
  challenge: Challenge,
  options: { tokenHash: Buffer; now: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('mfa_challenges')
    .values({
      token_hash: options.tokenHash,
      user_id: challenge.userId,
      password_version: challenge.passwordVersion,
      device_label: challenge.deviceLabel,
      source: challenge.source,
      created_at: options.now,
      expires_at: options.expiresAt,
    })
    .execute();
}

/** Takes one of the tries of a challenge. Returns undefined when it has none left, or does not exist. */
export async function takeChallengeTry(
  db: Kysely<AuthSchema>,
  tokenHash: Buffer,
  options: { now: Date; maxTries: number },
): Promise<Challenge | undefined> {
  const row = await db
    .updateTable('mfa_challenges')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('token_hash', '=', tokenHash)
    .where('attempts', '<', options.maxTries)
    .where('expires_at', '>', options.now)
    .returningAll()
    .executeTakeFirst();
  return row && toChallenge(row);
}

/** Uses a challenge up. Returns whether it was still there. */
export async function dropChallenge(trx: Transaction<AuthSchema>, tokenHash: Buffer): Promise<boolean> {
  const result = await trx
    .deleteFrom('mfa_challenges')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Deletes challenges that nobody has answered. Returns how many. */
export async function deleteExpiredChallenges(db: Kysely<AuthSchema>, now: Date): Promise<number> {
  const result = await db.deleteFrom('mfa_challenges').where('expires_at', '<', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}

function toChallenge(row: Selectable<MfaChallengesTable>): Challenge {
  return {
    userId: row.user_id,
    passwordVersion: row.password_version,
    deviceLabel: row.device_label,
    source: row.source,
  };
}
