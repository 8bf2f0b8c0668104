import { newId } from '@linguamate/shared/ids';
import type { LearningApp, TestLearner } from './learning-app.ts';

export type Exercise = {
  id: string;
  type: string;
  direction: 'to_target' | 'to_source';
  prompt: string;
  choices?: string[];
  tokens?: string[];
  translation?: string;
};
export type Session = { id: string; preset: string; maxRetries: number; exercises: Exercise[] };
export type Verdict = {
  code?: string;
  verdict: string;
  correct: boolean;
  expected: string;
  diff: { kind: string; given?: string; expected?: string }[];
  note?: string;
  xp: number;
  retriesLeft: number;
  duplicate: boolean;
};
export type Finish = {
  completed: boolean;
  score: number;
  correct: number;
  answered: number;
  total: number;
  xp: number;
  totalXp: number;
  streak: { current: number; longest: number; activeToday: boolean; freezesLeft: number };
};

/** The id of a lesson by key; the first of the fixture course unless told otherwise. */
export async function firstLessonId(app: LearningApp, key = 'hello-1'): Promise<string> {
  const row = await app.deps.db
    .selectFrom('lessons')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Looks the right answer up in the database, as no client could. */
export async function answerKey(app: LearningApp, session: Session, exercise: Exercise): Promise<string> {
  const { served } = await app.deps.db
    .selectFrom('practice_sessions')
    .select('served')
    .where('id', '=', session.id)
    .executeTakeFirstOrThrow();
  const found = served.find(({ exerciseId }) => exerciseId === exercise.id);
  if (found?.keys?.[0] !== undefined) return found.keys[0];
  const answer = await app.deps.db
    .selectFrom('accepted_answers')
    .select('text')
    .where('item_id', '=', found?.itemId ?? newId())
    .where('direction', '=', exercise.direction)
    .where('is_primary', '=', true)
    .executeTakeFirstOrThrow();
  return answer.text;
}

/** Takes a lesson from beginning to end with right answers only. */
export async function takeLesson(app: LearningApp, learner: TestLearner, lessonId: string): Promise<Finish> {
  const { body: session } = await learner.post<Session>('/api/practice/sessions', { body: { lessonId } });
  for (const exercise of session.exercises) {
    await learner.post(`/api/practice/sessions/${session.id}/answers`, {
      body: {
        exerciseId: exercise.id,
        answer: await answerKey(app, session, exercise),
        clientEventId: newId(),
      },
    });
  }
  return (await learner.post<Finish>(`/api/practice/sessions/${session.id}/finish`)).body;
}
