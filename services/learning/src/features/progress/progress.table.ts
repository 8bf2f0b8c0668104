import type { ColumnType, Generated } from 'kysely';

/** How often and how well a learner has completed a lesson; survives new versions of the course. */
export type LessonProgressTable = {
  user_id: string;
  lesson_id: string;
  completions: Generated<number>;
  best_score: Generated<number>;
  last_score: Generated<number>;
  completed_at: Date | null;
};

/** Why XP was earned; together with its source it can be earned once only. */
export type XpReason = 'answer' | 'lesson' | 'perfect' | 'review' | 'achievement' | 'challenge';

/** Every XP that was ever earned, one line per source. Boards, totals and levels are sums over it. */
export type XpLedgerTable = {
  id: string;
  user_id: string;
  course_id: string | null;
  amount: number;
  reason: XpReason;
  source_id: string;
  earned_at: Date;
  /** The learner's calendar day, `YYYY-MM-DD`. */
  day: string;
};

/** What a learner did on one of their own calendar days. The set of days is what a streak is made of. */
export type ActivityDayTable = {
  user_id: string;
  day: string;
  time_zone: string;
  xp: Generated<number>;
  answers: Generated<number>;
  correct_answers: Generated<number>;
  lessons: Generated<number>;
  reviews: Generated<number>;
  seconds: Generated<number>;
};

/** A freeze covers one missed day; `used_for_day` says which, and null that it is still there. */
export type StreakFreezeTable = {
  id: string;
  user_id: string;
  granted_at: Date;
  used_for_day: string | null;
  milestone: ColumnType<string | null, string | null | undefined, never>;
};
