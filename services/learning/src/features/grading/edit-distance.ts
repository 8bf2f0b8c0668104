/**
 * Optimal string alignment distance between two sequences: insertions, deletions, substitutions and swaps of neighbours count 1.
 * Works on letters or on words; stops caring about exact values above `limit` and then returns `limit + 1`.
 */
export function editDistance(
  a: readonly string[],
  b: readonly string[],
  limit: number = Number.POSITIVE_INFINITY,
): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = nextRow(a, b, row, last, beforeLast);
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}

function nextRow(
  a: readonly string[],
  b: readonly string[],
  row: number,
  last: readonly number[],
  beforeLast: readonly number[],
): number[] {
  const current = [row];
  for (let column = 1; column <= b.length; column += 1) {
    const substitution = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
    let best = Math.min(substitution, at(last, column) + 1, at(current, column - 1) + 1);
    const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    if (swapped) best = Math.min(best, at(beforeLast, column - 2) + 1);
    current.push(best);
  }
  return current;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** The letters of a text as code points of its composed form, which is what a learner types. */
export function letters(text: string): string[] {
  return Array.from(text.normalize('NFC'));
}
