import { createHash } from 'node:crypto';
import {
  type Card,
  createEmptyCard,
  default_w,
  type FSRS,
  fsrs,
  type Grade,
  get_fuzz_range,
  State,
} from 'ts-fsrs';
import { dayOfOrdinal, ordinalOfDay, startOfDay } from '../progress/calendar.ts';
import type { CardStateName } from './review.table.ts';

/** One line of the review log as far as memory is concerned. */
export type Review = {
  readonly clientEventId: string;
  /** 1 again, 2 hard, 3 good, 4 easy. */
  readonly rating: number;
  readonly reviewedAt: Date;
  /** The learner's calendar day at the time, `YYYY-MM-DD`. */
  readonly day: string;
};
/** What the schedule of a card depends on besides its log. */
export type FoldOptions = {
  readonly cardId: string;
  readonly desiredRetention: number;
  /** Spreads cards over neighbouring days; the choice depends on the card alone, so that folding again gives the same day. */
  readonly balance: boolean;
  readonly timeZone: string;
  readonly rolloverHour: number;
};
/** What a log amounts to: memory (stability in days, difficulty from 1 to 10) and when to ask again. */
export type CardState = {
  readonly state: CardStateName;
  readonly due: Date;
  readonly stability: number;
  readonly difficulty: number;
  readonly reps: number;
  readonly lapses: number;
  readonly step: number;
  readonly scheduledDays: number;
  readonly lastReview: Date;
  readonly lastDay: string;
};

const dayMs = 86_400_000;
const noonMs = dayMs / 2;
const maximumIntervalDays = 36_500;
const stateNames: Record<State, CardStateName> = {
  [State.New]: 'new',
  [State.Learning]: 'learning',
  [State.Review]: 'review',
  [State.Relearning]: 'relearning',
};

/**
 * The state of a card as it follows from its whole log with FSRS-6. The log is sorted first, so late, doubled and reordered events
 * lead to the same state. Returns undefined for an empty log.
 */
export function foldReviews(log: readonly Review[], options: FoldOptions): CardState | undefined {
  const scheduler = schedulerFor(options.desiredRetention);
  let card: Card = createEmptyCard(new Date(0));
  let last: Review | undefined;
  let elapsedDays = 0;
  for (const review of inOrder(log)) {
    const previousDay =
      card.last_review === undefined ? undefined : Math.floor(card.last_review.getTime() / dayMs);
    // After a journey west the calendar may say an earlier day than last time: memory has not got younger.
    const day = Math.max(ordinalOfDay(review.day), previousDay ?? Number.NEGATIVE_INFINITY);
    elapsedDays = previousDay === undefined ? 0 : day - previousDay;
    card = scheduler.next(card, asPseudoInstant(day), toGrade(review.rating)).card;
    last = review;
  }
  return last && toState(card, last, elapsedDays, options);
}

/** The chance to remember a card after some days, from 0 to 1. */
export function retrievability(stability: number, elapsedDays: number): number {
  return stability <= 0 ? 0 : schedulerFor(0.9).forgetting_curve(Math.max(0, elapsedDays), stability);
}

// Days that the learner lived through are what counts, not multiples of 24 hours: the scheduler sees each as noon of a UTC day.
function asPseudoInstant(ordinal: number): Date {
  return new Date(ordinal * dayMs + noonMs);
}

function inOrder(log: readonly Review[]): Review[] {
  const unique = new Map(log.map((review) => [review.clientEventId, review]));
  return [...unique.values()].sort(
    (a, b) => a.reviewedAt.getTime() - b.reviewedAt.getTime() || (a.clientEventId < b.clientEventId ? -1 : 1),
  );
}

// The library falls back to its defaults without a word when weights have an unexpected length, so none but ours are passed.
function schedulerFor(desiredRetention: number): FSRS {
  return fsrs({
    w: [...default_w],
    request_retention: desiredRetention,
    maximum_interval: maximumIntervalDays,
    enable_fuzz: false,
    enable_short_term: true,
  });
}

function toGrade(rating: number): Grade {
  if (rating === 1 || rating === 2 || rating === 3 || rating === 4) return rating;
  throw new RangeError(`rating ${rating} is not between 1 and 4`);
}

function toState(card: Card, last: Review, elapsedDays: number, options: FoldOptions): CardState {
  const lastOrdinal = Math.floor((card.last_review?.getTime() ?? 0) / dayMs);
  const scheduledDays = options.balance ? spread(card, elapsedDays, options.cardId) : card.scheduled_days;
  const stepMs = card.due.getTime() - asPseudoInstant(lastOrdinal).getTime();
  const due =
    scheduledDays >= 1
      ? startOfDay(dayOfOrdinal(lastOrdinal + scheduledDays), options.timeZone, options.rolloverHour)
      : last.reviewedAt.getTime() + stepMs;
  return {
    state: stateNames[card.state],
    due: new Date(due),
    stability: card.stability,
    difficulty: card.difficulty,
    reps: card.reps,
    lapses: card.lapses,
    step: card.learning_steps,
    scheduledDays,
    lastReview: last.reviewedAt,
    lastDay: dayOfOrdinal(lastOrdinal),
  };
}

const shortestSpread = 3;

function spread(card: Card, elapsedDays: number, cardId: string): number {
  if (card.state !== State.Review || card.scheduled_days < shortestSpread) return card.scheduled_days;
  const { min_ivl, max_ivl } = get_fuzz_range(card.scheduled_days, elapsedDays, maximumIntervalDays);
  const lot = createHash('sha256').update(`${cardId}:${card.reps}`).digest().readUInt32BE(0);
  return min_ivl + (lot % (max_ivl - min_ivl + 1));
}
