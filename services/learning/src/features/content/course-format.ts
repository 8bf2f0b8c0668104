import { type Static, type TObject, type TProperties, Type } from 'typebox';

/**
 * The format of a course as files: one folder per course with `course.yaml`, `units/*.yaml` and an optional `learn.yaml`.
 * Every scalar is read as text (YAML failsafe schema), so that Spanish `no` or a country code `NO` can never turn into a boolean.
 */
const strict = <P extends TProperties>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false });

const Key = Type.String({
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 80,
  description: 'Stable kebab-case key; a learner’s progress hangs on it, so it never changes once published.',
});
const Line = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const Prose = Type.String({ minLength: 1, maxLength: 8000, description: 'Markdown.' });
const Answers = Type.Array(Line(400), {
  maxItems: 60,
  description: 'Further right answers; `[optional]`, `(he|she)` and `fall/autumn` are expanded at import.',
});

const CefrLevel = Type.Union([
  Type.Literal('A1'),
  Type.Literal('A2'),
  Type.Literal('B1'),
  Type.Literal('B2'),
  Type.Literal('C1'),
  Type.Literal('C2'),
]);
/** The levels of the Common European Framework, in order. */
export const cefrLevels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;

/** A word, phrase or sentence with everything that counts as right in both directions. */
export const ItemFormat = strict({
  key: Key,
  kind: Type.Union([Type.Literal('word'), Type.Literal('phrase'), Type.Literal('sentence')]),
  target: Line(300),
  source: Line(300),
  accept: Type.Optional(strict({ target: Type.Optional(Answers), source: Type.Optional(Answers) })),
  ipa: Type.Optional(Line(200)),
  reading: Type.Optional(Line(300)),
  pos: Type.Optional(Line(40)),
  gender: Type.Optional(Line(20)),
  note: Type.Optional(Line(1000)),
  distractors: Type.Optional(Type.Array(Line(300), { maxItems: 12 })),
  audioText: Type.Optional(Line(300)),
  tags: Type.Optional(Type.Array(Key, { maxItems: 20 })),
  dialogueOnly: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
});
export type ItemFormat = Static<typeof ItemFormat>;

/** A lesson lists the items that it teaches by their keys. */
export const LessonFormat = strict({
  key: Key,
  title: Line(120),
  items: Type.Array(Key, { minItems: 3, maxItems: 40 }),
});
export type LessonFormat = Static<typeof LessonFormat>;

/** A skill holds its items and the lessons over them. */
export const SkillFormat = strict({
  key: Key,
  title: Line(120),
  intro: Type.Optional(Prose),
  lessons: Type.Array(LessonFormat, { minItems: 1, maxItems: 20 }),
  items: Type.Array(ItemFormat, { minItems: 3, maxItems: 400 }),
});
export type SkillFormat = Static<typeof SkillFormat>;

/** A scene between two speakers, with the phrases a learner should come to say. */
export const DialogueFormat = strict({
  key: Key,
  title: Line(120),
  goal: Line(400),
  keyPhrases: Type.Array(Line(200), { minItems: 1, maxItems: 12 }),
  lines: Type.Array(strict({ speaker: Line(40), target: Line(400), source: Line(400) }), {
    minItems: 2,
    maxItems: 40,
  }),
});
export type DialogueFormat = Static<typeof DialogueFormat>;

/** One file below `units/`. */
export const UnitFormat = strict({
  unit: strict({ key: Key, title: Line(120), cefr: CefrLevel, notes: Type.Optional(Prose) }),
  skills: Type.Array(SkillFormat, { minItems: 1, maxItems: 20 }),
  dialogues: Type.Optional(Type.Array(DialogueFormat, { maxItems: 20 })),
});
export type UnitFormat = Static<typeof UnitFormat>;

const LanguageTag = Type.String({ pattern: '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$' });

/** The file `course.yaml`. */
export const CourseFormat = strict({
  id: Key,
  title: Line(120),
  source: LanguageTag,
  target: LanguageTag,
  version: Type.String({ pattern: '^[0-9]+(\\.[0-9]+){0,2}$' }),
  licence: strict({ name: Line(120), url: Type.Optional(Line(300)) }),
  attribution: Line(400),
  cefr: Type.Array(CefrLevel, { minItems: 1, maxItems: 6 }),
  description: Line(2000),
});
export type CourseFormat = Static<typeof CourseFormat>;

const Word = strict({
  target: Line(120),
  source: Line(120),
  ipa: Type.Optional(Line(120)),
  reading: Type.Optional(Line(120)),
});
const Tip = strict({ title: Line(160), text: Line(2000) });

/** The file `learn.yaml`: first steps in a language. */
export const LearnFormat = strict({
  alphabet: Type.Array(
    strict({
      letter: Line(20),
      name: Type.Optional(Line(60)),
      ipa: Type.Optional(Line(60)),
      example: Type.Optional(Line(160)),
    }),
    { minItems: 1, maxItems: 400 },
  ),
  numbers: Type.Array(
    strict({
      value: Type.String({ pattern: '^[0-9]{1,12}$' }),
      target: Line(120),
      reading: Type.Optional(Line(120)),
    }),
    { minItems: 10, maxItems: 200 },
  ),
  commonWords: Type.Array(Word, { minItems: 5, maxItems: 400 }),
  phrases: Type.Array(Word, { minItems: 5, maxItems: 200 }),
  phonics: Type.Array(
    strict({
      pattern: Line(40),
      ipa: Type.Optional(Line(60)),
      explanation: Line(600),
      examples: Type.Optional(Type.Array(Line(120), { maxItems: 10 })),
    }),
    { maxItems: 100 },
  ),
  tips: Type.Array(Type.Union([Line(2000), Tip]), { minItems: 3, maxItems: 50 }),
});
export type LearnFormat = Static<typeof LearnFormat>;
