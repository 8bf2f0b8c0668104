/** The only source of "now" in the system, so that a test can turn the hands. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  now(): number;
};

/** The wall clock of this machine. */
export const systemClock: Clock = { now: () => Date.now() };
