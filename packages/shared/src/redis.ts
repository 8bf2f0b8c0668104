import { Redis, type RedisOptions } from 'ioredis';
import type { HealthCheck } from './health.ts';
import type { Logger } from './logger.ts';

/** The library's options, less one whose declaration contradicts exact optional properties. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/**
 * What a connection is for decides how it fails:
 * `cache` and `producer` answer within a second at worst, `worker` and `subscriber` wait for Redis to return.
 */
export type RedisRole = 'cache' | 'producer' | 'worker' | 'subscriber';

export type RedisConnectionOptions = {
  url: string;
  role: RedisRole;
  logger: Logger;
};

const CACHE_COMMAND_TIMEOUT_MS = 250;
const PRODUCER_COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 1_000;
const RECONNECT_FIRST_MS = 50;
const RECONNECT_MAX_MS = 1_000;
/** Longest wait of a blocking command that names no limit of its own. */
const BLOCKING_LIMIT_MS = 10_000;
/** A blocking read on a dead connection is given up this long after its own time is over. */
const BLOCKING_GRACE_MS = 2_000;

/**
 * Opens a connection to Redis that fails the way its role needs, and reconnects by itself.
 *
 * Commands given before the first connection are held for the command timeout; once it stood (or failed), a
 * command without a connection is refused at once. Close it with `redis.quit()` or `redis.disconnect()`.
 */
export function createRedis({ url, role, logger }: RedisConnectionOptions): Redis {
  const patient = role === 'worker' || role === 'subscriber';
  const redis = new Redis(url, { ...commonOptions(), ...(patient ? patientOptions() : hastyOptions(role)) });
  if (!patient) refuseWhenAway(redis);
  reportOutages(redis, role, logger);
  return redis;
}

/** Returns a health check that expects an answer to PING before the signal aborts. */
export function redisCheck(redis: Redis): HealthCheck {
  return async (signal) => {
    const { promise, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      await Promise.race([redis.ping(), promise]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  };
}

/** Returns a function that joins its parts below the prefix: `keys('lm')('limit', id)` is `lm:limit:<id>`. */
export function keys(prefix: string): (...parts: readonly string[]) => string {
  return (...parts) => [prefix, ...parts].join(':');
}

function commonOptions(): Options {
  return {
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (attempt) => {
      const ceilingMs = Math.min(RECONNECT_FIRST_MS * 2 ** Math.min(attempt, 10), RECONNECT_MAX_MS);
      return ceilingMs / 2 + Math.random() * (ceilingMs / 2);
    },
    // After a failover the old primary answers READONLY: only a new connection finds the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

function hastyOptions(role: RedisRole): Options {
  return {
    commandTimeout: role === 'cache' ? CACHE_COMMAND_TIMEOUT_MS : PRODUCER_COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    // A command in flight when the connection broke may have been executed: an INCR would count twice.
    autoResendUnfulfilledCommands: false,
    enableAutoPipelining: role === 'cache',
  };
}

function patientOptions(): Options {
  return {
    maxRetriesPerRequest: null,
    blockingTimeout: BLOCKING_LIMIT_MS,
    blockingTimeoutGrace: BLOCKING_GRACE_MS,
  };
}

function refuseWhenAway(redis: Redis): void {
  const refuse = () => {
    redis.options.enableOfflineQueue = false;
  };
  redis.once('ready', refuse);
  redis.once('close', refuse);
}

// One line when Redis goes and one when it is back; ioredis emits an error per attempt.
function reportOutages(redis: Redis, role: RedisRole, logger: Logger): void {
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn({ err: error, role }, 'redis is not reachable');
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info({ role }, 'redis is reachable again');
    away = false;
  });
}
