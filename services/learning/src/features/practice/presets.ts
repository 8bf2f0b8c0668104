import type { Direction, ExerciseType } from '../content/item.table.ts';

/** The levels of difficulty. */
export type PresetName = 'beginner' | 'intermediate' | 'advanced';
/** One kind of exercise and its share of a session. */
export type MixEntry = { readonly type: ExerciseType; readonly direction: Direction; readonly share: number };

/** How hard practice is at one level. */
export type Preset = {
  readonly targetAccuracy: number;
  /** Further tries after a wrong answer; they teach, but earn nothing, since the first answer showed the key. */
  readonly maxRetries: number;
  readonly hints: boolean;
  readonly translations: boolean;
  readonly speechRate: number;
  readonly itemsPerSession: number;
  readonly mix: readonly MixEntry[];
  readonly xpPerCorrect: number;
  /** Taken off the bonus at the end of a session, never off XP that was already earned. */
  readonly penaltyPerWrong: number;
};

/** The presets; shares of a mix add up to 1. */
export const presets: Record<PresetName, Preset> = {
  beginner: {
    targetAccuracy: 0.75,
    maxRetries: 2,
    hints: true,
    translations: true,
    speechRate: 0.85,
    itemsPerSession: 6,
    mix: [
      { type: 'multiple_choice', direction: 'to_source', share: 0.3 },
      { type: 'multiple_choice', direction: 'to_target', share: 0.1 },
      { type: 'gap_fill', direction: 'to_target', share: 0.15 },
      { type: 'word_order', direction: 'to_target', share: 0.15 },
      { type: 'translate', direction: 'to_source', share: 0.15 },
      { type: 'translate', direction: 'to_target', share: 0.15 },
    ],
    xpPerCorrect: 8,
    penaltyPerWrong: 0,
  },
  intermediate: {
    targetAccuracy: 0.82,
    maxRetries: 1,
    hints: true,
    translations: true,
    speechRate: 1,
    itemsPerSession: 10,
    mix: [
      { type: 'gap_fill', direction: 'to_target', share: 0.25 },
      { type: 'word_order', direction: 'to_target', share: 0.2 },
      { type: 'multiple_choice', direction: 'to_target', share: 0.1 },
      { type: 'translate', direction: 'to_source', share: 0.2 },
      { type: 'translate', direction: 'to_target', share: 0.25 },
    ],
    xpPerCorrect: 10,
    penaltyPerWrong: 2,
  },
  advanced: {
    targetAccuracy: 0.9,
    maxRetries: 0,
    hints: false,
    translations: false,
    speechRate: 1.15,
    itemsPerSession: 14,
    mix: [
      { type: 'translate', direction: 'to_target', share: 0.5 },
      { type: 'translate', direction: 'to_source', share: 0.15 },
      { type: 'word_order', direction: 'to_target', share: 0.15 },
      { type: 'gap_fill', direction: 'to_target', share: 0.2 },
    ],
    xpPerCorrect: 12,
    penaltyPerWrong: 4,
  },
};

/** The preset for a profile's level; unknown levels practise as beginners. */
export function presetNameOf(proficiencyLevel: string): PresetName {
  if (proficiencyLevel === 'intermediate' || proficiencyLevel === 'advanced') return proficiencyLevel;
  return proficiencyLevel === 'expert' ? 'advanced' : 'beginner';
}
