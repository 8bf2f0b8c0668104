import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { formatJson, formatPretty } from './log-format.ts';

/** Where the local system writes: lines of its processes to `log`, words for the person to `say`. */
export type Output = {
  /** A line that a process wrote. */
  log(source: string, line: string): void;
  /** An event of the local system itself. */
  event(level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void;
  /** Text for whoever sits at the terminal; on standard error when standard output is read by a machine. */
  say(text: string): void;
};

/** Follows a process's stream line by line. */
export function forwardLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (line !== '') onLine(line);
  });
}

/** Writes pretty lines when standard output is a terminal, else one JSON object per line. */
export function createOutput(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output {
  const format = stdout.isTTY ? formatPretty : formatJson;
  // A reader that went away (a closed pipe) must not take the system down.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const log = (source: string, line: string): void => {
    stdout.write(`${format(source, line)}\n`);
  };
  return {
    log,
    event: (level, message, fields = {}) =>
      log('local', JSON.stringify({ level, time: new Date().toISOString(), ...fields, msg: message })),
    say: (text) => {
      (stdout.isTTY ? stdout : stderr).write(`${text}\n`);
    },
  };
}
