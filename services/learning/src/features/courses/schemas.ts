import { CursorQuery, strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import { type Static, Type } from 'typebox';

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });

export const CourseIdentifier = Type.String({
  minLength: 1,
  maxLength: 80,
  description: 'Id of the course, or its slug such as es-from-en.',
});
export const CourseQuery = strictObject({
  ...CursorQuery.properties,
  source: Type.Optional(Type.String({ maxLength: 20, description: 'Language of the learner, BCP 47.' })),
  target: Type.Optional(Type.String({ maxLength: 20, description: 'Language to learn, BCP 47.' })),
});

/** A course in a list. */
export const CourseSummary = Type.Object({
  id: Uuid,
  slug: Text,
  title: Text,
  description: Text,
  sourceLanguage: Text,
  targetLanguage: Text,
  cefr: Type.Array(Text),
  licence: Type.Object({ name: Text, url: Type.Optional(Text) }),
  attribution: Text,
  version: Type.Integer(),
  lessonCount: Count,
  updatedAt: Timestamp,
});
export type CourseSummary = Static<typeof CourseSummary>;

const LessonLink = Type.Object({ id: Uuid, key: Text, title: Text });
const SkillOutline = Type.Object({
  id: Uuid,
  key: Text,
  title: Text,
  intro: Type.Optional(Text),
  lessons: Type.Array(LessonLink),
});
const UnitOutline = Type.Object({
  id: Uuid,
  key: Text,
  title: Text,
  cefr: Text,
  notes: Type.Optional(Text),
  skills: Type.Array(SkillOutline),
});
/** A course with the titles of everything in it. */
export const CourseOutline = Type.Object({ ...CourseSummary.properties, units: Type.Array(UnitOutline) });
export type CourseOutline = Static<typeof CourseOutline>;
export type UnitOutline = Static<typeof UnitOutline>;

/** A lesson in a list; no text of its items is in it. */
export const LessonSummary = Type.Object({
  id: Uuid,
  key: Text,
  title: Text,
  courseId: Uuid,
  unit: Type.Object({ id: Uuid, title: Text, cefr: Text }),
  skill: Type.Object({ id: Uuid, title: Text }),
  position: Count,
  itemCount: Count,
  xpReward: Count,
  estimatedMinutes: Count,
});
export type LessonSummary = Static<typeof LessonSummary>;

/** A lesson before it is taken: what it is about, and no text that would answer one of its exercises. */
export const LessonView = Type.Object({
  ...LessonSummary.properties,
  intro: Type.Optional(Text),
  unitNotes: Type.Optional(Text),
  exerciseTypes: Type.Array(Text),
});
export type LessonView = Static<typeof LessonView>;
