import type { QuotaAmounts, QuotaPlan, QuotaUnit } from './plans.ts';
import type { QuotaAccount, Refusal } from './quota-store.ts';

/** Counters of one process, for the time without Redis. */
export type LocalQuotas = {
  /** Takes amounts. Returns what stood in the way, or null. */
  take(account: QuotaAccount, plan: QuotaPlan, amounts: QuotaAmounts): Refusal | null;
};

/** Several processes grant this share each, so that an outage of Redis is no free pass. */
const share = 0.25;

/** Beyond this many learners the oldest counters are forgotten. */
const maxAccounts = 10_000;

/** Creates counters that live in memory only. */
export function createLocalQuotas(): LocalQuotas {
  const accounts = new Map<string, Map<QuotaUnit, number>>();
  return {
    take({ userId, day }, plan, amounts) {
      const key = `${userId}:${day}`;
      const counters = accounts.get(key) ?? new Map<QuotaUnit, number>();
      const wanted = Object.entries(amounts) as [QuotaUnit, number][];
      for (const [unit, amount] of wanted) {
        if ((counters.get(unit) ?? 0) + amount > Math.ceil(plan[unit] * share)) return unit;
      }
      for (const [unit, amount] of wanted) counters.set(unit, (counters.get(unit) ?? 0) + amount);
      accounts.set(key, counters);
      const [oldest] = accounts.keys();
      if (accounts.size > maxAccounts && oldest !== undefined) accounts.delete(oldest);
      return null;
    },
  };
}
