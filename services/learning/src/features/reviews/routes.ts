import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { answerReview } from './answer-review.ts';
import { readDueQueue } from './due-queue.ts';
import { readPrompts } from './prompts.repository.ts';
import { findCard, listReviews, setSuspended } from './repository.ts';
import {
  CardBody,
  CardView,
  CardWithLogView,
  DueQuery,
  DueView,
  OfflineBody,
  OfflineView,
  ReviewBody,
  ReviewView,
  toCardView,
} from './schemas.ts';
import { takeInReviews } from './take-in-reviews.ts';

const tags = ['reviews'];
const security = [{ bearer: [] }];
const params = strictObject({ cardId: Uuid });

/** GET /api/reviews/due: what to review now. */
export function getDue(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/reviews/due',
    {
      schema: {
        tags,
        summary: 'Cards to review now',
        description: 'Within the learner’s daily limits, most likely forgotten first, then new ones.',
        security,
        querystring: DueQuery,
        response: { 200: DueView, ...problemResponses(400, 401) },
      },
    },
    async (request) => {
      const queue = await readDueQueue(deps, identityOf(request).userId, request.query);
      const prompts = await readPrompts(deps.db, queue.cards);
      return {
        items: queue.cards.map((card) => ({ ...toCardView(card), ...prompts(card) })),
        reviewsLeft: queue.reviewsLeft,
        newLeft: queue.newLeft,
        nextDueAt: queue.nextDueAt?.toISOString() ?? null,
      };
    },
  );
}

/** POST /api/reviews/{cardId}/answers: answers a card; graded, rated and scheduled on the server. */
export function postReview(server: HttpServer, deps: LearningDependencies): void {
  server.post(
    '/api/reviews/:cardId/answers',
    {
      schema: {
        tags,
        summary: 'Answer a card',
        security,
        params,
        body: ReviewBody,
        response: { 200: ReviewView, ...problemResponses(400, 401, 404) },
      },
    },
    async (request) => {
      const { cardId } = request.params;
      const { grade, card, ...rest } = await answerReview(deps, identityOf(request).userId, {
        ...request.body,
        cardId,
      });
      return { ...rest, ...grade, diff: [...grade.diff], card: toCardView(card) };
    },
  );
}

/** POST /api/reviews: takes in reviews that a device did offline. */
export function postReviews(server: HttpServer, deps: LearningDependencies): void {
  server.post(
    '/api/reviews',
    {
      schema: {
        tags,
        summary: 'Take in reviews from a device',
        description:
          'Each event is accepted, known already, or rejected with a reason. Late events reschedule their card.',
        security,
        body: OfflineBody,
        response: { 200: OfflineView, ...problemResponses(400, 401) },
      },
    },
    async (request) => ({
      results: await takeInReviews(deps, identityOf(request).userId, request.body.events),
    }),
  );
}

/** GET /api/reviews/cards/{cardId}: a card with its whole log. */
export function getCard(server: HttpServer, { db }: LearningDependencies): void {
  server.get(
    '/api/reviews/cards/:cardId',
    {
      schema: {
        tags,
        summary: 'A card and its log',
        security,
        params,
        response: { 200: CardWithLogView, ...problemResponses(400, 401, 404) },
      },
    },
    async (request) => {
      const card = await findCard(db, identityOf(request).userId, request.params.cardId);
      if (card === undefined) throw learningErrors.card_not_found();
      const log = await listReviews(db, card.id);
      return {
        ...toCardView(card),
        log: log.map((review) => ({ ...review, reviewedAt: review.reviewedAt.toISOString() })),
      };
    },
  );
}

/** PATCH /api/reviews/cards/{cardId}: takes a card out of the queue, or back into it. */
export function patchCard(server: HttpServer, { db }: LearningDependencies): void {
  server.patch(
    '/api/reviews/cards/:cardId',
    {
      schema: {
        tags,
        summary: 'Suspend or resume a card',
        security,
        params,
        body: CardBody,
        response: { 200: CardView, ...problemResponses(400, 401, 404) },
      },
    },
    async (request) => {
      const { userId } = identityOf(request);
      const card = await setSuspended(db, userId, request.params.cardId, request.body.suspended);
      if (card === undefined) throw learningErrors.card_not_found();
      return toCardView(card);
    },
  );
}

export const reviewRoutes = [getDue, postReview, postReviews, getCard, patchCard];
