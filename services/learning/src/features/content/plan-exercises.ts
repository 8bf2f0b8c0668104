import { normalise, words } from '../grading/normalise.ts';
import type { GradingPolicy } from '../grading/policies.ts';
import type { ItemFormat } from './course-format.ts';
import type { Direction, ExerciseType } from './item.table.ts';

export type PlannedExercise = {
  readonly type: ExerciseType;
  readonly direction: Direction;
  /** First guess on the logit scale; answers move it from there. */
  readonly difficulty: number;
};

/** Fewer words than this leave nothing to put in order and no context around a gap. */
export const minimumWordsToArrange = 3;

/** The exercises that an item is good for. Producing is harder than recognising, and length adds to both. */
export function planExercises(item: ItemFormat, target: GradingPolicy): PlannedExercise[] {
  const length = words(normalise(item.target, target), target).length;
  const base = Math.min(1.5, (length - 1) * 0.15);
  const planned: PlannedExercise[] = [
    { type: 'multiple_choice', direction: 'to_source', difficulty: base - 1.5 },
    { type: 'multiple_choice', direction: 'to_target', difficulty: base - 1.2 },
    { type: 'translate', direction: 'to_source', difficulty: base - 0.3 },
    { type: 'translate', direction: 'to_target', difficulty: base + 0.5 },
  ];
  if (length >= minimumWordsToArrange) {
    planned.push({ type: 'word_order', direction: 'to_target', difficulty: base - 0.5 });
    planned.push({ type: 'gap_fill', direction: 'to_target', difficulty: base - 0.2 });
  }
  return planned;
}
