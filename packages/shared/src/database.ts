import { Kysely, type LogEvent, PostgresDialect, type PostgresPoolClient, type Transaction } from 'kysely';
import pg from 'pg';
import { commonErrors, ServiceError } from './errors.ts';
import type { HealthCheck } from './health.ts';
import type { Logger } from './logger.ts';

/** How long a caller waits for a free connection before it is told that the service is busy. */
const CONNECTION_WAIT_MS = 2_000;
const DEFAULT_STATEMENT_TIMEOUT_MS = 10_000;
/** The client-side limit lies above the server's, so it only fires for a backend that is frozen. */
const FROZEN_BACKEND_MARGIN_MS = 1_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;
const IDLE_CONNECTION_MS = 30_000;
/** Long-lived connections are replaced now and then, so that load spreads after a failover. */
const CONNECTION_LIFETIME_SECONDS = 1_800;
const RETRY_AFTER_SECONDS = 1;

export type DatabaseOptions = {
  url: string;
  poolMax: number;
  applicationName: string;
  logger: Logger;
  statementTimeoutMs?: number;
};

/**
 * Opens a pool to Postgres and returns Kysely on top of it. `db.destroy()` closes the pool.
 *
 * Values arrive as plain numbers and strings: `bigint` (and so `count(*)`) as number, `date` as `YYYY-MM-DD`.
 * Failures to reach the database are thrown as `service_unavailable`, everything else as the driver's error.
 *
 * @param options.url connection string of the service's own role
 * @param options.poolMax most connections this process may hold
 * @param options.statementTimeoutMs longest run of one statement, 10 000 unless told otherwise
 */
export function createDatabase<Schema>(options: DatabaseOptions): Kysely<Schema> {
  const pool = createPool(options);
  const guarded = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: {
        options: pool.options,
        connect: () => acquire(pool, guarded),
        end: () => pool.end(),
      },
      controlClient: pg.Client as never,
    }),
    log: (event) => logQuery(options.logger, event),
  });
}

/** Returns a health check that asks the database for one row, on the caller's signal. */
export function databaseCheck<Schema>(db: Kysely<Schema>): HealthCheck {
  return async (signal) => {
    await db.selectNoFrom((builder) => builder.lit(1).as('one')).execute({ signal });
  };
}

/**
 * Tells whether an error is Postgres' unique violation (23505).
 *
 * @param constraint name of the constraint or index; any when left out
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code !== '23505') return false;
  return constraint === undefined || error.constraint === constraint;
}

const RETRYABLE_STATES = new Set(['40001', '40P01']);

/**
 * Runs `work` in a transaction and repeats it when Postgres gave up on it for the benefit of another one
 * (deadlock, serialisation failure). The callback must therefore have no effect outside of the transaction.
 *
 * @param attempts how often to try altogether
 * @throws the last error of the database, or whatever `work` throws
 */
export async function transact<Schema, Result>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>) => Promise<Result>,
  attempts = 3,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      const again = error instanceof pg.DatabaseError && RETRYABLE_STATES.has(error.code ?? '');
      if (!again || attempt >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

function createPool(options: DatabaseOptions): pg.Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolMax,
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
    maxLifetimeSeconds: CONNECTION_LIFETIME_SECONDS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + FROZEN_BACKEND_MARGIN_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  // Without these listeners a restart of Postgres ends the process: the pool listens to idle connections only,
  // and a connection that breaks between two statements of a transaction has nobody else to tell.
  pool.on('error', (error) => options.logger.warn({ err: error }, 'idle database connection lost'));
  pool.on('connect', (client) => {
    client.on('error', (error) => options.logger.debug({ err: error }, 'database connection lost'));
  });
  return pool;
}

const INT8_OID = 20;
const DATE_OID = 1082;

// Strings would make '10' + 1 = '101' out of a count, and a `date` turned into local midnight moves by a day.
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8_OID) return parseBigint;
  if (oid === DATE_OID) return (value) => value;
  return pg.types.getTypeParser(oid, format as 'text');
}

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('bigint from the database exceeds 2^53');
  return value;
}

async function acquire(
  pool: pg.Pool,
  guarded: WeakMap<pg.PoolClient, PostgresPoolClient>,
): Promise<PostgresPoolClient> {
  try {
    const client = await pool.connect();
    const known = guarded.get(client) ?? guardClient(client);
    guarded.set(client, known);
    return known;
  } catch (error) {
    throw translate(error);
  }
}

// The driver leaves a timed-out query running on its connection. Given back to the pool, it would make the next
// borrower wait behind it, so the connection is thrown away instead.
function guardClient(client: pg.PoolClient): PostgresPoolClient {
  let broken = false;
  const query = async (text: string, parameters: unknown[]) => {
    try {
      return await client.query(text, parameters);
    } catch (error) {
      broken ||= isConnectionFailure(error);
      throw translate(error);
    }
  };
  return {
    processID: (client as { processID?: number }).processID,
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy?: boolean) => client.release(destroy === true || broken),
  } as PostgresPoolClient;
}

const STATEMENT_TIMED_OUT = '57014';
/** Postgres is shutting down, starting, out of connections or out of disk. */
const UNAVAILABLE_STATES = new Set(['57P01', '57P02', '57P03', '53300', '53100', '53200']);
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
const DRIVER_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** Tells whether an error means that the database could not be reached, as opposed to: it refused the statement. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('08') || UNAVAILABLE_STATES.has(code) || SOCKET_CODES.has(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isConnectionFailure);
  return DRIVER_MESSAGES.test(error.message);
}

function translate(error: unknown): unknown {
  if (error instanceof ServiceError) return error;
  const timedOut =
    error instanceof pg.DatabaseError &&
    error.code === STATEMENT_TIMED_OUT &&
    error.message.includes('statement timeout');
  if (!timedOut && !isConnectionFailure(error)) return error;
  return commonErrors.service_unavailable({
    message: `database: ${error instanceof Error ? error.message : 'unknown failure'}`,
    cause: error,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

// Only the statement's text is logged: parameters carry addresses, names and secrets.
function logQuery(logger: Logger, event: LogEvent): void {
  const durationMs = Math.round(event.queryDurationMillis * 10) / 10;
  logger.debug({ sql: event.query.sql, durationMs, failed: event.level === 'error' }, 'query');
}
