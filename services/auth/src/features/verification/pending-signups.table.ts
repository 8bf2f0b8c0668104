import type { ColumnType, Generated } from 'kysely';
import type { Profile } from '../users/user.ts';

export type PendingSignupsTable = {
  id: string;
  email: string;
  email_key: string;
  password_hash: string;
  profile: ColumnType<Profile, string, never>;
  code_hash: Buffer | null;
  token_hash: Buffer | null;
  attempts: Generated<number>;
  created_at: Date;
  code_expires_at: Date | null;
  expires_at: Date;
  /** The anonymous user who wants to keep what they have learnt. */
  user_id: string | null;
};
