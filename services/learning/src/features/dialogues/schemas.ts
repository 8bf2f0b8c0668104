import { CursorQuery, strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import { type Static, Type } from 'typebox';

const Level = Type.Unsafe<'beginner' | 'intermediate' | 'advanced'>({
  type: 'string',
  enum: ['beginner', 'intermediate', 'advanced'],
});
const CourseId = Type.String({ minLength: 1, maxLength: 80, description: 'Id or slug of a course.' });
const Share = Type.Number({ minimum: 0, maximum: 1 });

export const TurnScore = Type.Object({
  accuracy: Share,
  fluency: Share,
  semantic: Share,
  combined: Share,
  cer: Type.Number({ description: 'Edits per letter between the nearest key phrase and what was said.' }),
  wer: Type.Number({ description: 'Word edits per word of the nearest reference.' }),
  keywordsHit: Type.Array(Type.String()),
  semanticSource: Type.Unsafe<'ai' | 'coverage'>({ type: 'string', enum: ['ai', 'coverage'] }),
  feedback: Type.String(),
  advances: Type.Boolean({ description: 'False when the same line is asked for once more.' }),
});
export type TurnScore = Static<typeof TurnScore>;

export const TopicsQuery = strictObject({ courseId: CourseId });
export const ScenesQuery = strictObject({
  courseId: Type.Optional(CourseId),
  topicId: Type.Optional(Uuid),
});
export const TopicView = Type.Object({
  id: Uuid,
  title: Type.String(),
  cefr: Type.String(),
  scenes: Type.Integer(),
});
export const SceneView = Type.Object({
  id: Uuid,
  courseId: Uuid,
  topicId: Uuid,
  title: Type.String(),
  goal: Type.String(),
  keyPhrases: Type.Array(Type.String()),
  language: Type.String(),
  opening: Type.String({ description: 'The first line of the scene.' }),
});
export const SessionBody = strictObject({ sceneId: Uuid, difficulty: Type.Optional(Level) });
export const TurnBody = strictObject({
  text: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  clientEventId: Type.Optional(Uuid),
});
export const TurnView = Type.Object({
  n: Type.Integer(),
  role: Type.Unsafe<'partner' | 'learner'>({ type: 'string', enum: ['partner', 'learner'] }),
  text: Type.String(),
  translation: Type.Optional(Type.String()),
  score: Type.Optional(TurnScore),
  createdAt: Timestamp,
});
export const SessionView = Type.Object({
  id: Uuid,
  sceneId: Uuid,
  difficulty: Level,
  state: Type.Unsafe<'open' | 'ended'>({ type: 'string', enum: ['open', 'ended'] }),
  goalReached: Type.Boolean(),
  turnsLeft: Type.Integer(),
  startedAt: Timestamp,
  endedAt: Type.Union([Timestamp, Type.Null()]),
  dueAt: Type.Union([Timestamp, Type.Null()], { description: 'When to play the scene again.' }),
  averages: Type.Union([
    Type.Object({ accuracy: Share, fluency: Share, semantic: Share, combined: Share }),
    Type.Null(),
  ]),
  hint: Type.Optional(Type.String()),
  turns: Type.Array(TurnView),
});
export const SessionRow = Type.Omit(SessionView, ['turns', 'hint', 'averages', 'turnsLeft']);
export const SessionsQuery = CursorQuery;
export const TurnAnswer = Type.Object({
  score: TurnScore,
  coachFeedback: Type.String(),
  stored: Type.Boolean({ description: 'False for rude turns: they score nothing and leave no trace.' }),
  degraded: Type.Boolean({ description: 'True when the meaning was judged without AI.' }),
  session: SessionView,
});
export const HintView = Type.Object({ hint: Type.Union([Type.String(), Type.Null()]) });
export const ScoreBody = strictObject({
  text: Type.String({ minLength: 1, maxLength: 500 }),
  goal: Type.String({ minLength: 1, maxLength: 400 }),
  language: Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 }),
});
export const ScoreView = Type.Object({ semantic: Share, feedback: Type.String() });
