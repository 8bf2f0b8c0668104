import type { Clock } from '@linguamate/shared/clock';
import type { Logger } from '@linguamate/shared/logger';
import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { listUnannounced, markAnnounced, type RevokedSession } from './revocation-repository.ts';

/** Verifiers accept tokens until a few seconds after their end; a revocation is remembered a little longer than that. */
const marginSeconds = 60;
const batchSize = 500;

export type RevocationAnnouncer = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  logger: Logger;
  accessTokenTtlSeconds: number;
  /** Tells every gateway and service that tokens of a session are void from now on. */
  publish(revocation: { sessionId: string; untilMs: number }): Promise<void>;
};

/**
 * Announces sessions that were just ended. Failing is no error of the request: the end stands in the database, and the
 * worker announces whatever is still open.
 */
export async function announceRevocations(
  announcer: RevocationAnnouncer,
  sessionIds: readonly string[],
): Promise<void> {
  if (sessionIds.length === 0) return;
  const revokedAt = new Date(announcer.clock.now());
  try {
    await announceAll(
      announcer,
      sessionIds.map((sessionId) => ({ sessionId, revokedAt })),
    );
  } catch (error) {
    announcer.logger.warn({ err: error, count: sessionIds.length }, 'revocations are announced later');
  }
}

/** Announces what a crash or an outage of Redis has left unannounced. Returns how many there were. */
export async function announceLeftovers(announcer: RevocationAnnouncer): Promise<number> {
  const leftovers = await listUnannounced(announcer.db, batchSize);
  await announceAll(announcer, leftovers);
  return leftovers.length;
}

async function announceAll(
  announcer: RevocationAnnouncer,
  sessions: readonly RevokedSession[],
): Promise<void> {
  const lifeMs = (announcer.accessTokenTtlSeconds + marginSeconds) * 1000;
  await Promise.all(
    sessions.map((session) =>
      announcer.publish({ sessionId: session.sessionId, untilMs: session.revokedAt.getTime() + lifeMs }),
    ),
  );
  await markAnnounced(
    announcer.db,
    sessions.map((session) => session.sessionId),
  );
}
