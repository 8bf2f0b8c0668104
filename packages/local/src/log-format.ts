import { styleText } from 'node:util';

const levelNames: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const nameColours = ['cyan', 'magenta', 'blue', 'green', 'yellow'] as const;

// Said by the prefix or by every line alike.
const hidden = new Set(['level', 'time', 'pid', 'hostname', 'service', 'msg', 'version', 'name', 'process']);

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return /[\s"]/.test(value) ? JSON.stringify(value) : value;
  return JSON.stringify(value);
}

function isError(value: unknown): value is { stack?: string; message?: string } {
  return typeof value === 'object' && value !== null && ('stack' in value || 'message' in value);
}

function colourOf(source: string): (typeof nameColours)[number] {
  const sum = [...source.replace(/-worker$/, '')].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return nameColours[sum % nameColours.length] ?? 'cyan';
}

function levelText(level: unknown): string {
  const name = typeof level === 'string' ? level : (levelNames[Number(level)] ?? 'info');
  const shown = name.padEnd(5);
  if (name === 'warn') return styleText('yellow', shown);
  return name === 'error' || name === 'fatal' ? styleText('red', shown) : styleText('dim', shown);
}

/** One line of a process for a person: time, who, how bad, what, and the fields that say more. */
export function formatPretty(source: string, line: string): string {
  const entry = parse(line);
  const prefix = styleText(colourOf(source), source.padEnd(20));
  if (!entry) return `${''.padEnd(9)}${prefix} ${line}`;
  const time = new Date(
    typeof entry.time === 'number' || typeof entry.time === 'string' ? entry.time : Date.now(),
  );
  const clock = styleText('dim', time.toTimeString().slice(0, 8));
  const fields = Object.entries(entry).filter(([name, value]) => !hidden.has(name) && !isError(value));
  const extra = fields.map(([name, value]) => `${name}=${show(value)}`).join(' ');
  const errors = Object.values(entry).filter(isError);
  const stacks = errors
    .map((error) => `\n${error.stack ?? error.message ?? ''}`.replace(/\n/g, '\n    '))
    .join('');
  return `${clock} ${prefix} ${levelText(entry.level)} ${String(entry.msg ?? '')} ${styleText('dim', extra)}${stacks}`;
}

/** One line of a process for a machine: the JSON it wrote with the process added, anything else wrapped. */
export function formatJson(source: string, line: string): string {
  const entry = parse(line);
  if (entry) return JSON.stringify({ ...entry, process: source });
  return JSON.stringify({ level: 'info', time: new Date().toISOString(), process: source, msg: line });
}
