import { editDistance, letters } from '../grading/edit-distance.ts';

/** One step through what should have been said and what was heard. */
export type WordPair = {
  /** Place of the word in the reference; undefined for a word too many. */
  readonly expected: number | undefined;
  /** Place of the word in what was heard; undefined for a word left out. */
  readonly heard: number | undefined;
};
type Step = {
  readonly cost: number;
  readonly pair: WordPair | undefined;
  readonly from: readonly [number, number];
};
const gapCost = 0.75;

/** How alike two words are, from 0 to 1: one minus the edits per letter of the expected one. */
export function similarity(expected: string, heard: string): number {
  const [a, b] = [letters(expected), letters(heard)];
  return a.length === 0 ? 0 : Math.max(0, 1 - editDistance(a, b) / a.length);
}

/** Pairs the words of a reference with those that were heard, at the least cost; both keep their order. */
export function alignWords(expected: readonly string[], heard: readonly string[]): WordPair[] {
  const steps: Step[][] = [];
  for (let row = 0; row <= expected.length; row += 1) {
    const line: Step[] = [];
    steps.push(line);
    for (let column = 0; column <= heard.length; column += 1) {
      line.push(cheapest(steps, expected, heard, row, column));
    }
  }
  const pairs: WordPair[] = [];
  let step = steps[expected.length]?.[heard.length];
  while (step?.pair !== undefined) {
    pairs.unshift(step.pair);
    step = steps[step.from[0]]?.[step.from[1]];
  }
  return pairs;
}

function cheapest(
  steps: readonly Step[][],
  expected: readonly string[],
  heard: readonly string[],
  row: number,
  column: number,
): Step {
  const [want, got] = [expected[row - 1], heard[column - 1]];
  const reach = (from: readonly [number, number], cost: number, pair: WordPair): Step => ({
    cost: (steps[from[0]]?.[from[1]]?.cost ?? 0) + cost,
    pair,
    from,
  });
  const candidates: Step[] = [];
  if (want !== undefined && got !== undefined) {
    const cost = 1 - similarity(want, got);
    // Two words without anything in common are one left out and one too many.
    const pair = { expected: row - 1, heard: column - 1 };
    candidates.push(reach([row - 1, column - 1], cost < 1 ? cost : gapCost * 2 + 0.1, pair));
  }
  if (want !== undefined)
    candidates.push(reach([row - 1, column], gapCost, { expected: row - 1, heard: undefined }));
  if (got !== undefined)
    candidates.push(reach([row, column - 1], gapCost, { expected: undefined, heard: column - 1 }));
  const start: Step = { cost: 0, pair: undefined, from: [0, 0] };
  return candidates.reduce(
    (best, next) => (best.pair === undefined || next.cost < best.cost ? next : best),
    start,
  );
}
