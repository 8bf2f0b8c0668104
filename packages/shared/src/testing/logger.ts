import { createLogger, type Logger } from '../logger.ts';

/** One parsed log line. */
export type LogLine = Record<string, unknown> & { level: string; msg?: string };

export type CapturedLogger = {
  logger: Logger;
  lines: LogLine[];
  /** Everything that was written, as it would stand in a log file: to prove that a secret is absent. */
  text(): string;
};

/** Returns a real logger that writes into memory. */
export function captureLogger(level = 'trace'): CapturedLogger {
  const lines: LogLine[] = [];
  const chunks: string[] = [];
  const destination = {
    write: (chunk: string) => {
      chunks.push(chunk);
      lines.push(JSON.parse(chunk) as LogLine);
    },
  };
  return {
    logger: createLogger({ service: 'test', level, destination }),
    lines,
    text: () => chunks.join(''),
  };
}

/** Returns a logger that writes nothing, for tests that do not look at logs. */
export function silentLogger(): Logger {
  return createLogger({ service: 'test', level: 'silent' });
}
