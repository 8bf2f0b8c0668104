import { createDeadline } from '@linguamate/shared/deadline';
import { ServiceError } from '@linguamate/shared/errors';
import type { JobContext } from '@linguamate/shared/jobs';
import type { Kysely } from 'kysely';
import type { ToolkitSchema } from '../../schema.ts';
import { makeImage } from '../images/make-image.ts';
import { generateText, type TextDependencies } from '../text/generate-text.ts';
import type { RequestTime } from '../upstreams/run-chain.ts';
import { type AsyncJob, deleteExpiredJobs, findJob, finishJob, startJob } from './repository.ts';

/** What running jobs needs. */
export type RunDependencies = TextDependencies & { db: Kysely<ToolkitSchema> };

/** Attempts of a job altogether; the queue repeats what may succeed later. */
export const jobAttempts = 3;

/** Longest time for one attempt. */
export const jobTimeoutMs = 300_000;

/** How soon a cancelled job stops. */
const cancelCheckMs = 500;

/**
 * Does the work of a job and keeps its result. Running twice is harmless: what is finished or cancelled is not started again.
 * @param id the job.
 * @param context attempt and signal of the queue.
 * @param deps database and upstreams.
 * @throws what may go better at the next attempt.
 */
export async function runJob(id: string, context: JobContext, deps: RunDependencies): Promise<void> {
  await deleteExpiredJobs(deps.db);
  const job = await startJob(deps.db, id);
  if (job === null) return;
  const time = createDeadline({ timeoutMs: jobTimeoutMs, parent: context.signal });
  const unwatch = watchCancellation(job, deps.db, () => time.abort(new Error('cancelled')));
  try {
    const result = await doWork(job, time, deps);
    await finishJob(deps.db, id, { status: 'succeeded', result });
  } catch (error) {
    const canRetry = !(error instanceof ServiceError) || error.retryable;
    if (canRetry && context.attempt < jobAttempts) throw error;
    const errorCode = error instanceof ServiceError ? error.code : 'internal_error';
    context.logger.warn({ err: error }, 'a long job failed for good');
    await finishJob(deps.db, id, { status: 'failed', errorCode });
  } finally {
    unwatch();
    time.dispose();
  }
}

async function doWork(
  { work, userId }: AsyncJob,
  time: RequestTime,
  deps: RunDependencies,
): Promise<unknown> {
  if (work.kind === 'image.generate') {
    const asked = { prompt: work.prompt, size: work.size ?? null, aspectRatio: null, sources: [] };
    const { value } = await makeImage(asked, userId, time, deps);
    return { image: { base64Data: value.bytes.toString('base64'), mimeType: value.type.mimeType } };
  }
  const system = work.system === undefined ? [] : [{ role: 'system' as const, content: work.system }];
  const messages = [...system, { role: 'user' as const, content: work.prompt }];
  const { value } = await generateText({ messages, model: null, openAiBody: null }, userId, time, deps);
  return { completion: value.text };
}

function watchCancellation({ id }: AsyncJob, db: Kysely<ToolkitSchema>, cancel: () => void): () => void {
  const check = async () => {
    const job = await findJob(db, id);
    if (job?.status !== 'running') cancel();
  };
  // A database that is away for a moment says nothing about the learner's wish.
  const timer = setInterval(() => void check().catch(() => {}), cancelCheckMs);
  return () => clearInterval(timer);
}
