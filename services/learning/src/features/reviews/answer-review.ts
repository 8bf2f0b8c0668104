import { transact } from '@linguamate/shared/database';
import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { type Grade, gradeAnswer } from '../grading/grade-answer.ts';
import { readLearner } from '../learners/read-learner.ts';
import type { Learner } from '../learners/repository.ts';
import { readAnswers } from '../practice/content.repository.ts';
import { gradingContextOf } from '../practice/grade-served.ts';
import { localDay } from '../progress/calendar.ts';
import { addActivity, insertXp } from '../progress/repository.ts';
import { rateAnswer } from './rate-answer.ts';
import { recordReview } from './record-review.ts';
import { type Card, findCard, lockCard, readLatencies } from './repository.ts';

/** A typed answer to a card; the client says nothing about how well it went. */
export type ReviewAnswer = {
  readonly cardId: string;
  readonly answer: string;
  readonly clientEventId: string;
  readonly latencyMs?: number | undefined;
};
/** What became of an answer to a card. */
export type ReviewedCard = {
  readonly card: Card;
  readonly grade: Grade;
  readonly rating: number;
  readonly xp: number;
  readonly duplicate: boolean;
};
type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'lexicons' | 'cache'>;
const xpPerReview = 2;

/** Grades a typed answer to a card, rates it and schedules the card; once per client event id. Throws card_not_found. */
export async function answerReview(
  deps: Dependencies,
  userId: string,
  request: ReviewAnswer,
): Promise<ReviewedCard> {
  const learner = await readLearner(deps, userId);
  const card = await findCard(deps.db, userId, request.cardId);
  if (card === undefined) throw learningErrors.card_not_found();
  const accepted = (await readAnswers(deps.db, [card.itemId])).get(card.itemId)?.[card.direction] ?? [];
  const context = await gradingContextOf(deps, card.courseId, card.direction);
  const grade = gradeAnswer(request.answer, accepted, context);
  const rating = rateAnswer({
    verdict: grade.verdict,
    produced: true,
    latencyMs: request.latencyMs ?? null,
    latencies: await readLatencies(deps.db, userId),
  });
  return transact(deps.db, (trx) => book(trx, learner, request, { grade, rating }, deps.clock.now()));
}

async function book(
  trx: Transaction<LearningSchema>,
  learner: Learner,
  request: ReviewAnswer,
  result: { grade: Grade; rating: number },
  nowMs: number,
): Promise<ReviewedCard> {
  const card = await lockCard(trx, learner.userId, request.cardId);
  if (card === undefined) throw learningErrors.card_not_found();
  const event = {
    clientEventId: request.clientEventId,
    rating: result.rating,
    reviewedAt: new Date(nowMs),
    latencyMs: request.latencyMs ?? null,
    origin: 'review' as const,
    deviceId: null,
  };
  const state = await recordReview(trx, learner, card, event, nowMs);
  if (state === undefined) return { card, ...result, xp: 0, duplicate: true };
  const day = localDay(nowMs, learner.timeZone, learner.rolloverHour);
  // A card that is not due yet may be reviewed, but pays nothing: otherwise one easy card could be milked.
  const wasDue = card.due === null || card.due.getTime() <= nowMs;
  const xp = await insertXp(trx, {
    userId: learner.userId,
    courseId: card.courseId,
    amount: wasDue && result.grade.correct ? xpPerReview : 0,
    reason: 'review',
    sourceId: request.clientEventId,
    at: nowMs,
    day,
  });
  const correctAnswers = result.grade.correct ? 1 : 0;
  await addActivity(trx, learner, day, { xp, answers: 1, correctAnswers, reviews: 1 });
  return { card: { ...card, ...state }, ...result, xp, duplicate: false };
}
