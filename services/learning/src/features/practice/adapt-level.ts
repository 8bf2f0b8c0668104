import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { findLevel, readRecentAccuracy, saveLevel } from './level.repository.ts';
import { type PresetName, presets } from './presets.ts';

/** The level at which a course goes on, and whether it has just moved. */
export type LevelChange = { readonly preset: PresetName; readonly change: 'up' | 'down' | null };
const ladder: readonly PresetName[] = ['beginner', 'intermediate', 'advanced'];
const promoteAbove = 0.07;
const demoteBelow = 0.12;

/** The level that an accuracy calls for: one step up or down where it lies clearly outside of what the preset aims at. */
export function adaptedLevel(level: PresetName, accuracy: number): LevelChange {
  const { targetAccuracy } = presets[level];
  // Rounded, or 0.82 + 0.07 would lie above 0.89.
  const distance = Math.round((accuracy - targetAccuracy) * 1000) / 1000;
  const step = distance >= promoteAbove ? 1 : distance <= -demoteBelow ? -1 : 0;
  const preset = ladder[ladder.indexOf(level) + step] ?? level;
  if (preset === level) return { preset, change: null };
  return { preset, change: step > 0 ? 'up' : 'down' };
}

/**
 * Moves a learner of a course up or down by what they answered since their last move, once there are two sessions' worth of it, so
 * that a single good or bad day decides nothing. Leaves learners alone who chose their level.
 */
export async function adaptLevel(
  trx: Transaction<LearningSchema>,
  learner: { userId: string; courseId: string; preset: PresetName; at: Date },
): Promise<LevelChange> {
  const level = await findLevel(trx, learner);
  const { preset, autoAdapt } = level;
  const window = presets[preset].itemsPerSession * 2;
  const recent = await readRecentAccuracy(trx, { ...learner, since: level.since, limit: window });
  if (!autoAdapt || recent.answers < window) return { preset, change: null };
  const next = adaptedLevel(preset, recent.accuracy);
  if (next.change !== null) await saveLevel(trx, { ...learner, preset: next.preset });
  return next;
}
