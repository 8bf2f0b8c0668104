import type { Generated, Selectable } from 'kysely';

export type LoginAttemptsTable = {
  account_hash: Buffer;
  source: string;
  failures: Generated<number>;
  pending: Generated<number>;
  pending_since: Date | null;
  window_started_at: Date;
  updated_at: Date;
  locked_until: Date | null;
};

export type LoginAttemptsRow = Selectable<LoginAttemptsTable>;
