import type { Clock } from '../clock.ts';

/** A clock that stands still until a test moves it. */
export type TestClock = Clock & {
  advance(ms: number): void;
  set(epochMs: number): void;
};

const DEFAULT_START_MS = Date.UTC(2026, 0, 15, 12);

/**
 * Returns a clock under the test's control.
 *
 * @param startMs epoch milliseconds to start at; noon of 15 January 2026 (UTC) unless told otherwise
 */
export function createTestClock(startMs = DEFAULT_START_MS): TestClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    set: (epochMs) => {
      nowMs = epochMs;
    },
  };
}
