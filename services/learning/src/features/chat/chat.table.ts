import type { Generated, JSONColumnType } from 'kysely';
import type { MessageDetails } from './schemas.ts';

export type ChatThreadTable = {
  id: string;
  user_id: string;
  course_id: string;
  title: string;
  summary: string | null;
  /** The last message that the summary covers. */
  summarised_to: Generated<string | null>;
  created_at: Date;
  updated_at: Date;
};

export type ChatMessageTable = {
  id: string;
  thread_id: string;
  role: 'learner' | 'tutor';
  text: string;
  details: JSONColumnType<MessageDetails>;
  client_event_id: string | null;
  /** The learner's message that this one answers: at most one answer can exist. */
  reply_to: string | null;
  /** Whoever writes the answer to this message right now, until when. */
  answering_by: Generated<string | null>;
  answering_until: Generated<Date | null>;
  /** The day whose quota this message was taken from. */
  quota_day: Generated<string | null>;
  created_at: Date;
};

export type MessageQuotaTable = { user_id: string; day: string; used: number };

export type AcceptedCorrectionTable = {
  message_id: string;
  position: number;
  user_id: string;
  item_id: string;
  created_at: Date;
};
