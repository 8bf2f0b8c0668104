import type { LearningDependencies } from '../../dependencies.ts';
import { readLearner } from '../learners/read-learner.ts';
import { readPreferences } from '../preferences/repository.ts';
import { localDay, ordinalOfDay } from '../progress/calendar.ts';
import { retrievability } from './fold-reviews.ts';
import { type Card, countReviewsOfDay, findNextDue, listDueCards, listNewCards } from './repository.ts';

export type DueQueue = {
  readonly cards: readonly Card[];
  /** How many more cards the learner's own limits allow today. */
  readonly reviewsLeft: number;
  readonly newLeft: number;
  readonly nextDueAt: Date | undefined;
};
const minimumDistance = 3;

/**
 * What to review now, within the learner's daily limits: what is most likely to have been forgotten first, then new cards, and the
 * two directions of one item apart from each other.
 */
export async function readDueQueue(
  deps: Pick<LearningDependencies, 'db' | 'clock' | 'cache'>,
  userId: string,
  request: { courseId?: string | undefined; limit: number },
): Promise<DueQueue> {
  const learner = await readLearner(deps, userId);
  const { srs } = (await readPreferences(deps.db, userId)).profile;
  const now = new Date(deps.clock.now());
  const day = localDay(now.getTime(), learner.timeZone, learner.rolloverHour);
  const done = await countReviewsOfDay(deps.db, userId, day);
  const reviewsLeft = Math.max(0, srs.reviewCap - (done.reviewed - done.introduced));
  const newLeft = Math.max(0, srs.newPerDay - done.introduced);
  const { courseId, limit } = request;
  const due = await listDueCards(deps.db, { userId, courseId, limit: Math.min(limit, reviewsLeft) }, now);
  const fresh = await listNewCards(deps.db, {
    userId,
    courseId,
    limit: Math.min(limit - due.length, newLeft),
  });
  const cards = separateSiblings([...byForgetting(due, day), ...fresh]);
  return { cards, reviewsLeft, newLeft, nextDueAt: await findNextDue(deps.db, userId, now) };
}

function byForgetting(cards: readonly Card[], today: string): Card[] {
  const chance = (card: Card) =>
    retrievability(card.stability, ordinalOfDay(today) - ordinalOfDay(card.lastDay ?? today));
  return cards.toSorted((a, b) => chance(a) - chance(b));
}

/** Moves a card behind others when the other direction of its item came just before; at the end there may be no room left. */
export function separateSiblings<T extends { itemId: string }>(cards: readonly T[]): T[] {
  const waiting = [...cards];
  const ordered: T[] = [];
  while (waiting.length > 0) {
    const recent = ordered.slice(-minimumDistance).map((card) => card.itemId);
    const index = waiting.findIndex((card) => !recent.includes(card.itemId));
    ordered.push(...waiting.splice(Math.max(0, index), 1));
  }
  return ordered;
}
