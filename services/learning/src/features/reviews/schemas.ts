import { strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import { type Static, Type } from 'typebox';
import { verdicts } from '../grading/grade-answer.ts';
import { DiffPartView } from '../grading/schemas.ts';
import type { Card } from './repository.ts';

const choice = <const V extends readonly string[]>(values: V) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values] });
const Count = Type.Integer({ minimum: 0 });
const Moment = Type.Union([Timestamp, Type.Null()]);
const EventId = Type.String({
  format: 'uuid',
  description: 'Made by the client; sending it again has no second effect.',
});

export const CardView = Type.Object({
  id: Uuid,
  courseId: Uuid,
  direction: choice(['to_target', 'to_source']),
  state: choice(['new', 'learning', 'review', 'relearning']),
  due: Moment,
  stability: Type.Number(),
  difficulty: Type.Number(),
  reps: Count,
  lapses: Count,
  scheduledDays: Count,
  lastReview: Moment,
  suspended: Type.Boolean(),
});

export const DueCardView = Type.Object({
  ...CardView.properties,
  prompt: Type.String({ description: 'What is asked; the answer never leaves the server.' }),
  ipa: Type.Optional(Type.String()),
});

export const DueQuery = strictObject({
  courseId: Type.Optional(Uuid),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 20 }),
});
export const DueView = Type.Object({
  items: Type.Array(DueCardView),
  reviewsLeft: Count,
  newLeft: Count,
  nextDueAt: Moment,
});

export const ReviewBody = strictObject({
  answer: Type.String({ maxLength: 500 }),
  clientEventId: EventId,
  latencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
});
export const ReviewView = Type.Object({
  verdict: choice(verdicts),
  correct: Type.Boolean(),
  expected: Type.String(),
  diff: Type.Array(DiffPartView),
  rating: Type.Integer({ minimum: 1, maximum: 4 }),
  xp: Count,
  duplicate: Type.Boolean(),
  card: CardView,
});

export const OfflineBody = strictObject({
  events: Type.Array(
    strictObject({
      clientEventId: EventId,
      cardId: Uuid,
      rating: Type.Integer({ minimum: 1, maximum: 4, description: '1 again, 2 hard, 3 good, 4 easy' }),
      reviewedAt: Timestamp,
      latencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
      deviceId: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    }),
    { minItems: 1, maxItems: 100 },
  ),
});
export const OfflineView = Type.Object({
  results: Type.Array(
    Type.Object({
      clientEventId: Type.String(),
      status: choice(['accepted', 'duplicate', 'rejected']),
      reason: Type.Optional(choice(['unknown_card', 'clock_skew'])),
      due: Type.Optional(Timestamp),
    }),
  ),
});

export const CardWithLogView = Type.Object({
  ...CardView.properties,
  log: Type.Array(
    Type.Object({
      clientEventId: Uuid,
      rating: Type.Integer(),
      reviewedAt: Timestamp,
      day: Type.String(),
    }),
  ),
});
export const CardBody = strictObject({ suspended: Type.Boolean() });

/** A card as its owner sees it. */
export function toCardView(card: Card): Static<typeof CardView> {
  return {
    id: card.id,
    courseId: card.courseId,
    direction: card.direction,
    state: card.state,
    due: card.due?.toISOString() ?? null,
    stability: card.stability,
    difficulty: card.difficulty,
    reps: card.reps,
    lapses: card.lapses,
    scheduledDays: card.scheduledDays,
    lastReview: card.lastReview?.toISOString() ?? null,
    suspended: card.suspended,
  };
}
