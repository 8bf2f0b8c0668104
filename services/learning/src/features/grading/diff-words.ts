import { compareForms, type GradingContext, type WordForms } from './compare-words.ts';
import { foldAccents, normalise } from './normalise.ts';
import type { GradingPolicy } from './policies.ts';

/** One step of the way from what was written to what was expected, in reading order (logical order for right-to-left text). */
export type DiffPart = {
  readonly kind: 'same' | 'accent' | 'typo' | 'wrong' | 'missing' | 'extra';
  readonly given?: string;
  readonly expected?: string;
};
type Word = WordForms & { readonly surface: string };
type Step = {
  readonly cost: number;
  readonly part: DiffPart | undefined;
  readonly from: readonly [number, number];
};

const substitutionCost = { same: 0, accent: 0.2, typo: 0.5, other_word: 1.1, different: 1.2 } as const;
const kindOf = {
  same: 'same',
  accent: 'accent',
  typo: 'typo',
  other_word: 'wrong',
  different: 'wrong',
} as const;

/** Aligns the words of two answers and says of each whether it is right, slightly off, wrong, missing or too many. */
export function diffWords(given: string, expected: string, context: GradingContext): DiffPart[] {
  const left = surfaceWords(given, context.policy);
  const right = surfaceWords(expected, context.policy);
  const steps = align(left, right, context);
  const parts: DiffPart[] = [];
  let position: readonly [number, number] = [left.length, right.length];
  for (let step = steps[position[0]]?.[position[1]]; step?.part; step = steps[position[0]]?.[position[1]]) {
    parts.unshift(step.part);
    position = step.from;
  }
  return parts;
}

function align(left: readonly Word[], right: readonly Word[], context: GradingContext): Step[][] {
  const steps: Step[][] = [];
  for (let row = 0; row <= left.length; row += 1) {
    const line: Step[] = [];
    steps.push(line);
    for (let column = 0; column <= right.length; column += 1)
      line.push(cheapest(steps, left, right, context, row, column));
  }
  return steps;
}

function cheapest(
  steps: readonly Step[][],
  left: readonly Word[],
  right: readonly Word[],
  context: GradingContext,
  row: number,
  column: number,
): Step {
  const [given, expected] = [left[row - 1], right[column - 1]];
  const candidates: Step[] = [];
  const reach = (from: readonly [number, number], cost: number, part: DiffPart) => {
    candidates.push({ cost: (steps[from[0]]?.[from[1]]?.cost ?? 0) + cost, part, from });
  };
  if (given && expected) {
    const { match } = compareForms(given, expected, context);
    const part = { kind: kindOf[match], given: given.surface, expected: expected.surface };
    reach([row - 1, column - 1], substitutionCost[match], part);
  }
  if (expected) reach([row, column - 1], 1, { kind: 'missing', expected: expected.surface });
  if (given) reach([row - 1, column], 1, { kind: 'extra', given: given.surface });
  const start: Step = { cost: 0, part: undefined, from: [0, 0] };
  return candidates.reduce<Step>((best, step) => (best.part && best.cost <= step.cost ? best : step), start);
}

function surfaceWords(text: string, policy: GradingPolicy): Word[] {
  const composed = text.normalize('NFC');
  const surfaces = policy.spaced ? composed.split(/\s+/u) : segments(composed, policy.locale);
  return surfaces
    .map((surface) => ({ surface, base: normalise(surface, policy), folded: foldAccents(surface, policy) }))
    .filter((word) => word.base !== '');
}

function segments(text: string, locale: string): string[] {
  return Array.from(
    new Intl.Segmenter(locale, { granularity: 'word' }).segment(text),
    (part) => part.segment,
  );
}
