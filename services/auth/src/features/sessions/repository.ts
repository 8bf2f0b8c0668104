import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { AuthenticationMethod, EndReason, Session } from './session.ts';
import type { SessionRow } from './sessions.table.ts';

const sessionColumns = ['id', 'user_id', 'amr', 'authenticated_at', 'absolute_expires_at'] as const;

export type NewSession = Session & {
  deviceLabel: string;
  source: string;
  refreshHash: Buffer;
  expiresAt: Date;
};

/** What a refresh needs to know about a session that did not rotate. */
export type RefreshState = {
  session: Session;
  previousHash: Buffer | null;
  successorSealed: Buffer | null;
  rotatedAt: Date | null;
  expiresAt: Date;
  isRevoked: boolean;
};

export type Rotation = {
  sessionId: string;
  presentedHash: Buffer;
  successorHash: Buffer;
  successorSealed: Buffer;
  now: Date;
  idleSeconds: number;
};

/** Adds a session. */
export async function insertSession(
  trx: Transaction<AuthSchema>,
  session: NewSession,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('sessions')
    .values({
      id: session.id,
      user_id: session.userId,
      device_label: session.deviceLabel,
      source: session.source,
      amr: session.amr,
      authenticated_at: session.authenticatedAt,
      refresh_hash: session.refreshHash,
      previous_hash: null,
      successor_sealed: null,
      rotated_at: null,
      created_at: now,
      last_used_at: now,
      expires_at: session.expiresAt,
      absolute_expires_at: session.absoluteExpiresAt,
      revoked_at: null,
      revoked_reason: null,
    })
    .execute();
}

/**
 * Replaces the refresh token of a session if, and only if, the presented one is still current: compare and swap in one
 * statement, so that of any number of racers on any number of instances exactly one wins.
 *
 * @returns the session, or undefined when another token is current, or the session is over
 */
export async function rotateSession(
  db: Kysely<AuthSchema>,
  rotation: Rotation,
): Promise<Session | undefined> {
  const idleUntil = new Date(rotation.now.getTime() + rotation.idleSeconds * 1000);
  const row = await db
    .updateTable('sessions')
    .set((eb) => ({
      refresh_hash: rotation.successorHash,
      previous_hash: rotation.presentedHash,
      successor_sealed: rotation.successorSealed,
      rotated_at: rotation.now,
      last_used_at: rotation.now,
      expires_at: eb.fn<Date>('least', [eb.val(idleUntil), 'absolute_expires_at']),
    }))
    .where('id', '=', rotation.sessionId)
    .where('refresh_hash', '=', rotation.presentedHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', rotation.now)
    .returning(sessionColumns)
    .executeTakeFirst();
  return row && toSession(row);
}

/** The state of a session whose rotation did not succeed. */
export async function findRefreshState(
  db: Kysely<AuthSchema>,
  sessionId: string,
): Promise<RefreshState | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select([
      ...sessionColumns,
      'previous_hash',
      'successor_sealed',
      'rotated_at',
      'expires_at',
      'revoked_at',
    ])
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return (
    row && {
      session: toSession(row),
      previousHash: row.previous_hash,
      successorSealed: row.successor_sealed,
      rotatedAt: row.rotated_at,
      expiresAt: row.expires_at,
      isRevoked: row.revoked_at !== null,
    }
  );
}

/** The session that a token was made for, if it and its user may still act at this moment. */
export async function findLiveSession(
  db: Kysely<AuthSchema>,
  sessionId: string,
  now: Date,
): Promise<Session | undefined> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'user_id', 'amr', 'authenticated_at', 'absolute_expires_at'])
    .where('sessions.id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('users.disabled_at', 'is', null)
    .executeTakeFirst();
  return row && toSession(row);
}

/** The session whose current or previous refresh token has this hash. */
export async function findSessionByTokenHash(
  db: Kysely<AuthSchema>,
  sessionId: string,
  hash: Buffer,
): Promise<Session | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select(sessionColumns)
    .where('id', '=', sessionId)
    .where((eb) => eb.or([eb('refresh_hash', '=', hash), eb('previous_hash', '=', hash)]))
    .executeTakeFirst();
  return row && toSession(row);
}

export type SessionFilter = {
  userId?: string;
  sessionId?: string;
  /** This one stays. */
  exceptSessionId?: string | undefined;
};

/** Ends sessions. Returns the ids of those that this call has ended; ending an ended session does nothing. */
export async function revokeSessions(
  db: Kysely<AuthSchema>,
  filter: SessionFilter,
  end: { reason: EndReason; now: Date },
): Promise<string[]> {
  const { userId, sessionId, exceptSessionId } = filter;
  if (userId === undefined && sessionId === undefined)
    throw new Error('Refusing to end the sessions of everybody');
  const rows = await db
    .updateTable('sessions')
    .set({ revoked_at: end.now, revoked_reason: end.reason, successor_sealed: null })
    .where('revoked_at', 'is', null)
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
    .$if(sessionId !== undefined, (query) => query.where('id', '=', sessionId ?? ''))
    .$if(exceptSessionId !== undefined, (query) => query.where('id', '<>', exceptSessionId ?? ''))
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Ends the sessions of a user that are one too many, those unused for longest first.
 *
 * @param keep how many may stay
 */
export async function revokeSurplusSessions(
  trx: Transaction<AuthSchema>,
  userId: string,
  keep: number,
  now: Date,
): Promise<string[]> {
  const surplus = trx
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .offset(keep);
  const rows = await trx
    .updateTable('sessions')
    .set({ revoked_at: now, revoked_reason: 'too_many', successor_sealed: null })
    .where('id', 'in', surplus)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

function toSession(row: Pick<SessionRow, (typeof sessionColumns)[number]>): Session {
  return {
    id: row.id,
    userId: row.user_id,
    // The column only ever receives these names, from insertSession.
    amr: row.amr as AuthenticationMethod[],
    authenticatedAt: row.authenticated_at,
    absoluteExpiresAt: row.absolute_expires_at,
  };
}
