import { Type } from 'typebox';

// Only what the demo reads: a server may say more.
export const SignedUp = Type.Object({
  accessToken: Type.String(),
  user: Type.Object({ id: Type.String(), name: Type.String() }),
});

export const Profile = Type.Object({
  name: Type.String(),
  proficiencyLevel: Type.Union([Type.String(), Type.Null()]),
});

export const Courses = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      slug: Type.String(),
      title: Type.String(),
      description: Type.String(),
      lessonCount: Type.Integer(),
      licence: Type.Object({ name: Type.String() }),
    }),
  ),
});

export const Lessons = Type.Object({
  items: Type.Array(
    Type.Object({ id: Type.String(), title: Type.String(), estimatedMinutes: Type.Number() }),
  ),
});

export const Lesson = Type.Object({ title: Type.String(), intro: Type.Optional(Type.String()) });

export const Exercise = Type.Object({
  id: Type.String(),
  type: Type.String(),
  direction: Type.Optional(Type.String()),
  prompt: Type.String(),
  ipa: Type.Optional(Type.String()),
  choices: Type.Optional(Type.Array(Type.String())),
});

export const Session = Type.Object({ id: Type.String(), exercises: Type.Array(Exercise, { minItems: 1 }) });

export const Graded = Type.Object({
  verdict: Type.String(),
  correct: Type.Boolean(),
  expected: Type.String(),
  xp: Type.Number(),
  retriesLeft: Type.Optional(Type.Integer()),
  note: Type.Optional(Type.String()),
});

export const Finished = Type.Object({
  score: Type.Number(),
  correct: Type.Integer(),
  total: Type.Integer(),
  completed: Type.Boolean(),
  xp: Type.Number(),
  streak: Type.Object({ current: Type.Integer() }),
});

export const Progress = Type.Object({
  xp: Type.Object({ total: Type.Number() }),
  streak: Type.Object({ current: Type.Integer() }),
  totals: Type.Object({
    answers: Type.Integer(),
    correctAnswers: Type.Integer(),
    lessonsCompleted: Type.Integer(),
  }),
  courses: Type.Array(
    Type.Object({ title: Type.String(), lessonsCompleted: Type.Integer(), lessonsTotal: Type.Integer() }),
  ),
});

export const Thread = Type.Object({ id: Type.String() });

export const Reply = Type.Object({ reply: Type.String(), degraded: Type.Boolean() });
