import type { PlannedExercise } from './content.repository.ts';
import type { Preset } from './presets.ts';
import { type Random, shuffle } from './random.ts';

/**
 * Chooses which exercises a session serves: as many kinds as the preset's mix asks for, each item once before any item twice.
 * `exercises` come in the order in which their items should be met.
 */
export function selectExercises(
  exercises: readonly PlannedExercise[],
  preset: Preset,
  random: Random,
): PlannedExercise[] {
  const items = [...new Set(exercises.map((exercise) => exercise.itemId))];
  const count = Math.min(preset.itemsPerSession, items.length);
  const chosen: PlannedExercise[] = [];
  const quotas = preset.mix.map((entry) => ({ ...entry, left: entry.share * count }));
  for (const itemId of items.slice(0, count)) {
    const possible = exercises.filter((exercise) => exercise.itemId === itemId);
    const wanted = quotas
      .filter((quota) => possible.some((exercise) => matches(exercise, quota)))
      .sort((a, b) => b.left - a.left)[0];
    const pick =
      possible.find((exercise) => wanted !== undefined && matches(exercise, wanted)) ?? possible[0];
    if (pick === undefined) continue;
    if (wanted !== undefined) wanted.left -= 1;
    chosen.push(pick);
  }
  return shuffle(chosen, random);
}

function matches(exercise: PlannedExercise, entry: { type: string; direction: string }): boolean {
  return exercise.type === entry.type && exercise.direction === entry.direction;
}
