import { ordinalOfDay } from '../progress/calendar.ts';

export const periods = ['week', 'month', 'all'] as const;
/** How long XP counts on a board. */
export type Period = (typeof periods)[number];

/** The stretch of time that a board covers, in UTC: boards are shared by learners of all zones. */
export type BoardWindow = {
  readonly name: string;
  readonly startMs: number;
  /** When the window is over; undefined for the board of all time. */
  readonly endMs: number | undefined;
};
const dayMs = 86_400_000;
const epochMs = Date.UTC(2026, 0, 1);

/** The window of a period that an instant lies in: ISO weeks begin on Monday, months on the first. */
export function windowOf(period: Period, nowMs: number): BoardWindow {
  if (period === 'all') return { name: 'all', startMs: epochMs, endMs: undefined };
  const now = new Date(nowMs);
  if (period === 'month') {
    const startMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
    const endMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
    return { name: `M${now.toISOString().slice(0, 7)}`, startMs, endMs };
  }
  const startMs = mondayOf(nowMs);
  return { name: isoWeek(startMs), startMs, endMs: startMs + 7 * dayMs };
}

function mondayOf(nowMs: number): number {
  const ordinal = ordinalOfDay(new Date(nowMs).toISOString().slice(0, 10));
  // Day 0 of the epoch was a Thursday.
  return (ordinal - ((ordinal + 3) % 7)) * dayMs;
}

// ISO 8601: a week belongs to the year in which its Thursday lies.
function isoWeek(mondayMs: number): string {
  const thursday = new Date(mondayMs + 3 * dayMs);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs)) + 1;
  return `W${year}-${String(week).padStart(2, '0')}`;
}

/** Bits that break ties: who reached the same XP earlier stands higher. XP up to 2^31 then still fits a double exactly. */
const tieBits = 22;
const tieSteps = 2 ** tieBits;

/** The sorted-set score of some XP that was reached at an instant. */
export function boardScore(xp: number, reachedAtMs: number, window: BoardWindow): number {
  const stepMs = window.endMs === undefined ? 256_000 : 1000;
  const steps = Math.floor(Math.max(0, reachedAtMs - window.startMs) / stepMs);
  return xp * tieSteps + (tieSteps - 1 - Math.min(tieSteps - 1, steps));
}

/** The XP of a score. */
export function xpOfScore(score: number): number {
  return Math.floor(score / tieSteps);
}

/** The lowest score that more XP than this can have: whoever has it stands higher. */
export function lowestScoreAbove(xp: number): number {
  return (xp + 1) * tieSteps;
}
