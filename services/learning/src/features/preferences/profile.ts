import { strictObject } from '@linguamate/shared/http/schemas';
import { type Static, Type } from 'typebox';

const choice = <const V extends readonly string[]>(values: V) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values] });
const Percent = Type.Integer({ minimum: 0, maximum: 100 });

export const SrsPreferences = strictObject({
  newPerDay: Type.Integer({ minimum: 0, maximum: 50 }),
  reviewCap: Type.Integer({ minimum: 1, maximum: 1000 }),
  desiredRetention: Type.Number({
    minimum: 0.7,
    maximum: 0.97,
    description: 'Chance to remember at which a card falls due.',
  }),
  balance: Type.Boolean({ description: 'Spread cards that were learned together over neighbouring days.' }),
});

/** Everything a learner can set, in full; what they have not set has its default. */
export const PreferenceProfile = strictObject({
  personas: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 }),
  dailyGoalMinutes: Type.Integer({ minimum: 5, maximum: 120 }),
  dayStartHour: Type.Integer({
    minimum: 0,
    maximum: 12,
    description: 'Hour at which the learner’s day begins.',
  }),
  srs: SrsPreferences,
  lessonPlan: strictObject({
    microLessonMins: Type.Integer({ minimum: 3, maximum: 15 }),
    composition: strictObject({
      speaking: Percent,
      grammar: Percent,
      vocab: Percent,
      listening: Percent,
      reading: Percent,
      writing: Percent,
    }),
  }),
  speech: strictObject({
    ttsVoice: Type.Union([Type.String({ maxLength: 80 }), Type.Null()]),
    rate: Type.Number({ minimum: 0.7, maximum: 1.4 }),
    pitch: Type.Number({ minimum: 0.8, maximum: 1.2 }),
    asrStrictness: choice(['lenient', 'balanced', 'strict']),
  }),
  notifications: strictObject({
    enabled: Type.Boolean(),
    hourLocal: Type.Integer({ minimum: 0, maximum: 23 }),
  }),
  accessibility: strictObject({
    theme: choice(['system', 'light', 'dark']),
    fontScale: Type.Number({ minimum: 1, maximum: 1.6 }),
    highContrast: Type.Boolean(),
    reducedMotion: Type.Boolean(),
  }),
  leaderboard: strictObject({
    optOut: Type.Boolean(),
    alias: Type.Union([Type.String({ minLength: 1, maxLength: 30, pattern: '^[^@]*$' }), Type.Null()]),
  }),
  script: Type.Union([Type.String({ maxLength: 20 }), Type.Null()]),
  dialect: Type.Union([Type.String({ maxLength: 40 }), Type.Null()]),
});
export type PreferenceProfile = Static<typeof PreferenceProfile>;

/** What holds until a learner says otherwise. */
export const defaultProfile: PreferenceProfile = {
  personas: [],
  dailyGoalMinutes: 15,
  dayStartHour: 0,
  srs: { newPerDay: 15, reviewCap: 80, desiredRetention: 0.9, balance: true },
  lessonPlan: {
    microLessonMins: 8,
    composition: { speaking: 20, grammar: 15, vocab: 25, listening: 20, reading: 15, writing: 5 },
  },
  speech: { ttsVoice: null, rate: 1, pitch: 1, asrStrictness: 'balanced' },
  notifications: { enabled: true, hourLocal: 19 },
  accessibility: { theme: 'system', fontScale: 1, highContrast: false, reducedMotion: false },
  leaderboard: { optOut: false, alias: null },
  script: null,
  dialect: null,
};

type PartialDeep = { readonly [key: string]: unknown };

/** A profile with some fields replaced, at any depth; arrays are replaced whole. The result still has to be validated. */
export function mergeProfile(profile: PartialDeep, changes: PartialDeep): PartialDeep {
  const merged: Record<string, unknown> = { ...profile };
  for (const [key, value] of Object.entries(changes)) {
    const current = merged[key];
    merged[key] = isPlain(current) && isPlain(value) ? mergeProfile(current, value) : value;
  }
  return merged;
}

function isPlain(value: unknown): value is PartialDeep {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
