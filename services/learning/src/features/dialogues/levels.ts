import type { PresetName } from '../practice/presets.ts';

/** How a dialogue goes at one level. */
export type DialogueLevel = {
  readonly maxTurns: number;
  /** Hints come by themselves, on request, or not at all. */
  readonly hints: 'active' | 'passive' | 'none';
  readonly tone: 'gentle' | 'neutral' | 'strict';
  /** Character error rate at which accuracy reaches zero. */
  readonly targetCer: number;
  readonly minKeywords: number;
  readonly targetAccuracy: number;
  /** How often a line that failed is asked for again. */
  readonly maxRetries: number;
  /** When the scene comes up again, in minutes, from the worst result to the best. */
  readonly reviewMinutes: readonly [number, number, number, number];
};

export const dialogueLevels: Record<PresetName, DialogueLevel> = {
  beginner: {
    maxTurns: 8,
    hints: 'active',
    tone: 'gentle',
    targetCer: 0.25,
    minKeywords: 1,
    targetAccuracy: 0.75,
    maxRetries: 2,
    reviewMinutes: [15, 60, 360, 1440],
  },
  intermediate: {
    maxTurns: 12,
    hints: 'passive',
    tone: 'neutral',
    targetCer: 0.18,
    minKeywords: 2,
    targetAccuracy: 0.82,
    maxRetries: 1,
    reviewMinutes: [10, 120, 720, 2880],
  },
  advanced: {
    maxTurns: 16,
    hints: 'none',
    tone: 'strict',
    targetCer: 0.12,
    minKeywords: 3,
    targetAccuracy: 0.9,
    maxRetries: 0,
    reviewMinutes: [5, 240, 1440, 4320],
  },
};
