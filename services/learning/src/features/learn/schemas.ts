import { type Static, Type } from 'typebox';

const Text = Type.String();
const Optional = Type.Optional(Text);
const Word = Type.Object({ target: Text, source: Text, ipa: Optional, reading: Optional });

export const LearnView = Type.Object({
  target: Text,
  source: Text,
  courseId: Text,
  alphabet: Type.Array(Type.Object({ letter: Text, name: Optional, ipa: Optional, example: Optional })),
  numbers: Type.Array(Type.Object({ value: Type.Integer(), target: Text, reading: Optional })),
  commonWords: Type.Array(Word),
  phrases: Type.Array(Word),
  phonics: Type.Array(
    Type.Object({
      pattern: Text,
      ipa: Optional,
      explanation: Text,
      examples: Type.Optional(Type.Array(Text)),
    }),
  ),
  tips: Type.Array(Type.Object({ title: Optional, text: Text })),
});
export type LearnView = Static<typeof LearnView>;
