/** A learner's day. */
export type QuotaDay = {
  /** `YYYY-MM-DD` in the learner's time zone. */
  name: string;
  /** When the next day begins, in epoch milliseconds. */
  endsAtMs: number;
};

const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * The day that a learner has at a moment. A day may have 23 or 25 hours, and zones may be half an hour apart.
 * @param nowMs epoch milliseconds.
 * @param timeZone IANA name; null or unknown means UTC.
 */
export function dayOf(nowMs: number, timeZone: string | null): QuotaDay {
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC';
  const known = latestDays.get(zone);
  if (known !== undefined && nowMs >= known.sinceMs && nowMs < known.day.endsAtMs) return known.day;
  const day = findDay(nowMs, new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }));
  latestDays.set(zone, { day, sinceMs: nowMs });
  return day;
}

/** The present day of each zone in use; there are some hundred zones, and this is asked on every request. */
const latestDays = new Map<string, { day: QuotaDay; sinceMs: number }>();

function findDay(nowMs: number, format: Intl.DateTimeFormat): QuotaDay {
  const nameAt = (atMs: number) => format.format(atMs);
  const name = nameAt(nowMs);
  let endsAtMs = nowMs - (nowMs % minuteMs) + minuteMs;
  while (nameAt(endsAtMs) === name) endsAtMs += hourMs;
  while (nameAt(endsAtMs - minuteMs) !== name) endsAtMs -= minuteMs;
  return { name, endsAtMs };
}

function isTimeZone(zone: string): boolean {
  if (latestDays.has(zone)) return true;
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
