import { Redis } from 'ioredis';
import type { Finding } from '../doctor.ts';

const oldest = [6, 2] as const;

function fieldOf(info: string, name: string): string {
  return new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
}

/** Redis answers, is new enough for the queues, and never evicts: an evicted queue is a lost event. */
export async function checkRedisState(url: string): Promise<Finding> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: 3_000,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const info = await redis.info();
    const version = fieldOf(info, 'redis_version');
    const policy = fieldOf(info, 'maxmemory_policy');
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const recent = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
    const detail = `${fieldOf(info, 'valkey_version') ? 'Valkey' : 'Redis'} ${version}, ${policy}`;
    if (!recent) return { check: 'redis', state: 'fail', detail: `${detail}: 6.2 or newer is needed` };
    if (policy !== 'noeviction')
      return { check: 'redis', state: 'fail', detail: `${detail}: set maxmemory-policy noeviction` };
    return { check: 'redis', state: 'ok', detail };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      check: 'redis',
      state: 'fail',
      detail: `Redis at ${new URL(url).host} does not answer: ${reason}`,
    };
  } finally {
    redis.disconnect();
  }
}
