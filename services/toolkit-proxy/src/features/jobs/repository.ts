import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { ToolkitSchema } from '../../schema.ts';
import type { AsyncJobsTable } from './async-jobs.table.ts';
import type { AsyncWork, JobStatus } from './schemas.ts';

/** Long work that a learner asked for. */
export type AsyncJob = {
  id: string;
  userId: string;
  work: AsyncWork;
  status: JobStatus;
  result: unknown;
  errorCode: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date;
};

const unfinished = ['queued', 'running'];

/** Notes a job; it is queued afterwards. */
export async function insertJob(
  trx: Transaction<ToolkitSchema>,
  job: Pick<AsyncJob, 'id' | 'userId' | 'work' | 'expiresAt'>,
): Promise<void> {
  await trx
    .insertInto('async_jobs')
    .values({
      id: job.id,
      user_id: job.userId,
      kind: job.work.kind,
      input: JSON.stringify(job.work),
      status: 'queued',
      result: null,
      error_code: null,
      started_at: null,
      finished_at: null,
      expires_at: job.expiresAt,
    })
    .execute();
}

/** Finds a job that has not expired; null otherwise. With a user it must be theirs. */
export async function findJob(
  db: Kysely<ToolkitSchema>,
  id: string,
  userId?: string,
): Promise<AsyncJob | null> {
  let query = db
    .selectFrom('async_jobs')
    .selectAll()
    .where('id', '=', id)
    .where('expires_at', '>', sql<Date>`now()`);
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  const row = await query.executeTakeFirst();
  return row === undefined ? null : toJob(row);
}

/** Marks a job as running. Returns null when it was cancelled or is finished. */
export async function startJob(db: Kysely<ToolkitSchema>, id: string): Promise<AsyncJob | null> {
  const row = await db
    .updateTable('async_jobs')
    .set({ status: 'running', started_at: new Date() })
    .where('id', '=', id)
    .where('status', 'in', unfinished)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : toJob(row);
}

/** Ends a job that is not finished yet. Returns false when it was. */
export async function finishJob(
  db: Kysely<ToolkitSchema>,
  id: string,
  end: { status: 'succeeded' | 'failed' | 'cancelled'; result?: unknown; errorCode?: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('async_jobs')
    .set({
      status: end.status,
      result: end.result === undefined ? null : JSON.stringify(end.result),
      error_code: end.errorCode ?? null,
      finished_at: new Date(),
    })
    .where('id', '=', id)
    .where('status', 'in', unfinished)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes a job that could not be queued. */
export async function deleteJob(db: Kysely<ToolkitSchema>, id: string): Promise<void> {
  await db.deleteFrom('async_jobs').where('id', '=', id).execute();
}

/** Removes what has expired, a part at a time. */
export async function deleteExpiredJobs(db: Kysely<ToolkitSchema>): Promise<void> {
  const expired = db
    .selectFrom('async_jobs')
    .select('id')
    .where('expires_at', '<=', sql<Date>`now()`)
    .limit(500);
  await db.deleteFrom('async_jobs').where('id', 'in', expired).execute();
}

function toJob(row: Selectable<AsyncJobsTable>): AsyncJob {
  return {
    id: row.id,
    userId: row.user_id,
    // Both were validated when they were written.
    work: row.input as AsyncWork,
    status: row.status as JobStatus,
    result: row.result,
    errorCode: row.error_code,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    expiresAt: row.expires_at,
  };
}
