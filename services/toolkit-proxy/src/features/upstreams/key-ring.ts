import type { Clock } from '@linguamate/shared/clock';

/** Why a key rests: it is used up for the moment, or the upstream does not accept it. */
export type RestReason = 'rate_limited' | 'refused';

type Rest = { untilMs: number; reason: RestReason };

/** The keys of one upstream, used in turn; a refused key rests before it is used again. */
export type KeyRing = {
  /** The next usable key; `null` in `key` when the upstream needs none. */
  take(): { ok: true; key: string | null } | { ok: false; retryAfterMs: number; reason: RestReason };
  /** Keeps a key out of use until the given time in epoch milliseconds; a longer rest already set is kept. */
  coolDown(key: string | null, untilMs: number, reason: RestReason): void;
  /** True when a key other than the given one could be used now. */
  hasOther(key: string | null): boolean;
  /** Number of keys that rest at the moment. */
  resting(): number;
};

/**
 * Creates the key ring of an upstream.
 * @param keys the secrets, possibly none.
 * @param clock source of time in milliseconds.
 */
export function createKeyRing(keys: readonly string[], clock: Clock): KeyRing {
  const rests = new Map<string, Rest>();
  let turn = 0;
  const usable = () => keys.filter((key) => (rests.get(key)?.untilMs ?? 0) <= clock.now());
  return {
    take() {
      if (keys.length === 0) return { ok: true, key: null };
      const candidates = usable();
      const key = candidates[turn++ % candidates.length];
      if (key !== undefined) return { ok: true, key };
      const [soonest] = [...rests.values()].sort((a, b) => a.untilMs - b.untilMs);
      const retryAfterMs = Math.max(0, (soonest?.untilMs ?? 0) - clock.now());
      return { ok: false, retryAfterMs, reason: soonest?.reason ?? 'refused' };
    },
    coolDown(key, untilMs, reason) {
      // The longer rest wins: a second, shorter 429 must not bring a key back early.
      if (key !== null && untilMs > (rests.get(key)?.untilMs ?? 0)) rests.set(key, { untilMs, reason });
    },
    hasOther: (key) => usable().some((candidate) => candidate !== key),
    resting: () => keys.length - usable().length,
  };
}
