import type { ColumnType } from 'kysely';

/** What a token is good for. A token of one purpose is nothing for another. */
export type TokenPurpose = 'password-reset' | 'email-change' | 'export-download';

export type OneTimeTokensTable = {
  user_id: string;
  purpose: TokenPurpose;
  token_hash: Buffer;
  data: ColumnType<Record<string, string>, string, string>;
  created_at: Date;
  expires_at: Date;
};
