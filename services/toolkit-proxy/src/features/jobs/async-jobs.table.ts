import type { Generated } from 'kysely';

/** Work that takes longer than a request should. */
export type AsyncJobsTable = {
  id: string;
  user_id: string;
  kind: string;
  /** JSON; written as text, read parsed. */
  input: unknown;
  status: string;
  result: unknown;
  error_code: string | null;
  created_at: Generated<Date>;
  started_at: Date | null;
  finished_at: Date | null;
  expires_at: Date;
};
