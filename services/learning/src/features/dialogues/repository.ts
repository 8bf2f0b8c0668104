import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { PresetName } from '../practice/presets.ts';
import type { DialogueSessionTable, DialogueTurnTable } from './dialogue.table.ts';
import type { TurnScore } from './schemas.ts';

type Db = Kysely<LearningSchema>;
type Trx = Transaction<LearningSchema>;

export type DialogueSession = {
  readonly id: string;
  readonly userId: string;
  readonly courseId: string;
  readonly sceneId: string;
  readonly difficulty: PresetName;
  readonly state: 'open' | 'ended';
  readonly goalReached: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly dueAt: Date | null;
};
export type Turn = {
  readonly id: string;
  readonly n: number;
  readonly role: 'partner' | 'learner';
  readonly text: string;
  readonly translation: string | null;
  readonly score: TurnScore | null;
  readonly clientEventId: string | null;
  readonly createdAt: Date;
};

/** Stores a new session. */
export async function insertSession(trx: Trx, session: DialogueSession): Promise<void> {
  await trx
    .insertInto('dialogue_sessions')
    .values({
      id: session.id,
      user_id: session.userId,
      course_id: session.courseId,
      scene_id: session.sceneId,
      difficulty: session.difficulty,
      state: session.state,
      started_at: session.startedAt,
      ended_at: null,
      due_at: null,
    })
    .execute();
}

/** A session of this learner; nobody else's exists for them. */
export async function findSession(
  db: Db,
  sessionId: string,
  userId: string,
): Promise<DialogueSession | undefined> {
  const row = await sessionQuery(db, sessionId, userId).executeTakeFirst();
  return row && toSession(row);
}

/** Like findSession, and keeps others from changing the session until the transaction is over. */
export async function lockSession(
  trx: Trx,
  sessionId: string,
  userId: string,
): Promise<DialogueSession | undefined> {
  const row = await sessionQuery(trx, sessionId, userId).forUpdate().executeTakeFirst();
  return row && toSession(row);
}

function sessionQuery(db: Db, sessionId: string, userId: string) {
  return db
    .selectFrom('dialogue_sessions')
    .selectAll()
    .where('id', '=', sessionId)
    .where('user_id', '=', userId);
}

/** The learner's sessions, newest first. */
export async function listSessions(
  db: Db,
  userId: string,
  page: { before: string | undefined; limit: number },
): Promise<DialogueSession[]> {
  let query = db.selectFrom('dialogue_sessions').selectAll().where('user_id', '=', userId);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toSession);
}

/** Stores how a session went; `goalReached` never goes back to false. */
export async function updateSession(
  trx: Trx,
  sessionId: string,
  change: { goalReached: boolean; endedAt?: Date | undefined; dueAt?: Date | undefined },
): Promise<void> {
  await trx
    .updateTable('dialogue_sessions')
    .set({
      goal_reached: sql<boolean>`goal_reached or ${change.goalReached}`,
      ...(change.endedAt === undefined
        ? {}
        : { state: 'ended' as const, ended_at: change.endedAt, due_at: change.dueAt ?? null }),
    })
    .where('id', '=', sessionId)
    .execute();
}

/** The turns of a session in order. */
export async function listTurns(db: Db, sessionId: string): Promise<Turn[]> {
  const rows = await db
    .selectFrom('dialogue_turns')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('n')
    .execute();
  return rows.map(toTurn);
}

/** Appends turns to a session. */
export async function insertTurns(trx: Trx, sessionId: string, turns: readonly Turn[]): Promise<void> {
  if (turns.length === 0) return;
  await trx
    .insertInto('dialogue_turns')
    .values(
      turns.map((turn) => ({
        id: turn.id,
        session_id: sessionId,
        n: turn.n,
        role: turn.role,
        text: turn.text,
        translation: turn.translation,
        score: turn.score === null ? null : JSON.stringify(turn.score),
        client_event_id: turn.clientEventId,
        created_at: turn.createdAt,
      })),
    )
    .execute();
}

function toSession(row: Selectable<DialogueSessionTable>): DialogueSession {
  return {
    id: row.id,
    userId: row.user_id,
    courseId: row.course_id,
    sceneId: row.scene_id,
    difficulty: row.difficulty,
    state: row.state,
    goalReached: row.goal_reached,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    dueAt: row.due_at,
  };
}

function toTurn(row: Selectable<DialogueTurnTable>): Turn {
  return {
    id: row.id,
    n: row.n,
    role: row.role,
    text: row.text,
    translation: row.translation,
    score: row.score,
    clientEventId: row.client_event_id,
    createdAt: row.created_at,
  };
}
