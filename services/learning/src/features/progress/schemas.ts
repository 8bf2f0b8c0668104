import { Uuid } from '@linguamate/shared/http/schemas';
import { Type } from 'typebox';

const Count = Type.Integer({ minimum: 0 });

/** A streak in answers of the API. */
export const StreakView = Type.Object({
  current: Count,
  longest: Count,
  activeToday: Type.Boolean(),
  freezesLeft: Count,
});

/** What a learner’s home screen needs, in one answer. */
export const ProgressView = Type.Object({
  day: Type.String({ description: 'The learner’s calendar day.' }),
  timeZone: Type.String(),
  xp: Type.Object({ total: Count, today: Count }),
  streak: StreakView,
  today: Type.Object({
    xp: Count,
    answers: Count,
    correctAnswers: Count,
    lessons: Count,
    reviews: Count,
  }),
  totals: Type.Object({
    answers: Count,
    correctAnswers: Count,
    lessonsCompleted: Count,
    accuracy: Type.Number({ minimum: 0, maximum: 1 }),
  }),
  courses: Type.Array(
    Type.Object({
      courseId: Uuid,
      slug: Type.String(),
      title: Type.String(),
      xp: Count,
      lessonsTotal: Count,
      lessonsCompleted: Count,
    }),
  ),
});
