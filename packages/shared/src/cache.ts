import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Static, TSchema } from 'typebox';
import { type Clock, systemClock } from './clock.ts';
import { fits } from './json-schema.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

export type CacheOptions = {
  /** Connection with the role `cache`. */
  redis: Redis;
  prefix: string;
  metrics: Metrics;
  logger: Logger;
  clock?: Clock;
};

export type CacheReadOptions<S extends TSchema = TSchema> = {
  ttlSeconds: number;
  /** Entries that do not fit are loaded again: they stem from an older version of the code, or from elsewhere. */
  schema?: S;
};

export type Cache = {
  /**
   * Returns the cached value, or loads and keeps it. Callers that ask at the same time share one load. With Redis
   * away every value is loaded.
   *
   * @param key unique across the service; part of it must name the tenant or user when the value depends on them
   * @param load gets the value from its source; it has to survive JSON unchanged (no dates)
   * @throws what `load` throws; failures are not kept
   */
  read<S extends TSchema>(
    key: string,
    options: CacheReadOptions<S> & { schema: S },
    load: () => Promise<Static<S>>,
  ): Promise<Static<S>>;
  read<T>(key: string, options: { ttlSeconds: number }, load: () => Promise<T>): Promise<T>;
  /**
   * Forgets values, in Redis and in loads under way: whoever asks afterwards gets the new one. When Redis is away it
   * is done as soon as Redis is back.
   */
  invalidate(...keys: readonly string[]): Promise<void>;
};

/** Values live up to this share shorter than asked, so that those stored together do not expire together. */
const TTL_JITTER = 0.1;
/** A frozen Redis costs its command timeout once, then nothing for this long. */
const COOL_DOWN_MS = 1_000;
/** How long an invalidation outlives itself, to stop a load that began before it from storing what it read. */
const MARK_TTL_SECONDS = 300;
const MAX_POSTPONED = 10_000;

// Stores the value only if nobody invalidated the key since the load began.
const STORE_SCRIPT = `
if (redis.call('GET', KEYS[2]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** Opens a read-through cache in Redis. */
export function createCache(options: CacheOptions): Cache {
  const { metrics } = options;
  const store = createStore(options);
  const loads = new Map<string, Promise<unknown>>();
  const requests = metrics.counter('cache_requests_total', 'Cache reads by result', ['result']);

  const readThrough = async <T>(
    key: string,
    { ttlSeconds, schema }: CacheReadOptions,
    load: () => Promise<T>,
  ) => {
    const entry = await store.get(key);
    const cached = entry.text === null ? undefined : parseEntry(entry.text, schema);
    if (cached !== undefined) {
      requests.inc({ result: 'hit' });
      return cached.value as T;
    }
    requests.inc({ result: entry.reached ? 'miss' : 'bypass' });
    const value = await load();
    if (value !== undefined && entry.reached) await store.set(key, entry.mark, value, ttlSeconds);
    return value;
  };
  return {
    read: async <T>(key: string, readOptions: CacheReadOptions, load: () => Promise<T>): Promise<T> => {
      const underWay = loads.get(key);
      if (underWay !== undefined) return (await underWay) as T;
      const reading = readThrough(key, readOptions, load);
      loads.set(key, reading);
      try {
        return await reading;
      } finally {
        // An invalidation may have let a newer load take the place.
        if (loads.get(key) === reading) loads.delete(key);
      }
    },
    invalidate: async (...names) => {
      for (const name of names) loads.delete(name);
      await store.invalidate(names);
    },
  };
}

function parseEntry(text: string, schema: TSchema | undefined): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return schema === undefined || fits(schema, value) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

type StoredEntry = { text: string | null; mark: string; reached: boolean };

type Store = {
  get(key: string): Promise<StoredEntry>;
  set(key: string, mark: string, value: unknown, ttlSeconds: number): Promise<void>;
  invalidate(keys: readonly string[]): Promise<void>;
};

const UNREACHED: StoredEntry = { text: null, mark: '', reached: false };

function createStore(options: CacheOptions): Store {
  const { redis } = options;
  const line = createLine(options);
  const postponed = new Set<string>();
  // The braces keep both keys on one node of a cluster, as the script needs.
  const valueKey = (key: string): string => `${options.prefix}:cache:{${key}}`;
  const markKey = (key: string): string => `${options.prefix}:cache:{${key}}:mark`;

  const forget = async (keys: readonly string[]): Promise<void> => {
    const mark = randomBytes(8).toString('hex');
    for (const key of keys) {
      await redis.multi().set(markKey(key), mark, 'EX', MARK_TTL_SECONDS).del(valueKey(key)).exec();
    }
  };
  const catchUp = async (): Promise<void> => {
    const keys = [...postponed];
    if (keys.length === 0) return;
    await forget(keys);
    for (const key of keys) postponed.delete(key);
  };
  return {
    get: (key) =>
      line.attempt(UNREACHED, async () => {
        await catchUp();
        const [text = null, mark = null] = await redis.mget(valueKey(key), markKey(key));
        return { text, mark: mark ?? '', reached: true };
      }),
    set: async (key, mark, value, ttlSeconds) => {
      const ttlMs = Math.max(1, Math.round(ttlSeconds * 1_000 * (1 - Math.random() * TTL_JITTER)));
      const text = JSON.stringify(value);
      await line.attempt(null, () =>
        redis.eval(STORE_SCRIPT, 2, valueKey(key), markKey(key), mark, text, ttlMs),
      );
    },
    invalidate: async (keys) => {
      const done = await line.attempt(false, async () => {
        await catchUp();
        await forget(keys);
        return true;
      });
      if (!done) for (const key of keys) if (postponed.size < MAX_POSTPONED) postponed.add(key);
    },
  };
}

type Line = { attempt<T>(otherwise: T, action: () => Promise<T>): Promise<T> };

/** Runs commands while Redis answers; after a failure it answers for Redis until the cool-down is over. */
function createLine({ clock = systemClock, logger, metrics }: CacheOptions): Line {
  const failures = metrics.counter('cache_failures_total', 'Cache commands that failed');
  let closedUntilMs = Number.NEGATIVE_INFINITY;
  return {
    attempt: async (otherwise, action) => {
      if (clock.now() < closedUntilMs) return otherwise;
      try {
        return await action();
      } catch (error) {
        closedUntilMs = clock.now() + COOL_DOWN_MS;
        failures.inc();
        logger.debug({ err: error }, 'cache is passed over');
        return otherwise;
      }
    },
  };
}
