import type { Cache } from '@linguamate/shared/cache';
import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { type Learner, requireLearner } from './repository.ts';

const ttlSeconds = 60;

/** The learner behind a token, from the cache where possible: every request needs them. Throws like requireLearner. */
export function readLearner(
  deps: { readonly db: Kysely<LearningSchema>; readonly cache: Cache },
  userId: string,
): Promise<Learner> {
  return deps.cache.read(learnerKey(userId), { ttlSeconds }, () => requireLearner(deps.db, userId));
}

/** Under which key a learner is cached; to be invalidated after every change of the record. */
export function learnerKey(userId: string): string {
  return `learner:${userId}`;
}
