import type { Direction, ExerciseType } from '../content/item.table.ts';
import { normalise, words } from '../grading/normalise.ts';
import type { GradingPolicy } from '../grading/policies.ts';
import { chooseDistractors, promptOf, textOf } from './choose-distractors.ts';
import type { PracticeItem } from './content.repository.ts';
import type { Preset } from './presets.ts';
import { type Random, shuffle } from './random.ts';
import type { ServedExercise } from './served-exercise.ts';

/** What exercises are built from; the same seed builds the same exercises. */
export type BuildContext = {
  readonly pool: readonly PracticeItem[];
  readonly policies: { readonly source: GradingPolicy; readonly target: GradingPolicy };
  readonly preset: Preset;
  readonly random: Random;
};
type Planned = { readonly id: string; readonly type: ExerciseType; readonly direction: Direction };
type Extra = Pick<ServedExercise, 'choices' | 'tokens' | 'keys' | 'translation'> & { prompt?: string };

const gap = '____';
const extraTokens = 2;

/** Turns a planned exercise into what a session serves. Returns undefined where the item does not yield it. */
export function buildExercise(
  exercise: Planned,
  item: PracticeItem,
  context: BuildContext,
): ServedExercise | undefined {
  const extra = extras[exercise.type]?.(item, exercise.direction, context);
  if (extra === undefined) return undefined;
  const asksFromTarget = exercise.direction === 'to_source';
  return {
    exerciseId: exercise.id,
    itemId: item.id,
    type: exercise.type,
    direction: exercise.direction,
    prompt: promptOf(item, exercise.direction),
    // The sound of the answer would be the answer.
    ipa: asksFromTarget ? item.details.ipa : undefined,
    note: item.details.note,
    ...extra,
  };
}

type Builder = (item: PracticeItem, direction: Direction, context: BuildContext) => Extra | undefined;

const extras: Partial<Record<ExerciseType, Builder>> = {
  translate: () => ({}),
  multiple_choice: buildChoices,
  word_order: buildTokens,
  gap_fill: buildGap,
};

function buildChoices(item: PracticeItem, direction: Direction, context: BuildContext): Extra | undefined {
  const policy = direction === 'to_target' ? context.policies.target : context.policies.source;
  const key = textOf(item, direction);
  const wrong = chooseDistractors(item, context.pool, direction, policy, context.random);
  if (wrong.length === 0) return undefined;
  return { choices: shuffle([key, ...wrong], context.random), keys: [key] };
}

function buildTokens(item: PracticeItem, _direction: Direction, context: BuildContext): Extra | undefined {
  const own = surfaceWords(item.target, context.policies.target);
  const known = new Set(own.map((word) => normalise(word, context.policies.target)));
  const strangers = context.pool
    .filter((other) => other.id !== item.id)
    .flatMap((other) => surfaceWords(other.target, context.policies.target))
    .filter((word) => !known.has(normalise(word, context.policies.target)));
  const added = shuffle([...new Set(strangers)], context.random).slice(0, extraTokens);
  const tokens = shuffle([...own, ...added], context.random);
  // A shuffle may happen to give the solution away.
  const solved = own.every((word, index) => tokens[index] === word);
  return { tokens: solved ? tokens.toReversed() : tokens };
}

function buildGap(item: PracticeItem, _direction: Direction, context: BuildContext): Extra | undefined {
  const { policies, preset, random } = context;
  const own = surfaceWords(item.target, policies.target);
  const candidates = own.filter((word) => own.indexOf(word) === own.lastIndexOf(word) && word.length > 1);
  const longestFirst = shuffle(candidates, random).sort((a, b) => b.length - a.length);
  const missing = longestFirst[Math.floor(random() * Math.min(2, longestFirst.length))];
  if (missing === undefined) return undefined;
  const keys = wordsThatFit(item, missing, policies.target);
  const extra = {
    prompt: withGap(item.target, missing),
    keys,
    translation: preset.translations ? item.source : undefined,
  };
  if (!preset.hints || preset.maxRetries < 2) return extra;
  const wrong = context.pool
    .flatMap((other) =>
      other.id === item.id ? other.distractors : surfaceWords(other.target, policies.target),
    )
    .map((word) => word.toLowerCase())
    .filter((word) => !word.includes(' ') && !own.includes(word));
  const taken = new Set(keys.map((key) => normalise(key, policies.target)));
  const choices = [...new Set(shuffle(wrong, random))].filter(
    (word) => !taken.has(normalise(word, policies.target)),
  );
  return choices.length < 2
    ? extra
    : { ...extra, choices: shuffle([missing, ...choices.slice(0, 3)], random) };
}

/** The words at the gap's place in every accepted answer that equals the sentence elsewhere. */
function wordsThatFit(item: PracticeItem, missing: string, policy: GradingPolicy): string[] {
  const sentence = words(normalise(item.target, policy), policy);
  const place = sentence.indexOf(normalise(missing, policy));
  const fitting = item.answers.to_target.flatMap((answer) => {
    const other = words(normalise(answer, policy), policy);
    const equalElsewhere =
      other.length === sentence.length && other.every((word, i) => i === place || word === sentence[i]);
    return equalElsewhere ? [other[place] ?? missing] : [];
  });
  return [...new Set([missing, ...fitting.filter((word) => word !== normalise(missing, policy))])];
}

function withGap(sentence: string, word: string): string {
  const start = sentence.indexOf(word);
  return `${sentence.slice(0, start)}${gap}${sentence.slice(start + word.length)}`;
}

/** The words of a text as they are written, without the marks around them. */
export function surfaceWords(text: string, policy: GradingPolicy): string[] {
  const parts = policy.spaced
    ? text.split(/\s+/u)
    : Array.from(
        new Intl.Segmenter(policy.locale, { granularity: 'word' }).segment(text),
        (part) => part.segment,
      );
  return parts
    .map((part) => part.replaceAll(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, ''))
    .filter((part) => normalise(part, policy) !== '');
}
