import { transact } from '@linguamate/shared/database';
import { defineJobs, type JobQueue } from '@linguamate/shared/jobs';
import type { Kysely } from 'kysely';
import Type from 'typebox';
import { claimUnqueuedExports } from './features/export/repository.ts';
import { claimUnqueued, markQueued } from './features/mail/repository.ts';
import type { AuthSchema } from './schema.ts';

const batchSize = 100;

/** The jobs of the auth service. Payloads are ids: whatever is private stays in the database. */
export const authJobs = defineJobs({
  'mail.send': {
    payload: Type.Object({ mailId: Type.String({ maxLength: 36 }) }, { additionalProperties: false }),
    attempts: 8,
    backoffMs: 2_000,
    timeoutMs: 60_000,
  },
  'account.export': {
    payload: Type.Object({ userId: Type.String({ maxLength: 36 }) }, { additionalProperties: false }),
    attempts: 10,
    backoffMs: 10_000,
    timeoutMs: 120_000,
  },
});

export type AuthJobs = typeof authJobs;

/**
 * Makes a job of every stored mail that has none. The id of the mail is the id of the job, so a crash between the two
 * systems makes no second job.
 *
 * @returns how many jobs were made
 */
export async function queueMails(
  db: Kysely<AuthSchema>,
  queue: JobQueue<AuthJobs>,
  now: Date,
): Promise<number> {
  return await transact(db, async (trx) => {
    const ids = await claimUnqueued(trx, batchSize);
    for (const mailId of ids) await queue.add('mail.send', { mailId }, { jobId: mailId });
    await markQueued(trx, ids, now);
    return ids.length;
  });
}

/** Makes a job of every wish for an export. Returns how many. */
export async function queueExports(
  db: Kysely<AuthSchema>,
  queue: JobQueue<AuthJobs>,
  now: Date,
): Promise<number> {
  return await transact(db, async (trx) => {
    const userIds = await claimUnqueuedExports(trx, now);
    for (const userId of userIds) await queue.add('account.export', { userId });
    return userIds.length;
  });
}
