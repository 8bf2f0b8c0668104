import { newId } from '@linguamate/shared/ids';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Direction } from '../content/item.table.ts';
import type { ReportStatus } from './report.table.ts';

type Db = Kysely<LearningSchema>;
type Trx = Transaction<LearningSchema>;

/** A report with what its author has to know to decide. */
export type AnswerReport = {
  readonly id: string;
  readonly itemId: string;
  readonly direction: Direction;
  readonly answer: string;
  readonly normalised: string;
  readonly status: ReportStatus;
  readonly prompt: string;
  readonly expected: string;
  readonly reporters: number;
};

/** Files a report, or joins the one that exists for the same answer. Returns its id and where it stands. */
export async function saveReport(
  trx: Trx,
  report: {
    courseId: string;
    itemId: string;
    direction: Direction;
    answer: string;
    normalised: string;
    at: Date;
  },
  userId: string,
): Promise<{ id: string; status: ReportStatus }> {
  const row = await trx
    .insertInto('answer_reports')
    .values({
      id: newId(),
      course_id: report.courseId,
      item_id: report.itemId,
      direction: report.direction,
      answer: report.answer,
      answer_norm: report.normalised,
      status: 'open',
      reported_at: report.at,
      decided_at: null,
    })
    // A no-op update, so that the row comes back in either case.
    .onConflict((conflict) =>
      conflict
        .columns(['item_id', 'direction', 'answer_norm'])
        .doUpdateSet((update) => ({ answer_norm: update.ref('answer_reports.answer_norm') })),
    )
    .returning(['id', 'status'])
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('answer_reporters')
    .values({ report_id: row.id, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return row;
}

/** Reports of a course with one status, those with most reporters first. */
export async function listReports(
  db: Db,
  courseId: string,
  filter: { status: ReportStatus; limit: number; reportId?: string },
): Promise<AnswerReport[]> {
  const one = filter.reportId === undefined ? sql`` : sql`and r.id = ${filter.reportId}`;
  const { rows } = await sql<AnswerReport>`
    select r.id, r.item_id as "itemId", r.direction, r.answer, r.answer_norm as normalised, r.status,
      case when r.direction = 'to_target' then i.source_text else i.target_text end as prompt,
      case when r.direction = 'to_target' then i.target_text else i.source_text end as expected,
      (select count(*) from answer_reporters p where p.report_id = r.id) as reporters
    from answer_reports r join items i on i.id = r.item_id
    where r.course_id = ${courseId} and r.status = ${filter.status} ${one}
    order by reporters desc, r.id limit ${filter.limit}`.execute(db);
  return rows;
}

/** Closes a report that is open. Returns false when somebody else has closed it. */
export async function closeReport(
  trx: Trx,
  reportId: string,
  status: 'accepted' | 'rejected',
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('answer_reports')
    .set({ status, decided_at: at })
    .where('id', '=', reportId)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Makes a reported answer an accepted one; it stays when the course is imported again. */
export async function acceptAnswer(trx: Trx, report: AnswerReport): Promise<void> {
  const last = await trx
    .selectFrom('accepted_answers')
    .select((select) => select.fn.max('ord').as('ord'))
    .where('item_id', '=', report.itemId)
    .executeTakeFirst();
  await trx
    .insertInto('accepted_answers')
    .values({
      id: newId(),
      item_id: report.itemId,
      direction: report.direction,
      text: report.answer,
      text_norm: report.normalised,
      is_primary: false,
      ord: (last?.ord ?? 0) + 1,
      origin: 'report',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** An attempt that may have been marked wrong unjustly. */
export type WrongAttempt = {
  readonly id: string;
  readonly sessionId: string;
  readonly exerciseId: string;
  readonly userId: string;
  readonly answer: string;
  readonly retryNo: number;
  readonly answeredAt: Date;
};

/** Typed answers to an item in one direction that were marked wrong. */
export async function listWrongAttempts(
  trx: Trx,
  itemId: string,
  direction: Direction,
): Promise<WrongAttempt[]> {
  const rows = await trx
    .selectFrom('attempts')
    .innerJoin('exercises', 'exercises.id', 'attempts.exercise_id')
    .select([
      'attempts.id',
      'attempts.session_id',
      'attempts.exercise_id',
      'attempts.user_id',
      'attempts.answer',
    ])
    .select(['attempts.retry_no', 'attempts.answered_at'])
    .where('attempts.item_id', '=', itemId)
    .where('attempts.correct', '=', false)
    .where('exercises.direction', '=', direction)
    .where('exercises.type', '=', 'translate')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    sessionId: row.session_id,
    exerciseId: row.exercise_id,
    userId: row.user_id,
    answer: row.answer,
    retryNo: row.retry_no,
    answeredAt: row.answered_at,
  }));
}

/** Marks an attempt as right after all, and corrects the score and XP of its session. */
export async function markRight(trx: Trx, attempt: WrongAttempt, xp: number): Promise<void> {
  await trx
    .updateTable('attempts')
    .set({ verdict: 'exact', correct: true, expected: attempt.answer, diff: '[]', xp })
    .where('id', '=', attempt.id)
    .execute();
  await sql`update practice_sessions s set xp = s.xp + ${xp},
      score = round((select count(*) from attempts a where a.session_id = s.id and a.retry_no = 0 and a.correct)::numeric
        / jsonb_array_length(s.served), 2)
    where s.id = ${attempt.sessionId} and s.finished_at is not null`.execute(trx);
}
