import type { ColumnType, Selectable } from 'kysely';

export type MailsTable = {
  id: string;
  template: string;
  user_id: string | null;
  signup_id: string | null;
  recipient_hash: Buffer;
  /** Wiped once the mail is sent. */
  address_sealed: Buffer | null;
  locale: string;
  /** Plain facts, never a secret: codes and links are made at the moment of sending. */
  data: ColumnType<MailData, string, never>;
  created_at: Date;
  queued_at: Date | null;
  done_at: Date | null;
};

export type MailData = Record<string, string | number | boolean>;
export type MailRow = Selectable<MailsTable>;
