import type { Redis } from 'ioredis';
import type { Limiter, LimitStanding } from './limiter.ts';
import { slidingWindowScript } from './sliding-window.ts';

const commandName = 'linguamateSlidingWindow';

type Command = (keyCount: number, ...rest: (string | number)[]) => Promise<unknown>;

/**
 * Counts in Redis, so that any number of gateways share one exact limit.
 *
 * @param redis a connection whose commands fail fast
 * @param prefix first part of every key
 */
export function createRedisLimiter(redis: Redis, prefix: string): Limiter {
  const consume = defineScript(redis);
  return {
    async consume(checks) {
      const keys = checks.map(({ key }) => `${prefix}:limit:${key}`);
      const args = checks.flatMap(({ limit }) => [limit.max, limit.windowMs]);
      const reply = await consume(keys.length, ...keys, ...args);
      const numbers = Array.isArray(reply) ? reply.map(Number) : [];
      const standings = checks.map(
        ({ limit }, index): LimitStanding => ({
          limit,
          max: limit.max,
          remaining: numbers[2 * index + 1] ?? 0,
          resetMs: numbers[2 * index + 2] ?? limit.windowMs,
        }),
      );
      return { allowed: numbers[0] === 1, standings };
    },
  };
}

/** ioredis sends the script once and then only its hash; it adds the command to the object under the given name. */
function defineScript(redis: Redis): Command {
  redis.defineCommand(commandName, { lua: slidingWindowScript });
  const command: unknown = Reflect.get(redis, commandName);
  if (typeof command !== 'function') throw new TypeError('The rate limit script could not be defined');
  return (keyCount, ...rest) => Reflect.apply(command, redis, [keyCount, ...rest]);
}
