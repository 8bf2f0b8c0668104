import { defineJobs } from '@linguamate/shared/jobs';
import { Type } from 'typebox';

/** The jobs of this service. */
export const learningJobs = defineJobs({
  'import.run': {
    payload: Type.Object({ importId: Type.String() }),
    attempts: 3,
    backoffMs: 2_000,
    timeoutMs: 120_000,
  },
});
export type LearningJobs = typeof learningJobs;
