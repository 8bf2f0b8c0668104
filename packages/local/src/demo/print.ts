import { styleText } from 'node:util';

const width = 88;

/** Authors break lines where they like: what belongs to one paragraph or list entry becomes one line. */
function joinParagraphs(text: string): string[] {
  return text
    .trim()
    .replace(/\n(?=\S)(?![-*] )/g, ' ')
    .split('\n');
}

function breakLine(paragraph: string, length: number): string[] {
  const lines = [''];
  for (const word of paragraph.split(/\s+/).filter(Boolean)) {
    const last = lines.length - 1;
    const line = lines[last] ?? '';
    if (line && line.length + 1 + word.length > length) lines.push(word);
    else lines[last] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** Breaks text into lines of at most 88 characters, each begun with `indent`; paragraphs of the text stay apart. */
export function wrap(text: string, indent: string): string {
  const lines = joinParagraphs(text).flatMap((paragraph) => breakLine(paragraph, width - indent.length));
  return lines.map((line) => (indent + line).trimEnd()).join('\n');
}

/** Shows the two marks that course texts use as a terminal can show them. */
export function renderMarks(text: string): string {
  const bold = text.replace(/\*\*(.+?)\*\*/gs, (_, inner: string) => styleText('bold', inner));
  return bold.replace(/\*(.+?)\*/gs, (_, inner: string) => styleText('italic', inner));
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** The demo's voice. */
export const tell = {
  title: (text: string): void => print(`\n${styleText(['bold', 'cyan'], text)}`),
  text: (text: string): void => print(wrap(text, '  ')),
  quiet: (text: string): void => print(styleText('dim', wrap(text, '  '))),
  marked: (text: string): void => print(renderMarks(wrap(text, '  | '))),
  line: (text: string): void => print(`  ${text}`),
};

const verdicts: Record<string, { sign: string; colour: 'green' | 'yellow' | 'red'; words: string }> = {
  exact: { sign: '✓', colour: 'green', words: 'right' },
  accent: { sign: '✓', colour: 'green', words: 'right, but mind the accent' },
  typo: { sign: '~', colour: 'yellow', words: 'right, with a slip of the fingers' },
  wrong_word: { sign: '✗', colour: 'red', words: 'one word is wrong' },
  wrong: { sign: '✗', colour: 'red', words: 'not quite' },
};

/** Prints how an answer was graded. */
export function tellVerdict(
  answer: string,
  graded: { verdict: string; expected: string; xp: number; note?: string },
): void {
  const { sign, colour, words } = verdicts[graded.verdict] ?? {
    sign: '?',
    colour: 'yellow',
    words: graded.verdict,
  };
  const gain = graded.xp > 0 ? styleText('bold', `  +${graded.xp} XP`) : '';
  const better = graded.verdict === 'exact' ? '' : `  → ${styleText('bold', graded.expected)}`;
  print(`      ${styleText(colour, sign)} ${answer}${better}  ${styleText('dim', `(${words})`)}${gain}`);
  if (graded.note && graded.verdict !== 'exact') print(styleText('dim', wrap(graded.note, '        ')));
}

/** A bar of `length` blocks. */
export function bar(share: number, length: number): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * length);
  return styleText('green', '█'.repeat(full)) + styleText('dim', '░'.repeat(length - full));
}
