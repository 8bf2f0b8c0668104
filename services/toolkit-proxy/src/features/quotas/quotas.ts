import type { Clock } from '@linguamate/shared/clock';
import type { ServiceError } from '@linguamate/shared/errors';
import { newId } from '@linguamate/shared/ids';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import { toolkitErrors } from '../../errors.ts';
import { dayOf, type QuotaDay } from './day.ts';
import { createLocalQuotas } from './local-quotas.ts';
import type { QuotaAmounts, QuotaPlan, QuotaPlans } from './plans.ts';
import type { QuotaState, QuotaStore, Refusal } from './quota-store.ts';

/** What quotas depend on. */
export type QuotaProfile = { isPremium: boolean; timeZone: string | null };

/** A reservation that was made. */
export type QuotaLease = {
  /** Replaces the reservation by what was used; never throws. */
  settle(used: QuotaAmounts): Promise<void>;
};

/** A learner's day in numbers. */
export type QuotaReport = QuotaState & { plan: 'free' | 'premium'; limits: QuotaPlan; day: QuotaDay };

/** Limits per learner and day. */
export type Quotas = {
  /**
   * Reserves amounts before anything is sent upstream.
   * @param durationMs longest time until it is settled.
   * @throws {ServiceError} `quota_exceeded` or `too_many_at_once`.
   */
  reserve(userId: string, amounts: QuotaAmounts, durationMs: number): Promise<QuotaLease>;
  report(userId: string): Promise<QuotaReport>;
};

/** What quotas need. */
export type QuotaOptions = {
  store: QuotaStore;
  plans: QuotaPlans;
  /** Looks a learner up; null when nothing is known. */
  profileOf: (userId: string) => Promise<QuotaProfile | null>;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
};

/** A reservation outlives its request by this much, then it frees itself. */
const leaseMarginMs = 30_000;
const dayMs = 86_400_000;

type Standing = { plan: 'free' | 'premium'; limits: QuotaPlan; day: QuotaDay };

/**
 * Creates the quotas. While Redis is away, each process counts by itself and grants a quarter.
 * @param options counters, plans, and where learners are looked up.
 */
export function createQuotas(options: QuotaOptions): Quotas {
  const { store, metrics, logger, clock } = options;
  const local = createLocalQuotas();
  const denied = metrics.counter('toolkit_quota_denied_total', 'Requests refused by a quota', ['limit']);
  const blind = metrics.counter(
    'toolkit_quota_local_total',
    'Requests counted in the process, as Redis was away',
  );
  return {
    async reserve(userId, amounts, durationMs) {
      const { limits, day } = await standingOf(userId, options);
      const account = { userId, day: day.name };
      const leaseId = newId();
      const leaseUntilMs = clock.now() + durationMs + leaseMarginMs;
      const reservation = { leaseId, amounts, leaseUntilMs, forgetAtMs: day.endsAtMs + dayMs };
      let refusal: Refusal | null;
      try {
        refusal = await store.reserve(account, limits, reservation);
      } catch (error) {
        logger.warn({ err: error }, 'quotas are counted in the process, as redis is away');
        blind.inc();
        refusal = local.take(account, limits, amounts);
      }
      if (refusal !== null) {
        denied.inc({ limit: refusal });
        throw refused(refusal, limits, day, clock);
      }
      return { settle: (used) => settleQuietly(() => store.settle(account, leaseId, used), logger) };
    },
    async report(userId) {
      const standing = await standingOf(userId, options);
      const state = await store.read({ userId, day: standing.day.name });
      return { ...standing, ...state };
    },
  };
}

async function standingOf(
  userId: string,
  { profileOf, plans, clock, logger }: QuotaOptions,
): Promise<Standing> {
  const profile = await profileOf(userId).catch((error: unknown) => {
    // Whoever cannot be looked up is treated as a free learner; refusing everybody would turn a slow database into an outage.
    logger.warn({ err: error }, 'the plan of a learner is not known');
    return null;
  });
  const plan = profile?.isPremium === true ? 'premium' : 'free';
  return { plan, limits: plans[plan], day: dayOf(clock.now(), profile?.timeZone ?? null) };
}

// A lease that cannot be settled frees itself.
async function settleQuietly(settle: () => Promise<void>, logger: Logger): Promise<void> {
  try {
    await settle();
  } catch (error) {
    logger.warn({ err: error }, 'a quota reservation was not settled');
  }
}

function refused(refusal: Refusal, limits: QuotaPlan, day: QuotaDay, clock: Clock): ServiceError {
  if (refusal === 'concurrent') return toolkitErrors.too_many_at_once({ retryAfterSeconds: 1 });
  return toolkitErrors.quota_exceeded({
    detail: `The daily limit of ${limits[refusal]} ${refusal} is used up.`,
    retryAfterSeconds: Math.max(1, Math.ceil((day.endsAtMs - clock.now()) / 1000)),
    extensions: { quota: refusal, limit: limits[refusal] },
  });
}
