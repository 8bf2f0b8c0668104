import { Type } from 'typebox';

/** One step of a difference between what was written and what was expected. */
export const DiffPartView = Type.Object({
  kind: Type.Unsafe<'same' | 'accent' | 'typo' | 'wrong' | 'missing' | 'extra'>({
    type: 'string',
    enum: ['same', 'accent', 'typo', 'wrong', 'missing', 'extra'],
  }),
  given: Type.Optional(Type.String()),
  expected: Type.Optional(Type.String()),
});
