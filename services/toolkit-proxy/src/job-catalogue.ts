import { defineJobs, type JobHandlers } from '@linguamate/shared/jobs';
import Type from 'typebox';
import { jobAttempts, jobTimeoutMs, type RunDependencies, runJob } from './features/jobs/run-job.ts';
import { storeUsage } from './features/usage/store-usage.ts';
import { UsageEntry } from './features/usage/usage-entry.ts';

const JobReference = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false });

/** The jobs of this service. Ten attempts with a doubling pause bridge an outage of the database of a quarter of an hour. */
export const toolkitJobs = defineJobs({
  'usage.store': { payload: UsageEntry, attempts: 10, backoffMs: 1000, timeoutMs: 15_000 },
  'async.run': {
    payload: JobReference,
    attempts: jobAttempts,
    backoffMs: 2000,
    timeoutMs: jobTimeoutMs + 10_000,
  },
});

/**
 * What the worker does for each job.
 * @param deps database and upstreams.
 */
export function jobHandlers(deps: RunDependencies): JobHandlers<typeof toolkitJobs> {
  return {
    'usage.store': (entry) => storeUsage(deps.db, entry),
    'async.run': ({ id }, context) => runJob(id, context, deps),
  };
}
