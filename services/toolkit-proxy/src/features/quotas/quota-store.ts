import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { QuotaAmounts, QuotaPlan, QuotaUnit } from './plans.ts';

/** Where one learner's day is counted. */
export type QuotaAccount = { userId: string; day: string };

/** A reservation to make. */
export type Reservation = {
  leaseId: string;
  amounts: QuotaAmounts;
  /** When the reservation frees itself, in epoch milliseconds. */
  leaseUntilMs: number;
  /** When the counters may be forgotten, in epoch milliseconds. */
  forgetAtMs: number;
};

/** Which limit stood in the way. */
export type Refusal = QuotaUnit | 'concurrent';

/** Amounts of a day. */
export type QuotaState = { used: Record<QuotaUnit, number>; reserved: Record<QuotaUnit, number> };

/** Counters in Redis; every operation is one atomic step. */
export type QuotaStore = {
  /** Reserves amounts. Returns what stood in the way, or null when the reservation was made. */
  reserve(account: QuotaAccount, plan: QuotaPlan, reservation: Reservation): Promise<Refusal | null>;
  /** Replaces a reservation by what was really used; harmless when called again or too late. */
  settle(account: QuotaAccount, leaseId: string, used: QuotaAmounts): Promise<void>;
  read(account: QuotaAccount): Promise<QuotaState>;
};

// A reservation whose process died is given back by whoever comes next: no counter drifts, nothing has to be swept.
const reapExpired = `
local function release(id)
  local amounts = cjson.decode(redis.call('HGET', KEYS[3], id) or '{}')
  for unit, amount in pairs(amounts) do redis.call('HINCRBY', KEYS[1], 'reserved:' .. unit, -amount) end
  redis.call('HDEL', KEYS[3], id)
  return redis.call('ZREM', KEYS[2], id)
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])) do release(id) end`;

const reserveScript = `${reapExpired}
local amounts = cjson.decode(ARGV[5])
local limits = cjson.decode(ARGV[6])
if redis.call('ZCARD', KEYS[2]) >= limits.concurrent then return 'concurrent' end
for unit, amount in pairs(amounts) do
  local used = tonumber(redis.call('HGET', KEYS[1], 'used:' .. unit) or '0')
  local reserved = tonumber(redis.call('HGET', KEYS[1], 'reserved:' .. unit) or '0')
  if used + reserved + amount > limits[unit] then return unit end
end
for unit, amount in pairs(amounts) do redis.call('HINCRBY', KEYS[1], 'reserved:' .. unit, amount) end
redis.call('HSET', KEYS[3], ARGV[2], ARGV[5])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
for _, key in ipairs(KEYS) do redis.call('PEXPIREAT', key, ARGV[4]) end
return ''`;

const settleScript = `${reapExpired}
if release(ARGV[2]) == 0 then return 0 end
for unit, amount in pairs(cjson.decode(ARGV[3])) do redis.call('HINCRBY', KEYS[1], 'used:' .. unit, amount) end
return 1`;

/**
 * Opens the quota counters.
 * @param redis connection for limits.
 * @param prefix first part of every key.
 * @param now source of time in epoch milliseconds.
 */
export function createQuotaStore(redis: Redis, prefix: string, now: () => number): QuotaStore {
  // The braces keep a learner's keys on one node of a cluster, where a script can touch them together.
  const keysOf = ({ userId, day }: QuotaAccount): [string, string, string] => {
    const base = `${prefix}:quota:{${userId}}:${day}`;
    return [base, `${base}:leases`, `${base}:amounts`];
  };
  const reserveNow = scriptOf(redis, reserveScript);
  const settleNow = scriptOf(redis, settleScript);
  return {
    async reserve(account, plan, { leaseId, leaseUntilMs, forgetAtMs, amounts }) {
      const values = [
        leaseId,
        leaseUntilMs,
        forgetAtMs,
        JSON.stringify(whole(amounts)),
        JSON.stringify(plan),
      ];
      const answer = await reserveNow(...keysOf(account), now(), ...values);
      return answer === '' ? null : (answer as Refusal);
    },
    async settle(account, leaseId, used) {
      await settleNow(...keysOf(account), now(), leaseId, JSON.stringify(whole(used)));
    },
    async read(account) {
      const [counters] = keysOf(account);
      return toState(await redis.hgetall(counters));
    },
  };
}

type Script = (...keysAndArguments: (string | number)[]) => Promise<unknown>;

/** Sends the digest of a script; its text only when Redis does not know it, for instance after a restart. */
function scriptOf(redis: Redis, text: string): Script {
  const digest = createHash('sha1').update(text).digest('hex');
  return async (...keysAndArguments) => {
    try {
      return await redis.evalsha(digest, 3, ...keysAndArguments);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await redis.eval(text, 3, ...keysAndArguments);
    }
  };
}

/** Scripts count in whole numbers; a begun second counts as one. */
function whole(amounts: QuotaAmounts): Record<string, number> {
  return Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, Math.ceil(amount)]));
}

function toState(counters: Record<string, string>): QuotaState {
  const amount = (kind: string, unit: QuotaUnit) => Math.max(0, Number(counters[`${kind}:${unit}`] ?? 0));
  const all = (kind: string) => ({
    messages: amount(kind, 'messages'),
    tokens: amount(kind, 'tokens'),
    audioSeconds: amount(kind, 'audioSeconds'),
    images: amount(kind, 'images'),
  });
  return { used: all('used'), reserved: all('reserved') };
}
