import { ConfigError } from '@linguamate/shared/config';

/** What is counted per learner and day. */
export type QuotaUnit = 'messages' | 'tokens' | 'audioSeconds' | 'images';

/** Amounts by unit; a missing unit is none. */
export type QuotaAmounts = Partial<Record<QuotaUnit, number>>;

/** What one kind of learner may use. */
export type QuotaPlan = Readonly<Record<QuotaUnit, number> & { concurrent: number }>;

/** The two kinds of learners. */
export type QuotaPlans = { free: QuotaPlan; premium: QuotaPlan };

/** Five messages a day are what the original app gave away. */
const defaultFree: QuotaPlan = { messages: 5, tokens: 50_000, audioSeconds: 600, images: 3, concurrent: 3 };
const defaultPremium: QuotaPlan = {
  messages: 1000,
  tokens: 2_000_000,
  audioSeconds: 14_400,
  images: 50,
  concurrent: 6,
};

/**
 * Reads the plans of both kinds of learners.
 * @param free parts such as `messages=5`, replacing the defaults.
 * @param premium the same for learners who pay.
 * @throws {ConfigError} for a part that cannot be understood.
 */
export function readPlans(free: readonly string[], premium: readonly string[]): QuotaPlans {
  return {
    free: readPlan('TOOLKIT_QUOTA_FREE', free, defaultFree),
    premium: readPlan('TOOLKIT_QUOTA_PREMIUM', premium, defaultPremium),
  };
}

function readPlan(name: string, parts: readonly string[], defaults: QuotaPlan): QuotaPlan {
  const plan: Record<string, number> = { ...defaults };
  for (const part of parts) {
    const [, unit = '', amount = ''] = /^([A-Za-z]+)=(\d{1,12})$/.exec(part) ?? [];
    if (!Object.hasOwn(defaults, unit)) {
      const known = Object.keys(defaults).join(', ');
      throw new ConfigError([{ name, reason: `must be parts like messages=5, with the names ${known}` }]);
    }
    plan[unit] = Number(amount);
  }
  return { ...defaults, ...plan };
}
