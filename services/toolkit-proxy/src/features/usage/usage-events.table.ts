/** One row of the usage ledger; holds what was used, never what was said. */
export type UsageEventsTable = {
  id: string;
  user_id: string;
  operation: string;
  upstream: string | null;
  model: string | null;
  /** `ok`, or the label of the last attempt's outcome. */
  outcome: string;
  attempts: number;
  /** Tokens, seconds of audio or images, depending on the operation. */
  input_units: number;
  output_units: number;
  /** True when the units are our estimate because the upstream does not count. */
  estimated: boolean;
  duration_ms: number;
  occurred_at: Date;
};
