import type { Kysely, Selectable, Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { DiffPart } from '../grading/diff-words.ts';
import type { Verdict } from '../grading/grade-answer.ts';
import type { AttemptTable, PracticeSessionTable, SessionMode } from './practice.table.ts';
import type { PresetName } from './presets.ts';
import type { ServedExercise } from './served-exercise.ts';

type Db = Kysely<LearningSchema>;
type Trx = Transaction<LearningSchema>;

/** A practice session with its keys. */
export type Session = {
  readonly id: string;
  readonly userId: string;
  readonly courseId: string;
  readonly lessonId: string | null;
  readonly mode: SessionMode;
  readonly preset: PresetName;
  readonly served: readonly ServedExercise[];
  readonly xpShare: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly score: number | null;
  readonly xp: number;
};
/** One answer and what became of it. */
export type Attempt = {
  readonly id: string;
  readonly sessionId: string;
  readonly exerciseId: string;
  readonly itemId: string;
  readonly userId: string;
  readonly clientEventId: string;
  readonly answer: string;
  readonly verdict: Verdict;
  readonly correct: boolean;
  readonly expected: string;
  readonly diff: readonly DiffPart[];
  readonly note: string | null;
  readonly retryNo: number;
  readonly xp: number;
  readonly latencyMs: number | null;
  readonly answeredAt: Date;
};

/** Stores a session that begins. */
export async function insertSession(
  db: Db,
  session: Omit<Session, 'finishedAt' | 'score' | 'xp'>,
): Promise<void> {
  await db
    .insertInto('practice_sessions')
    .values({
      id: session.id,
      user_id: session.userId,
      course_id: session.courseId,
      lesson_id: session.lessonId,
      mode: session.mode,
      preset: session.preset,
      served: JSON.stringify(session.served),
      xp_share: session.xpShare,
      started_at: session.startedAt,
      finished_at: null,
      score: null,
    })
    .execute();
}

/** How often the learner has finished a lesson since an instant. */
export async function countFinishedSince(
  db: Db,
  userId: string,
  lessonId: string,
  since: Date,
): Promise<number> {
  const row = await db
    .selectFrom('practice_sessions')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('lesson_id', '=', lessonId)
    .where('started_at', '>=', since)
    .where('finished_at', 'is not', null)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** A session of this learner; another learner's is as absent as one that never was. */
export async function findSession(db: Db, sessionId: string, userId: string): Promise<Session | undefined> {
  const row = await db
    .selectFrom('practice_sessions')
    .selectAll()
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row && toSession(row);
}

/** The same, locked until the transaction ends, so that two answers at once cannot both be the first. */
export async function lockSession(trx: Trx, sessionId: string): Promise<Session | undefined> {
  const row = await trx
    .selectFrom('practice_sessions')
    .selectAll()
    .where('id', '=', sessionId)
    .forUpdate()
    .executeTakeFirst();
  return row && toSession(row);
}

/** Closes a session with its result. */
export async function finishSession(
  trx: Trx,
  sessionId: string,
  result: { score: number; xp: number; at: Date },
): Promise<void> {
  await trx
    .updateTable('practice_sessions')
    .set({ finished_at: result.at, score: result.score, xp: result.xp })
    .where('id', '=', sessionId)
    .execute();
}

/** The attempt that a client event made, if it arrived before. */
export async function findAttemptByEvent(
  db: Db,
  userId: string,
  clientEventId: string,
): Promise<Attempt | undefined> {
  const row = await db
    .selectFrom('attempts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('client_event_id', '=', clientEventId)
    .executeTakeFirst();
  return row && toAttempt(row);
}

/** All attempts of a session in the order in which they were made. */
export async function listAttempts(db: Db, sessionId: string): Promise<Attempt[]> {
  const rows = await db
    .selectFrom('attempts')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('answered_at')
    .orderBy('retry_no')
    .execute();
  return rows.map(toAttempt);
}

/** Appends an attempt. Throws a unique violation when its client event id is taken. */
export async function insertAttempt(trx: Trx, attempt: Attempt): Promise<void> {
  await trx
    .insertInto('attempts')
    .values({
      id: attempt.id,
      session_id: attempt.sessionId,
      exercise_id: attempt.exerciseId,
      item_id: attempt.itemId,
      user_id: attempt.userId,
      client_event_id: attempt.clientEventId,
      answer: attempt.answer,
      verdict: attempt.verdict,
      correct: attempt.correct,
      expected: attempt.expected,
      diff: JSON.stringify(attempt.diff),
      note: attempt.note,
      retry_no: attempt.retryNo,
      xp: attempt.xp,
      latency_ms: attempt.latencyMs,
      answered_at: attempt.answeredAt,
    })
    .execute();
}

function toSession(row: Selectable<PracticeSessionTable>): Session {
  return {
    id: row.id,
    userId: row.user_id,
    courseId: row.course_id,
    lessonId: row.lesson_id,
    mode: row.mode,
    preset: row.preset,
    served: row.served,
    xpShare: row.xp_share,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    score: row.score,
    xp: row.xp,
  };
}

function toAttempt(row: Selectable<AttemptTable>): Attempt {
  return {
    id: row.id,
    sessionId: row.session_id,
    exerciseId: row.exercise_id,
    itemId: row.item_id,
    userId: row.user_id,
    clientEventId: row.client_event_id,
    answer: row.answer,
    verdict: row.verdict,
    correct: row.correct,
    expected: row.expected,
    diff: row.diff,
    note: row.note,
    retryNo: row.retry_no,
    xp: row.xp,
    latencyMs: row.latency_ms,
    answeredAt: row.answered_at,
  };
}
