import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { AuditDetail } from './audit.table.ts';

export type AuditEntry = {
  position: number;
  id: string;
  userId: string | null;
  action: string;
  network: string | null;
  sessionId: string | null;
  detail: AuditDetail;
  occurredAt: Date;
};

export type AuditQuery = { userId?: string | undefined; before?: number | undefined; limit: number };

/** Entries of the audit log, the newest first. */
export async function listAuditEntries(db: Kysely<AuthSchema>, query: AuditQuery): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom('audit_events')
    .selectAll()
    .$if(query.userId !== undefined, (rows) => rows.where('user_id', '=', query.userId ?? null))
    .$if(query.before !== undefined, (rows) => rows.where('written', '<', query.before ?? 0))
    .orderBy('written', 'desc')
    .limit(query.limit)
    .execute();
  return rows.map((row) => ({
    position: row.written,
    id: row.id,
    userId: row.user_id,
    action: row.action,
    network: row.source,
    sessionId: row.session_id,
    detail: row.detail,
    occurredAt: row.occurred_at,
  }));
}
