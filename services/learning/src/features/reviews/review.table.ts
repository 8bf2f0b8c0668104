import type { Generated } from 'kysely';
import type { Direction } from '../content/item.table.ts';

/** FSRS names for how far a card is. */
export type CardStateName = 'new' | 'learning' | 'review' | 'relearning';

/** A cache of what the log of a card amounts to; any row can be made again from `review_log`. */
export type CardTable = {
  id: string;
  user_id: string;
  course_id: string;
  item_id: string;
  direction: Direction;
  state: CardStateName;
  due: Date | null;
  stability: Generated<number>;
  difficulty: Generated<number>;
  reps: Generated<number>;
  lapses: Generated<number>;
  step: Generated<number>;
  scheduled_days: Generated<number>;
  last_review: Date | null;
  /** The learner's calendar day of the last review, `YYYY-MM-DD`. */
  last_day: string | null;
  suspended: Generated<boolean>;
  created_at: Date;
};

/** Where a review came from: a lesson, the review queue, or a device that was offline. */
export type ReviewOrigin = 'lesson' | 'review' | 'sync';

/** What happened, append-only. `client_event_id` makes every event count once, however often it is sent. */
export type ReviewLogTable = {
  id: string;
  card_id: string;
  user_id: string;
  client_event_id: string;
  rating: number;
  reviewed_at: Date;
  day: string;
  latency_ms: number | null;
  origin: ReviewOrigin;
  device_id: string | null;
  received_at: Date;
};
