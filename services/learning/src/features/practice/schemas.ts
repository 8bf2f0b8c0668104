import { strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import { type Static, Type } from 'typebox';
import { verdicts } from '../grading/grade-answer.ts';
import { DiffPartView } from '../grading/schemas.ts';
import { StreakView } from '../progress/schemas.ts';
import type { AnswerResult } from './submit-answer.ts';

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });
const exerciseTypes = [
  'multiple_choice',
  'match_pairs',
  'gap_fill',
  'translate',
  'word_order',
  'listening',
  'speaking',
] as const;
const Enumeration = <const V extends readonly string[]>(values: V) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values] });

export const SessionRequest = strictObject({
  lessonId: Uuid,
  mode: Type.Optional(
    Type.Unsafe<'lesson' | 'practice'>({
      type: 'string',
      enum: ['lesson', 'practice'],
      default: 'lesson',
      description: 'practice trains without completing the lesson and earns half',
    }),
  ),
});

export const ExerciseView = Type.Object({
  id: Uuid,
  type: Enumeration(exerciseTypes),
  direction: Enumeration(['to_target', 'to_source'] as const),
  prompt: Text,
  translation: Type.Optional(Text),
  ipa: Type.Optional(Text),
  choices: Type.Optional(Type.Array(Text)),
  tokens: Type.Optional(Type.Array(Text)),
});

export const SessionView = Type.Object({
  id: Uuid,
  lessonId: Uuid,
  mode: Text,
  preset: Text,
  maxRetries: Count,
  startedAt: Timestamp,
  exercises: Type.Array(ExerciseView),
});

export const AnswerBody = strictObject({
  exerciseId: Uuid,
  answer: Type.String({ maxLength: 500 }),
  clientEventId: Type.String({
    format: 'uuid',
    description: 'Made by the client; sending it again has no second effect.',
  }),
  latencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
});

export const AnswerView = Type.Object({
  verdict: Enumeration(verdicts),
  correct: Type.Boolean(),
  expected: Text,
  diff: Type.Array(DiffPartView),
  note: Type.Optional(Text),
  xp: Count,
  retriesLeft: Count,
  duplicate: Type.Boolean({ description: 'True when this clientEventId had been received before.' }),
});

export const FinishView = Type.Object({
  sessionId: Uuid,
  score: Type.Number({ minimum: 0, maximum: 1 }),
  correct: Count,
  answered: Count,
  total: Count,
  completed: Type.Boolean({ description: 'True when every exercise was answered.' }),
  xp: Count,
  totalXp: Count,
  level: Type.Object({
    preset: Text,
    change: Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Null()]),
  }),
  streak: StreakView,
});

/** An attempt as the learner sees it. */
export function toAnswerView({ attempt, retriesLeft, duplicate }: AnswerResult): Static<typeof AnswerView> {
  return {
    verdict: attempt.verdict,
    correct: attempt.correct,
    expected: attempt.expected,
    diff: [...attempt.diff],
    ...(attempt.note === null ? {} : { note: attempt.note }),
    xp: attempt.xp,
    retriesLeft,
    duplicate,
  };
}
