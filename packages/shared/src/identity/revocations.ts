import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import Type from 'typebox';
import { type Clock, systemClock } from '../clock.ts';
import { fits } from '../json-schema.ts';
import type { Logger } from '../logger.ts';
import type { RevocationCheck } from './verifier.ts';

/** Ends one session, or all tokens that a user got before now, until they would have expired anyway. */
export type Revocation = ({ sessionId: string } | { userId: string }) & {
  /** Epoch milliseconds after which the revocation may be forgotten: the end of the longest token it concerns. */
  untilMs: number;
};

export type RevocationFeedOptions = {
  /** A connection with the role `subscriber` for the feed alone: it spends its time in a blocking read. */
  subscriber: Redis;
  prefix: string;
  logger: Logger;
  clock?: Clock;
};

export type RevocationFeed = RevocationCheck & {
  /** Starts listening; resolves when what was published before is known, or after `timeoutMs` without Redis. */
  start(timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
  /** Milliseconds since the feed was last known to be complete; infinite before the first time. */
  lagMs(): number;
};

const STREAM = 'revocations';
/** Far beyond the life of any access token; older entries are of no use to anybody. */
const HISTORY_MS = 86_400_000;
const BLOCK_MS = 1_000;
const BATCH = 1_000;
const RETRY_MS = 250;
const PRUNE_ABOVE = 10_000;

const Entry = Type.Object({
  sessionId: Type.Optional(Type.String()),
  userId: Type.Optional(Type.String()),
  untilMs: Type.Number(),
  atMs: Type.Number(),
});

/**
 * Publishes a revocation to every instance that runs a feed; they know it within a fraction of a second.
 *
 * A stream and not plain publish/subscribe: an instance that was cut off reads on where it stopped.
 *
 * @param redis connection with the role `producer`
 * @throws when Redis cannot take it; the caller decides whether the action behind it may stand without
 */
export async function publishRevocation(
  redis: Redis,
  prefix: string,
  revocation: Revocation,
  clock: Clock = systemClock,
): Promise<void> {
  const atMs = clock.now();
  await redis.xadd(
    `${prefix}:${STREAM}`,
    'MINID',
    '~',
    String(Date.now() - HISTORY_MS),
    '*',
    'entry',
    JSON.stringify({ ...revocation, atMs }),
  );
}

/** Returns the list of revoked sessions, kept up to date in memory so that asking costs nothing. */
export function createRevocationFeed(options: RevocationFeedOptions): RevocationFeed {
  const clock = options.clock ?? systemClock;
  const list = createRevocationList(clock);
  const reader = createStreamReader(options, (entry) => list.add(entry));
  return { ...reader, isRevoked: list.isRevoked };
}

type RevocationList = RevocationCheck & { add(text: string): void };

function createRevocationList(clock: Clock): RevocationList {
  const sessions = new Map<string, number>();
  const users = new Map<string, { beforeMs: number; untilMs: number }>();
  const prune = (): void => {
    const nowMs = clock.now();
    for (const [id, untilMs] of sessions) if (untilMs <= nowMs) sessions.delete(id);
    for (const [id, entry] of users) if (entry.untilMs <= nowMs) users.delete(id);
  };
  return {
    add: (text) => {
      const entry: unknown = parseJson(text);
      if (!fits(Entry, entry) || entry.untilMs <= clock.now()) return;
      if (entry.sessionId !== undefined) sessions.set(entry.sessionId, entry.untilMs);
      if (entry.userId !== undefined)
        users.set(entry.userId, { beforeMs: entry.atMs, untilMs: entry.untilMs });
      if (sessions.size + users.size > PRUNE_ABOVE) prune();
    },
    isRevoked: (sessionId, userId, issuedAtSeconds) => {
      const nowMs = clock.now();
      if ((sessions.get(sessionId) ?? 0) > nowMs) return true;
      const user = users.get(userId);
      // Tokens carry whole seconds: one of the same second is refused, as it may have come before the revocation.
      return user !== undefined && user.untilMs > nowMs && issuedAtSeconds * 1_000 <= user.beforeMs;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type StreamReader = Pick<RevocationFeed, 'start' | 'stop' | 'lagMs'>;

function createStreamReader(options: RevocationFeedOptions, accept: (entry: string) => void): StreamReader {
  const { subscriber, logger } = options;
  const key = `${options.prefix}:${STREAM}`;
  const caughtUp = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  let position = '0-0';
  let completeAt = Number.NEGATIVE_INFINITY;
  let running = false;
  let loop: Promise<void> = Promise.resolve();

  const readOnce = async (): Promise<void> => {
    const isComplete = completeAt > Number.NEGATIVE_INFINITY;
    const entries = await readEntries(subscriber, key, position, isComplete);
    for (const [id, fields] of entries) {
      position = id;
      accept(fields[1] ?? '');
    }
    if (entries.length === BATCH) return;
    completeAt = performance.now();
    caughtUp.resolve();
  };
  const run = async (): Promise<void> => {
    while (running) {
      try {
        // A command that waits for a connection is not ended by closing the client.
        await Promise.race([readOnce(), stopped.promise]);
      } catch (error) {
        if (running) logger.debug({ err: error }, 'revocation feed is interrupted');
        await Promise.race([delay(RETRY_MS), stopped.promise]);
      }
    }
  };
  return {
    lagMs: () => performance.now() - completeAt,
    start: async (timeoutMs = 2_000) => {
      if (!running) {
        running = true;
        loop = run();
      }
      const patience = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
      await Promise.race([caughtUp.promise, patience]);
    },
    stop: async () => {
      running = false;
      stopped.resolve();
      subscriber.disconnect();
      await loop;
    },
  };
}

type StreamEntry = [id: string, fields: string[]];

async function readEntries(redis: Redis, key: string, after: string, wait: boolean): Promise<StreamEntry[]> {
  if (!wait) return (await redis.xrange(key, `(${after}`, '+', 'COUNT', BATCH)) as StreamEntry[];
  const reply = await redis.xread('COUNT', BATCH, 'BLOCK', BLOCK_MS, 'STREAMS', key, after);
  return (reply?.[0]?.[1] ?? []) as StreamEntry[];
}
