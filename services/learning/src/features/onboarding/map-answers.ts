import { strictObject } from '@linguamate/shared/http/schemas';
import { type Static, Type } from 'typebox';
import type { PresetName } from '../practice/presets.ts';
import { defaultProfile, type PreferenceProfile } from '../preferences/profile.ts';

const choice = <const V extends readonly (string | number)[]>(values: V) =>
  Type.Unsafe<V[number]>({ type: typeof values[0] === 'number' ? 'integer' : 'string', enum: [...values] });
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 });
const Share = Type.Integer({ minimum: 0, maximum: 100 });

/** What a learner is asked when they begin. */
export const OnboardingAnswers = strictObject({
  courseId: Type.String({ minLength: 1, maxLength: 80, description: 'Id or slug of the course to begin.' }),
  level: choice(['A0', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2']),
  goal: choice(['conversation', 'exam', 'travel', 'business', 'heritage']),
  minutesPerDay: Type.Integer({ minimum: 5, maximum: 120 }),
  focus: Type.Optional(
    strictObject({
      speaking: Share,
      grammar: Share,
      vocab: Share,
      listening: Share,
      reading: Share,
      writing: Share,
    }),
  ),
  pronunciationConfidence: Type.Optional(choice(['low', 'medium', 'high'])),
  interests: Type.Optional(Tags),
  notifyHourLocal: Type.Optional(Type.Integer({ minimum: 0, maximum: 23 })),
  timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  script: Type.Optional(Type.String({ maxLength: 20 })),
  dialect: Type.Optional(Type.String({ maxLength: 40 })),
});
export type OnboardingAnswers = Static<typeof OnboardingAnswers>;

type Composition = PreferenceProfile['lessonPlan']['composition'];
const limits: Record<keyof Composition, readonly [lowest: number, highest: number]> = {
  speaking: [15, 50],
  grammar: [10, 40],
  vocab: [10, 40],
  listening: [10, 40],
  reading: [10, 40],
  writing: [5, 30],
};
const speakingFocus = 35;

/** The preset that fits a CEFR level. */
export function presetOfLevel(level: OnboardingAnswers['level']): PresetName {
  if (level === 'A0' || level === 'A1' || level === 'A2') return 'beginner';
  return level === 'B1' || level === 'B2' ? 'intermediate' : 'advanced';
}

/** Turns what a learner said into settings, by the rules of the original's preference mapper. */
export function mapAnswers(answers: OnboardingAnswers): Partial<PreferenceProfile> {
  const isBeginning = answers.level === 'A0' || answers.level === 'A1';
  const isUnsure = answers.pronunciationConfidence === 'low';
  const composition = answers.focus === undefined ? undefined : balance(answers.focus);
  return {
    personas: personasOf(answers, isBeginning, isUnsure),
    dailyGoalMinutes: answers.minutesPerDay,
    srs: { ...defaultProfile.srs, ...loadOf(answers.minutesPerDay) },
    lessonPlan: {
      microLessonMins: isBeginning ? 5 : 8,
      composition: composition ?? defaultProfile.lessonPlan.composition,
    },
    speech: {
      ...defaultProfile.speech,
      rate: isUnsure ? 0.95 : 1,
      asrStrictness: isUnsure ? 'lenient' : 'balanced',
    },
    notifications: {
      enabled: true,
      hourLocal: answers.notifyHourLocal ?? defaultProfile.notifications.hourLocal,
    },
    script: answers.script ?? null,
    dialect: answers.dialect ?? null,
  };
}

function loadOf(minutesPerDay: number): { newPerDay: number; reviewCap: number } {
  if (minutesPerDay <= 10) return { newPerDay: 10, reviewCap: 40 };
  if (minutesPerDay < 20) return { newPerDay: 15, reviewCap: 80 };
  return minutesPerDay < 30 ? { newPerDay: 18, reviewCap: 90 } : { newPerDay: 25, reviewCap: 120 };
}

function personasOf(answers: OnboardingAnswers, isBeginning: boolean, isUnsure: boolean): string[] {
  const personas: string[] = [];
  if (isBeginning) personas.push('BEGINNER_FAST_TRACK');
  if (answers.minutesPerDay <= 10) personas.push('BUSY_MICROSESSIONS');
  if (isUnsure || (answers.focus?.speaking ?? 0) >= speakingFocus) personas.push('PRONUNCIATION_FOCUS');
  return personas;
}

/** Keeps each part within its limits and makes them add up to 100 by moving what gives way most easily. */
export function balance(focus: Composition): Composition {
  const parts = { ...focus };
  const names = Object.keys(limits) as (keyof Composition)[];
  for (const name of names) parts[name] = Math.min(limits[name][1], Math.max(limits[name][0], parts[name]));
  let missing = 100 - names.reduce((sum, name) => sum + parts[name], 0);
  while (missing !== 0) {
    const step = Math.sign(missing);
    const room = (name: keyof Composition) =>
      step > 0 ? limits[name][1] - parts[name] : parts[name] - limits[name][0];
    const widest = names.reduce((best, name) => (room(name) > room(best) ? name : best));
    parts[widest] += step;
    missing -= step;
  }
  return parts;
}
