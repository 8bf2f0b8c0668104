import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { currentRun, keyPrefix } from './run.ts';

export type TestRedis = {
  url: string;
  /** Give this as the prefix to everything under test: no other test file uses it. */
  prefix: string;
  /** Deletes every key below the prefix. */
  flush(): Promise<void>;
};

/** Returns a part of the run's Redis that belongs to the calling test file alone. */
export function createTestRedis(): TestRedis {
  const run = currentRun();
  const prefix = `${keyPrefix(run.id)}:${randomBytes(4).toString('hex')}`;
  return { url: run.redisUrl, prefix, flush: () => deleteKeys(run.redisUrl, prefix) };
}

/** Deletes all keys that begin with `prefix:`, without blocking the server for others. */
export async function deleteKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, lazyConnect: true });
  // The failure itself reaches the caller through connect() or the command.
  redis.on('error', () => {});
  try {
    await redis.connect();
    for await (const found of redis.scanStream({ match: `${prefix}:*`, count: 500 })) {
      const names = found as string[];
      if (names.length > 0) await redis.unlink(...names);
    }
  } finally {
    redis.disconnect();
  }
}
