const dayMs = 86_400_000;
const hourMs = 3_600_000;
const minuteMs = 60_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** True for a zone that this runtime knows, such as Europe/Paris or Etc/GMT+12. */
export function isTimeZone(name: string): boolean {
  try {
    formatterFor(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The learner's calendar day of an instant, `YYYY-MM-DD`. Days are read off the wall clock and never computed from milliseconds:
 * days of 23 and 25 hours, half-hour shifts and skipped dates all exist.
 *
 * @param epochMs the instant
 * @param timeZone IANA name; an unknown one counts as UTC
 * @param rolloverHour hour at which the learner's day begins, so that practice after midnight can belong to the evening before
 */
export function localDay(epochMs: number, timeZone: string, rolloverHour = 0): string {
  const parts = wallClock(epochMs, timeZone);
  const ordinal = Math.round(Date.UTC(parts.year, parts.month - 1, parts.day) / dayMs);
  return dayOfOrdinal(parts.hour < rolloverHour ? ordinal - 1 : ordinal);
}

/** The hour (0 to 23) that the learner's clock shows at an instant. */
export function localHour(epochMs: number, timeZone: string): number {
  return wallClock(epochMs, timeZone).hour;
}

/** Days since 1970-01-01 of a calendar day, so that neighbours differ by exactly one. */
export function ordinalOfDay(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
}

/** The calendar day with an ordinal, `YYYY-MM-DD`. */
export function dayOfOrdinal(ordinal: number): string {
  return new Date(ordinal * dayMs).toISOString().slice(0, 10);
}

type WallClock = { year: number; month: number; day: number; hour: number };

function wallClock(epochMs: number, timeZone: string): WallClock {
  const formatter = isTimeZone(timeZone) ? formatterFor(timeZone) : formatterFor('UTC');
  const clock: WallClock = { year: 1970, month: 1, day: 1, hour: 0 };
  for (const part of formatter.formatToParts(epochMs)) {
    if (part.type === 'year' || part.type === 'month' || part.type === 'day' || part.type === 'hour') {
      clock[part.type] = Number(part.value);
    }
  }
  return clock;
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  // There are some 600 zones and their aliases; a made-up name throws above and is never kept.
  formatters.set(timeZone, formatter);
  return formatter;
}

/** The instant at which a learner's calendar day begins: the first moment whose day it is, also where clocks skip or repeat an hour. */
export function startOfDay(day: string, timeZone: string, rolloverHour = 0): number {
  const guess = ordinalOfDay(day) * dayMs;
  // Zones lie between UTC-12 and UTC+14 and days begin at 12 at the latest, which bounds the search.
  let before = guess - 15 * hourMs;
  let within = guess + 25 * hourMs;
  while (within - before > minuteMs) {
    const middle = before + Math.floor((within - before) / 2 / minuteMs) * minuteMs;
    if (localDay(middle, timeZone, rolloverHour) < day) before = middle;
    else within = middle;
  }
  return within;
}
