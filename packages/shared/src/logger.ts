import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import { currentContext } from './http/context.ts';

/** Structured JSON logger; one object per line. */
export type Logger = PinoLogger;

/** Names whose values never appear in a log line, at the top level or one or two objects deep. */
const secretNames = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'newPassword',
  'currentPassword',
  'passwordHash',
  'token',
  'accessToken',
  'refreshToken',
  'idToken',
  'secret',
  'clientSecret',
  'apiKey',
  'privateKey',
  'pepper',
  'databaseUrl',
  'redisUrl',
  'connectionString',
];

/**
 * Makes the logger of a process. Redaction is the last line of defence: the first is to log ids, never objects
 * that hold secrets, and no bodies at all.
 *
 * @param options.level pino level; `silent` writes nothing
 * @param options.destination where lines go; standard output by default, written synchronously so that the last
 *   line before an exit is not lost
 */
export function createLogger(options: {
  service: string;
  level: string;
  destination?: DestinationStream;
}): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError, error: serializeError },
      redact: { paths: redactedPaths(), censor: '[redacted]' },
      mixin: requestIdOfContext,
    },
    options.destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

/**
 * Makes the logger of access lines, for a process that answers thousands of requests per second. Redaction would be
 * the largest part of the cost of a request, and these lines have a fixed set of fields without secrets; lines are
 * written in batches, so `flush` belongs into the shutdown.
 *
 * @param options the same as for `createLogger`
 */
export function createAccessLogger(options: { service: string; level: string }): Logger {
  const destination = pino.destination({ dest: 1, sync: false, minLength: 8_192, periodicFlush: 1_000 });
  return pino(
    {
      level: options.level,
      base: { service: options.service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError },
    },
    destination,
  );
}

function redactedPaths(): string[] {
  return secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
}

function requestIdOfContext(): { requestId?: string } {
  const context = currentContext();
  return context === undefined ? {} : { requestId: context.requestId };
}

// Own properties of an error are not copied: drivers hang queries, parameters and whole responses on them.
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: serializeError(error.cause) } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...code, ...cause };
}
