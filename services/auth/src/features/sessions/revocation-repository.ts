import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';

export type RevokedSession = { sessionId: string; revokedAt: Date };

/** Ended sessions that nobody has been told about yet, the oldest first. */
export async function listUnannounced(db: Kysely<AuthSchema>, limit: number): Promise<RevokedSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'revoked_at'])
    .where('revoked_at', 'is not', null)
    .where('revocation_published', '=', false)
    .orderBy('revoked_at')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => (row.revoked_at ? [{ sessionId: row.id, revokedAt: row.revoked_at }] : []));
}

/** Notes that the end of these sessions is known everywhere. */
export async function markAnnounced(db: Kysely<AuthSchema>, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await db
    .updateTable('sessions')
    .set({ revocation_published: true })
    .where('id', 'in', sessionIds)
    .execute();
}

/**
 * Asks for every recent end to be announced again: after Redis has lost its data, this restores the list of void sessions.
 *
 * @returns how many sessions are concerned
 */
export async function reopenAnnouncements(db: Kysely<AuthSchema>, revokedAfter: Date): Promise<number> {
  const result = await db
    .updateTable('sessions')
    .set({ revocation_published: false })
    .where('revoked_at', '>', revokedAfter)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/**
 * Wipes sealed successors whose time is over, so that the database keeps nothing that any old token could still open.
 *
 * @returns how many were wiped
 */
export async function wipeSuccessors(db: Kysely<AuthSchema>, rotatedBefore: Date): Promise<number> {
  const result = await db
    .updateTable('sessions')
    .set({ successor_sealed: null })
    .where('successor_sealed', 'is not', null)
    .where('rotated_at', '<', rotatedBefore)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Deletes sessions that ended or expired long ago. Returns how many. */
export async function deleteOldSessions(db: Kysely<AuthSchema>, endedBefore: Date): Promise<number> {
  const result = await db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('revoked_at', '<', endedBefore), eb('expires_at', '<', endedBefore)]))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
