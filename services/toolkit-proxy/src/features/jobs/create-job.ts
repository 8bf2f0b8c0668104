import { commonErrors } from '@linguamate/shared/errors';
import { fingerprintOf, idempotencyScope, withIdempotency } from '@linguamate/shared/idempotency';
import { newId } from '@linguamate/shared/ids';
import type { Logger } from '@linguamate/shared/logger';
import type { Kysely } from 'kysely';
import type { ToolkitSchema } from '../../schema.ts';
import { type AsyncJob, deleteJob, findJob, insertJob } from './repository.ts';
import type { AsyncWork } from './schemas.ts';

/** What asking for long work needs. */
export type JobDependencies = {
  db: Kysely<ToolkitSchema>;
  /** Puts a job into the queue; the same id is queued once. */
  enqueue: (id: string) => Promise<unknown>;
  logger: Logger;
};

/** A result is kept for a day. */
const keptMs = 86_400_000;

/** A job that still waits after this time may have been lost between database and queue. */
const suspiciousMs = 30_000;

/**
 * Takes long work in.
 * @param userId the learner.
 * @param work what to do.
 * @param key the client's Idempotency-Key, if any.
 * @param deps database and queue.
 * @returns the job, also when an earlier request with the same key has made it.
 * @throws {ServiceError} `service_unavailable` when the queue cannot be reached; nothing is kept then.
 */
export async function createJob(
  userId: string,
  work: AsyncWork,
  key: string | undefined,
  deps: JobDependencies,
): Promise<AsyncJob> {
  const scope = idempotencyScope(userId, 'POST /api/toolkit/jobs');
  const request = { db: deps.db, key, scope, fingerprint: fingerprintOf(work) };
  const { body, replayed } = await withIdempotency(request, async (trx) => {
    const id = newId();
    await insertJob(trx, { id, userId, work, expiresAt: new Date(Date.now() + keptMs) });
    return { status: 202, body: { id } };
  });
  if (!replayed) await enqueueOrForget(body.id, deps);
  const job = await findJob(deps.db, body.id, userId);
  if (job === null) throw commonErrors.not_found();
  return job;
}

async function enqueueOrForget(id: string, { db, enqueue }: JobDependencies): Promise<void> {
  try {
    await enqueue(id);
  } catch (cause) {
    await deleteJob(db, id);
    throw commonErrors.service_unavailable({
      cause,
      message: 'a job cannot be queued',
      retryAfterSeconds: 5,
    });
  }
}

/**
 * Shows a job to its owner, and queues it again if it seems to have been lost.
 * @throws {ServiceError} `not_found`, also for the jobs of others.
 */
export async function showJob(userId: string, id: string, deps: JobDependencies): Promise<AsyncJob> {
  const job = await findJob(deps.db, id, userId);
  if (job === null) throw commonErrors.not_found();
  const isSuspicious = job.status === 'queued' && Date.now() - job.createdAt.getTime() > suspiciousMs;
  if (isSuspicious) {
    await deps
      .enqueue(id)
      .catch((error: unknown) => deps.logger.warn({ err: error }, 'a job is still not queued'));
  }
  return job;
}
