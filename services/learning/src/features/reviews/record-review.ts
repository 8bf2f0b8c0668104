import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Learner } from '../learners/repository.ts';
import { readPreferences } from '../preferences/repository.ts';
import { localDay } from '../progress/calendar.ts';
import { type CardState, foldReviews } from './fold-reviews.ts';
import { appendReview, type Card, listReviews, saveCardState } from './repository.ts';
import type { ReviewOrigin } from './review.table.ts';

/** A review to be booked: by an answer in a lesson, by a card that was reviewed, or by a device that was offline. */
export type ReviewEvent = {
  readonly clientEventId: string;
  readonly rating: number;
  readonly reviewedAt: Date;
  readonly latencyMs: number | null;
  readonly origin: ReviewOrigin;
  readonly deviceId: string | null;
};

/**
 * Appends a review to the log of a card that the caller has locked, and stores what the whole log then amounts to. Returns undefined
 * when the event was in the log already.
 */
export async function recordReview(
  trx: Transaction<LearningSchema>,
  learner: Learner,
  card: Card,
  event: ReviewEvent,
  nowMs: number,
): Promise<CardState | undefined> {
  const { timeZone, rolloverHour } = learner;
  const day = localDay(event.reviewedAt.getTime(), timeZone, rolloverHour);
  const isNew = await appendReview(trx, {
    ...event,
    cardId: card.id,
    userId: learner.userId,
    day,
    receivedAt: new Date(nowMs),
  });
  if (!isNew) return undefined;
  const { srs } = (await readPreferences(trx, learner.userId)).profile;
  const state = foldReviews(await listReviews(trx, card.id), {
    cardId: card.id,
    desiredRetention: srs.desiredRetention,
    balance: srs.balance,
    timeZone,
    rolloverHour,
  });
  if (state === undefined) return undefined;
  await saveCardState(trx, card.id, state);
  return state;
}
