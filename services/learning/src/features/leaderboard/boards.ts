import type { Redis } from 'ioredis';
import { type BoardWindow, boardScore, lowestScoreAbove, xpOfScore } from './windows.ts';

/** A place on a board. */
export type Standing = { readonly userId: string; readonly xp: number; readonly rank: number };
/** XP to put on a board, and when the last of it was earned, which breaks ties. */
export type Entry = { readonly userId: string; readonly xp: number; readonly reachedAtMs: number };

/** The boards of this installation, in Redis. They can be made again from the ledger at any time. */
export type Boards = {
  /** Sets a learner's XP in a window. Setting it again changes nothing, so a repeated event does no harm. */
  set(board: string, window: BoardWindow, entries: readonly Entry[]): Promise<void>;
  remove(board: string, window: BoardWindow, userId: string): Promise<void>;
  /** Standings from a position on, best first. Equal XP means equal rank, and the next rank is skipped. */
  top(board: string, window: BoardWindow, page: { offset: number; limit: number }): Promise<Standing[]>;
  standing(board: string, window: BoardWindow, userId: string): Promise<Standing | undefined>;
  size(board: string, window: BoardWindow): Promise<number>;
  /** Puts a freshly computed board in the place of what is there, in one step. */
  replace(board: string, window: BoardWindow, entries: AsyncIterable<readonly Entry[]>): Promise<number>;
};

/** Finished boards stay readable for two weeks. */
const keptAfterEndMs = 14 * 86_400_000;

/** Opens the boards below a key prefix. */
export function createBoards(redis: Redis, prefix: string): Boards {
  const keyOf = (board: string, window: BoardWindow) => `${prefix}:board:${board}:xp:${window.name}`;
  const rankOf = async (key: string, xp: number) =>
    1 + (await redis.zcount(key, lowestScoreAbove(xp), '+inf'));
  const add = async (key: string, window: BoardWindow, entries: readonly Entry[]) => {
    if (entries.length === 0) return;
    const pairs = entries.flatMap(({ userId, xp, reachedAtMs }) => [
      boardScore(xp, reachedAtMs, window),
      userId,
    ]);
    await redis.zadd(key, ...pairs);
    if (window.endMs !== undefined) await redis.pexpireat(key, window.endMs + keptAfterEndMs);
  };
  return {
    set: (board, window, entries) => add(keyOf(board, window), window, entries),
    remove: async (board, window, userId) => {
      await redis.zrem(keyOf(board, window), userId);
    },
    size: (board, window) => redis.zcard(keyOf(board, window)),
    top: async (board, window, { offset, limit }) => {
      const key = keyOf(board, window);
      const flat = await redis.zrevrange(key, offset, offset + limit - 1, 'WITHSCORES');
      return rankAll(toPairs(flat), offset, (xp) => rankOf(key, xp));
    },
    standing: async (board, window, userId) => {
      const key = keyOf(board, window);
      const score = await redis.zscore(key, userId);
      if (score === null) return undefined;
      const xp = xpOfScore(Number(score));
      return { userId, xp, rank: await rankOf(key, xp) };
    },
    replace: async (board, window, entries) => {
      const key = keyOf(board, window);
      const draft = `${key}:draft`;
      await redis.del(draft);
      let count = 0;
      for await (const batch of entries) {
        await add(draft, window, batch);
        count += batch.length;
      }
      await (count === 0 ? redis.del(key) : redis.rename(draft, key));
      return count;
    },
  };
}

function toPairs(flat: readonly string[]): { userId: string; xp: number }[] {
  const pairs: { userId: string; xp: number }[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    pairs.push({ userId: flat[index] ?? '', xp: xpOfScore(Number(flat[index + 1])) });
  }
  return pairs;
}

// Only the first of a page needs a question to Redis; the others follow from their place.
async function rankAll(
  pairs: readonly { userId: string; xp: number }[],
  offset: number,
  rankOf: (xp: number) => Promise<number>,
): Promise<Standing[]> {
  const [first] = pairs;
  if (first === undefined) return [];
  let rank = await rankOf(first.xp);
  let previous = first.xp;
  return pairs.map((pair, index) => {
    if (pair.xp !== previous) rank = offset + index + 1;
    previous = pair.xp;
    return { ...pair, rank };
  });
}
