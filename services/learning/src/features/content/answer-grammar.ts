/**
 * The small grammar in which an author writes several right answers at once:
 * `[the] dog` (optional part), `(he|she) goes` (choice), `fall/autumn` (choice between single words), `a | b` (whole answers).
 */
export const maximumVariants = 200;

/** An answer pattern that cannot be read or that would expand without bound; the message is meant for the author. */
export class AnswerGrammarError extends Error {}

type Cursor = { readonly text: string; position: number };
const closers: Record<string, string> = { '[': ']', '(': ')' };

/** Every text that the pattern stands for, in the author's order and without repeats. Throws AnswerGrammarError. */
export function expandAnswer(pattern: string): string[] {
  const cursor: Cursor = { text: pattern, position: 0 };
  const variants = readChoices(cursor, undefined);
  if (cursor.position < pattern.length) {
    throw new AnswerGrammarError(`unexpected "${pattern[cursor.position]}" in "${pattern}"`);
  }
  const texts = variants.map(tidy);
  if (texts.includes('')) throw new AnswerGrammarError(`"${pattern}" stands for an empty answer`);
  return [...new Set(texts)];
}

/** True when the text uses the grammar at all; texts that are shown to learners must not. */
export function usesGrammar(text: string): boolean {
  return /[[\]()|]/u.test(text) || /[^\s/]\/[^\s/]/u.test(text);
}

function tidy(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/ +([,.;:!?…])/gu, '$1')
    .trim();
}

/** Reads alternatives separated by `|` up to the closing bracket, which stays unread. */
function readChoices(cursor: Cursor, closer: string | undefined): string[] {
  const choices = readSequence(cursor, closer);
  while (cursor.text[cursor.position] === '|') {
    cursor.position += 1;
    choices.push(...readSequence(cursor, closer));
    assertBounded(choices.length, cursor.text);
  }
  return choices;
}

function readSequence(cursor: Cursor, closer: string | undefined): string[] {
  let variants = [''];
  while (cursor.position < cursor.text.length) {
    const character = cursor.text[cursor.position] ?? '';
    if (character === '|' || character === closer) break;
    if (character === ']' || character === ')') {
      throw new AnswerGrammarError(`"${character}" closes nothing in "${cursor.text}"`);
    }
    const parts = character in closers ? readGroup(cursor, character) : readText(cursor);
    variants = variants.flatMap((start) => parts.map((end) => start + end));
    assertBounded(variants.length, cursor.text);
  }
  return variants;
}

function readGroup(cursor: Cursor, opener: string): string[] {
  const closer = closers[opener] ?? '';
  cursor.position += 1;
  const inner = readChoices(cursor, closer);
  if (cursor.text[cursor.position] !== closer) {
    throw new AnswerGrammarError(`"${opener}" is never closed in "${cursor.text}"`);
  }
  cursor.position += 1;
  return opener === '[' ? [...inner, ''] : inner;
}

/** Reads plain text; a run such as `fall/autumn` becomes a choice between its words, and a backslash makes a mark literal. */
function readText(cursor: Cursor): string[] {
  const run = /^(?:(?:\\.|[^\s[\]()|\\])+|\s+|\\$)/u.exec(cursor.text.slice(cursor.position))?.[0] ?? '';
  cursor.position += run.length;
  const words = run.split(/(?<!\\)\//u).map((word) => word.replaceAll(/\\(.)/gu, '$1'));
  return words.every((word) => word !== '') ? words : [words.join('/')];
}

/** The pattern that stands for exactly this text: for texts that were written elsewhere and know nothing of the grammar. */
export function literalAnswer(text: string): string {
  return text.replaceAll(/[\\[\]()|/]/gu, '\\$&');
}

function assertBounded(count: number, pattern: string): void {
  if (count > maximumVariants) {
    throw new AnswerGrammarError(`"${pattern}" stands for more than ${maximumVariants} answers`);
  }
}
