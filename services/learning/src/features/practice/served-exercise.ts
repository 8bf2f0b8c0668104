import type { Direction, ExerciseType } from '../content/item.table.ts';

/** One exercise as a session fixed it when it began, with everything that grading needs. Never leaves the server. */
export type ServedExercise = {
  readonly exerciseId: string;
  readonly itemId: string;
  readonly type: ExerciseType;
  readonly direction: Direction;
  readonly prompt: string;
  /** The sentence's meaning, shown where the exercise alone would not tell what is asked. */
  readonly translation?: string | undefined;
  readonly ipa?: string | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly tokens?: readonly string[] | undefined;
  /** Accepted answers where they differ from the item's own: the right choice, the words that fit the gap. */
  readonly keys?: readonly string[] | undefined;
  readonly note?: string | undefined;
};

/** What a client sees of an exercise: everything but the keys and the note that would give them away. */
export type PublicExercise = {
  id: string;
  type: ExerciseType;
  direction: Direction;
  prompt: string;
  translation?: string;
  ipa?: string;
  choices?: string[];
  tokens?: string[];
};

/** The part of an exercise that may be sent before it is answered; fields are named one by one on purpose. */
export function publicExercise(served: ServedExercise): PublicExercise {
  return {
    id: served.exerciseId,
    type: served.type,
    direction: served.direction,
    prompt: served.prompt,
    ...(served.translation === undefined ? {} : { translation: served.translation }),
    ...(served.ipa === undefined ? {} : { ipa: served.ipa }),
    ...(served.choices === undefined ? {} : { choices: [...served.choices] }),
    ...(served.tokens === undefined ? {} : { tokens: [...served.tokens] }),
  };
}
