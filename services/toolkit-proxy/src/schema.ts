import type { EventTables } from '@linguamate/shared/events/tables';
import type { AsyncJobsTable } from './features/jobs/async-jobs.table.ts';
import type { ErasedLearnersTable, LearnersTable } from './features/learners/learners.table.ts';
import type { UsageEventsTable } from './features/usage/usage-events.table.ts';

/** The tables of this service. */
export type ToolkitSchema = EventTables & {
  usage_events: UsageEventsTable;
  learners: LearnersTable;
  erased_learners: ErasedLearnersTable;
  async_jobs: AsyncJobsTable;
};
