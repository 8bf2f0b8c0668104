import type { ColumnType, Selectable } from 'kysely';

type AppendOnly<T> = ColumnType<T, T, never>;

export type AuditEventsTable = {
  id: AppendOnly<string>;
  /** Grows with every entry. */
  written: ColumnType<number, never, never>;
  user_id: AppendOnly<string | null>;
  action: AppendOnly<string>;
  source: AppendOnly<string | null>;
  session_id: AppendOnly<string | null>;
  /** JSON; written as text, read parsed. */
  detail: ColumnType<AuditDetail, string, never>;
  occurred_at: AppendOnly<Date>;
};

/** The order of the events, each link holding a hash over everything before it. */
export type AuditChainTable = {
  position: AppendOnly<number>;
  event_id: AppendOnly<string>;
  hash: AppendOnly<Buffer>;
};

export type AuditDetail = Record<string, string | number | boolean>;
export type AuditEventRow = Selectable<AuditEventsTable>;
