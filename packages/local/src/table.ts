import { styleText } from 'node:util';

/** Renders names and values as two columns. */
export function twoColumns(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => `  ${styleText('dim', name.padEnd(width))}${value}`).join('\n');
}
