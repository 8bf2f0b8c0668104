/** Routes that share their limits name the same group; the count belongs to the group, not to the path. */
export type LimitGroup = 'default' | 'login' | 'signup' | 'refresh' | 'recovery' | 'ai';

/** Whose requests are counted together: one network address, or the signed-in user (else the address). */
export type LimitSubject = 'address' | 'caller';

/** One sliding-window limit: at most `max` requests in any `windowMs`. */
export type Limit = {
  name: string;
  subject: LimitSubject;
  max: number;
  windowMs: number;
  /** What one gateway allows alone while Redis is away; stricter where guessing passwords is the risk. */
  localMax: number;
};

/** The numbers an operator may change. */
export type LimitSettings = {
  addressPerMinute: number;
  userPerMinute: number;
  loginPerMinute: number;
  signupPerHour: number;
  refreshPerMinute: number;
  recoveryPerHour: number;
  aiPerMinute: number;
};

/** The limits of a caller without a token, of one with, and of each group on top of them. */
export type LimitTable = {
  anonymous: Limit;
  user: Limit;
  groups: Record<LimitGroup, Limit | null>;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

function limit(name: string, subject: LimitSubject, max: number, windowMs: number, localMax = max): Limit {
  return { name, subject, max, windowMs, localMax };
}

function third(max: number): number {
  return Math.max(1, Math.ceil(max / 3));
}

/**
 * Builds the table of limits.
 *
 * @param settings requests per minute or hour, from the configuration
 * @returns the limits by kind of caller and by route group
 */
export function createLimitTable(settings: LimitSettings): LimitTable {
  const { loginPerMinute, signupPerHour, recoveryPerHour } = settings;
  return {
    anonymous: limit('address', 'address', settings.addressPerMinute, minuteMs),
    user: limit('user', 'caller', settings.userPerMinute, minuteMs),
    groups: {
      default: null,
      login: limit('login', 'address', loginPerMinute, minuteMs, third(loginPerMinute)),
      signup: limit('signup', 'address', signupPerHour, hourMs, third(signupPerHour)),
      refresh: limit('refresh', 'address', settings.refreshPerMinute, minuteMs),
      recovery: limit('recovery', 'address', recoveryPerHour, hourMs, third(recoveryPerHour)),
      ai: limit('ai', 'caller', settings.aiPerMinute, minuteMs),
    },
  };
}
