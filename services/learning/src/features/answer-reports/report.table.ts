import type { Direction } from '../content/item.table.ts';

export type ReportStatus = 'open' | 'accepted' | 'rejected';

/** An answer that learners say is right; one row however many of them say so. */
export type AnswerReportTable = {
  id: string;
  course_id: string;
  item_id: string;
  direction: Direction;
  answer: string;
  answer_norm: string;
  status: ReportStatus;
  reported_at: Date;
  decided_at: Date | null;
};

/** Who said so: a learner counts once per answer. */
export type AnswerReporterTable = { report_id: string; user_id: string };
