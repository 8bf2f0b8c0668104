import { newId } from '@linguamate/shared/ids';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Direction } from '../content/item.table.ts';
import type { CardState, Review } from './fold-reviews.ts';
import type { CardStateName, CardTable, ReviewOrigin } from './review.table.ts';

type Db = Kysely<LearningSchema>;
type Trx = Transaction<LearningSchema>;

/** An item in one direction, as one learner remembers it. */
export type Card = {
  readonly id: string;
  readonly userId: string;
  readonly courseId: string;
  readonly itemId: string;
  readonly direction: Direction;
  readonly state: CardStateName;
  readonly due: Date | null;
  readonly stability: number;
  readonly difficulty: number;
  readonly reps: number;
  readonly lapses: number;
  readonly scheduledDays: number;
  readonly lastReview: Date | null;
  readonly lastDay: string | null;
  readonly suspended: boolean;
};
/** A line for the log, with where it came from and when it reached us. */
export type NewReview = Review & {
  readonly cardId: string;
  readonly userId: string;
  readonly latencyMs: number | null;
  readonly origin: ReviewOrigin;
  readonly deviceId: string | null;
  readonly receivedAt: Date;
};

/** Makes the cards of an item, one per direction, where they do not exist yet. */
export async function ensureCards(
  trx: Trx,
  card: { userId: string; courseId: string; itemId: string; at: Date },
): Promise<void> {
  const directions: Direction[] = ['to_target', 'to_source'];
  const values = directions.map((direction) => ({
    id: newId(),
    user_id: card.userId,
    course_id: card.courseId,
    item_id: card.itemId,
    direction,
    state: 'new' as const,
    due: null,
    last_review: null,
    last_day: null,
    created_at: card.at,
  }));
  await trx
    .insertInto('cards')
    .values(values)
    .onConflict((conflict) => conflict.columns(['user_id', 'item_id', 'direction']).doNothing())
    .execute();
}

/** A card of this learner by item and direction, locked until the transaction ends. */
export async function lockCardOfItem(
  trx: Trx,
  userId: string,
  itemId: string,
  direction: Direction,
): Promise<Card | undefined> {
  const row = await trx
    .selectFrom('cards')
    .selectAll()
    .where('user_id', '=', userId)
    .where('item_id', '=', itemId)
    .where('direction', '=', direction)
    .forUpdate()
    .executeTakeFirst();
  return row && toCard(row);
}

/** A card of this learner by id, locked until the transaction ends. */
export async function lockCard(trx: Trx, userId: string, cardId: string): Promise<Card | undefined> {
  const row = await trx
    .selectFrom('cards')
    .selectAll()
    .where('id', '=', cardId)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  return row && toCard(row);
}

