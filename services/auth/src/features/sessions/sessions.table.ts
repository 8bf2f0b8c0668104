import type { Generated, Selectable } from 'kysely';

export type SessionsTable = {
  id: string;
  user_id: string;
  device_label: string;
  source: string;
  amr: string[];
  authenticated_at: Date;
  refresh_hash: Buffer;
  previous_hash: Buffer | null;
  successor_sealed: Buffer | null;
  rotated_at: Date | null;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  absolute_expires_at: Date;
  revoked_at: Date | null;
  revoked_reason: string | null;
  revocation_published: Generated<boolean>;
};

export type SessionRow = Selectable<SessionsTable>;
