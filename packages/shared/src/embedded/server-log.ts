import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The part of a logger that the embedded servers use; pino's fits. */
export type EmbeddedLogger = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};

/** What an embedded server promises to whoever started it. */
export type EmbeddedServer = {
  /** With user and password; never to be printed. */
  url: string;
  port: number;
  /** Where the data really lies. */
  location: string;
  /** Settles when the server has ended, asked or not. */
  ended: Promise<unknown>;
  /** Ends it in order; a second call waits for the first. */
  stop(): Promise<void>;
};

export type EmbeddedServerOptions = {
  /** The directory of this server alone; made when missing. */
  dataDir: string;
  /** 0 = a free one. */
  port: number;
  /** False trades safety for speed: data may be lost when the machine fails. For tests. */
  durable: boolean;
  logger?: EmbeddedLogger;
};

/** The last lines that a server printed, to explain a start that failed, and a way to wait for one of them. */
export type ServerLog = { tail(): string; waitFor(pattern: RegExp): Promise<void> };

/** Follows a server's output line by line: to the logger at debug level, and into a short memory. */
export function followLog(stream: Readable, server: string, logger?: EmbeddedLogger): ServerLog {
  const kept: string[] = [];
  const waiting = new Set<(line: string) => void>();
  createInterface({ input: stream }).on('line', (line) => {
    kept.push(line);
    if (kept.length > 20) kept.shift();
    logger?.debug({ server }, line);
    for (const notify of waiting) notify(line);
  });
  const waitFor = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const notify = (line: string): void => {
        if (!pattern.test(line)) return;
        waiting.delete(notify);
        resolve();
      };
      waiting.add(notify);
    });
  return { tail: () => kept.slice(-6).join('\n'), waitFor };
}