/** A card of this learner by id. */
export async function findCard(db: Db, userId: string, cardId: string): Promise<Card | undefined> {
  const row = await db
    .selectFrom('cards')
    .selectAll()
    .where('id', '=', cardId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row && toCard(row);
}

/** Takes a card out of the queue or back into it. Returns it, or undefined when the learner has no such card. */
export async function setSuspended(
  db: Db,
  userId: string,
  cardId: string,
  suspended: boolean,
): Promise<Card | undefined> {
  const row = await db
    .updateTable('cards')
    .set({ suspended })
    .where('id', '=', cardId)
    .where('user_id', '=', userId)
    .returningAll()
    .executeTakeFirst();
  return row && toCard(row);
}

/** Appends one line to the log. Returns false when this client event is in it already. */
export async function appendReview(trx: Trx, review: NewReview): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('review_log')
    .values({
      id: newId(),
      card_id: review.cardId,
      user_id: review.userId,
      client_event_id: review.clientEventId,
      rating: review.rating,
      reviewed_at: review.reviewedAt,
      day: review.day,
      latency_ms: review.latencyMs,
      origin: review.origin,
      device_id: review.deviceId,
      received_at: review.receivedAt,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'client_event_id']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The whole log of a card. */
export async function listReviews(db: Db, cardId: string): Promise<Review[]> {
  const rows = await db
    .selectFrom('review_log')
    .select(['client_event_id', 'rating', 'reviewed_at', 'day'])
    .where('card_id', '=', cardId)
    .orderBy('reviewed_at')
    .orderBy('client_event_id')
    .execute();
  return rows.map((row) => ({
    clientEventId: row.client_event_id,
    rating: row.rating,
    reviewedAt: row.reviewed_at,
    day: row.day,
  }));
}

/** Stores what a card's log amounts to. */
export async function saveCardState(trx: Trx, cardId: string, state: CardState): Promise<void> {
  await trx
    .updateTable('cards')
    .set({
      state: state.state,
      due: state.due,
      stability: state.stability,
      difficulty: state.difficulty,
      reps: state.reps,
      lapses: state.lapses,
      step: state.step,
      scheduled_days: state.scheduledDays,
      last_review: state.lastReview,
      last_day: state.lastDay,
    })
    .where('id', '=', cardId)
    .execute();
}

/** Whose cards, of which course, and at most how many. */
export type QueueFilter = {
  readonly userId: string;
  readonly courseId?: string | undefined;
  readonly limit: number;
};

/** Cards that are due at an instant, longest overdue first. */
export async function listDueCards(db: Db, filter: QueueFilter, at: Date): Promise<Card[]> {
  if (filter.limit <= 0) return [];
  let query = db
    .selectFrom('cards')
    .selectAll()
    .where('user_id', '=', filter.userId)
    .where('state', '<>', 'new')
    .where('suspended', '=', false)
    .where('due', '<=', at);
  if (filter.courseId !== undefined) query = query.where('course_id', '=', filter.courseId);
  return (await query.orderBy('due').limit(filter.limit).execute()).map(toCard);
}

/** Cards that were never reviewed, oldest first. */
export async function listNewCards(db: Db, filter: QueueFilter): Promise<Card[]> {
  if (filter.limit <= 0) return [];
  let query = db
    .selectFrom('cards')
    .selectAll()
    .where('user_id', '=', filter.userId)
    .where('state', '=', 'new')
    .where('suspended', '=', false);
  if (filter.courseId !== undefined) query = query.where('course_id', '=', filter.courseId);
  return (await query.orderBy('id').limit(filter.limit).execute()).map(toCard);
}

/** Cards reviewed on a day, and those of them that were new. */
export type DayCounts = { readonly reviewed: number; readonly introduced: number };

/** How many cards the learner reviewed on a day outside of lessons, and how many of them for the first time. */
export async function countReviewsOfDay(db: Db, userId: string, day: string): Promise<DayCounts> {
  const { rows } = await sql<{ reviewed: number; introduced: number }>`
    select count(distinct r.card_id) as reviewed,
      count(distinct r.card_id) filter (where not exists (
        select 1 from review_log e where e.card_id = r.card_id and e.day < r.day)) as introduced
    from review_log r
    where r.user_id = ${userId} and r.day = ${day} and r.origin <> 'lesson'`.execute(db);
  return rows[0] ?? { reviewed: 0, introduced: 0 };
}

/** When the next card falls due, if any will. */
export async function findNextDue(db: Db, userId: string, after: Date): Promise<Date | undefined> {
  const row = await db
    .selectFrom('cards')
    .select('due')
    .where('user_id', '=', userId)
    .where('state', '<>', 'new')
    .where('suspended', '=', false)
    .where('due', '>', after)
    .orderBy('due')
    .limit(1)
    .executeTakeFirst();
  return row?.due ?? undefined;
}

/** What the learner usually takes for an answer: median and first quartile over the last 50, in milliseconds. */
export async function readLatencies(
  db: Db,
  userId: string,
): Promise<{ samples: number; medianMs: number; quickMs: number }> {
  const { rows } = await sql<{ samples: number; median: number | null; quick: number | null }>`
    select count(*) as samples,
      percentile_cont(0.5) within group (order by latency_ms) as median,
      percentile_cont(0.25) within group (order by latency_ms) as quick
    from (select latency_ms from attempts where user_id = ${userId} and latency_ms is not null
      order by answered_at desc limit 50) as recent`.execute(db);
  return { samples: rows[0]?.samples ?? 0, medianMs: rows[0]?.median ?? 0, quickMs: rows[0]?.quick ?? 0 };
}

function toCard(row: Selectable<CardTable>): Card {
  return {
    id: row.id,
    userId: row.user_id,
    courseId: row.course_id,
    itemId: row.item_id,
    direction: row.direction,
    state: row.state,
    due: row.due,
    stability: row.stability,
    difficulty: row.difficulty,
    reps: row.reps,
    lapses: row.lapses,
    scheduledDays: row.scheduled_days,
    lastReview: row.last_review,
    lastDay: row.last_day,
    suspended: row.suspended,
  };
}
