import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';

export type Device = {
  id: string;
  deviceLabel: string;
  network: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
};

/** The sessions of a user that can still be continued, the one used last first. */
export async function listDevices(db: Kysely<AuthSchema>, userId: string, now: Date): Promise<Device[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'device_label', 'source', 'created_at', 'last_used_at', 'expires_at'])
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    deviceLabel: row.device_label,
    network: row.source,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  }));
}

/** Whether a session is, or was, one of this user's. */
export async function ownsSession(
  db: Kysely<AuthSchema>,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}
