import { transact } from '@linguamate/shared/database';
import type { LearningDependencies } from '../../dependencies.ts';
import { readLearner } from '../learners/read-learner.ts';
import type { Learner } from '../learners/repository.ts';
import { localDay } from '../progress/calendar.ts';
import { addActivity } from '../progress/repository.ts';
import { recordReview } from './record-review.ts';
import { lockCard } from './repository.ts';

/** A review that a device did on its own, possibly days ago. */
export type OfflineReview = {
  readonly clientEventId: string;
  readonly cardId: string;
  readonly rating: number;
  readonly reviewedAt: string;
  readonly latencyMs?: number | undefined;
  readonly deviceId?: string | undefined;
};
/** What became of one event of a batch; a device may forget all but the rejected ones. */
export type OfflineResult = {
  readonly clientEventId: string;
  readonly status: 'accepted' | 'duplicate' | 'rejected';
  readonly reason?: 'unknown_card' | 'clock_skew';
  readonly due?: string;
};
type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'cache'>;
/** A clock that runs further ahead than this is wrong; every zone's calendar fits within it. */
const toleratedSkewMs = 24 * 3600 * 1000;

/**
 * Takes in reviews from devices, each on its own: a bad one does not hold up the others. Two devices that reviewed the same card
 * both count. Such reviews train memory and keep a streak, but earn no XP, as the device said itself how well it went.
 */
export async function takeInReviews(
  deps: Dependencies,
  userId: string,
  events: readonly OfflineReview[],
): Promise<OfflineResult[]> {
  const learner = await readLearner(deps, userId);
  const results: OfflineResult[] = [];
  for (const event of events) results.push(await takeInReview(deps, learner, event));
  return results;
}

async function takeInReview(
  deps: Dependencies,
  learner: Learner,
  event: OfflineReview,
): Promise<OfflineResult> {
  const { clientEventId } = event;
  const nowMs = deps.clock.now();
  const reviewedAt = new Date(event.reviewedAt);
  if (reviewedAt.getTime() > nowMs + toleratedSkewMs)
    return { clientEventId, status: 'rejected', reason: 'clock_skew' };
  return transact(deps.db, async (trx): Promise<OfflineResult> => {
    const card = await lockCard(trx, learner.userId, event.cardId);
    if (card === undefined) return { clientEventId, status: 'rejected', reason: 'unknown_card' };
    const { rating, latencyMs = null, deviceId = null } = event;
    const review = { clientEventId, rating, reviewedAt, latencyMs, deviceId, origin: 'sync' as const };
    const state = await recordReview(trx, learner, card, review, nowMs);
    if (state === undefined) return { clientEventId, status: 'duplicate' };
    const day = localDay(reviewedAt.getTime(), learner.timeZone, learner.rolloverHour);
    await addActivity(trx, learner, day, { reviews: 1 });
    return { clientEventId, status: 'accepted', due: state.due.toISOString() };
  });
}
