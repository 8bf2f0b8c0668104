import type { Verdict } from '../grading/grade-answer.ts';

/** What an answer tells about memory, besides being right or wrong. */
export type AnswerSigns = {
  readonly verdict: Verdict;
  /** Typed from memory, as opposed to picked from choices. */
  readonly produced: boolean;
  readonly latencyMs: number | null;
  readonly latencies: { readonly samples: number; readonly medianMs: number; readonly quickMs: number };
};
/** Fewer answers than this say nothing about how fast a learner is. */
const minimumSamples = 20;

/**
 * The rating that an answer deserves: 1 again, 2 hard, 3 good, 4 easy. Wrong is again; right with a slip or after long thought is
 * hard; easy needs an exact answer, typed from memory, faster than the learner's own quickest quarter.
 */
export function rateAnswer(signs: AnswerSigns): 1 | 2 | 3 | 4 {
  const { verdict, latencyMs, latencies } = signs;
  if (verdict === 'wrong' || verdict === 'wrong_word') return 1;
  if (verdict === 'typo') return 2;
  if (latencyMs === null || latencies.samples < minimumSamples) return 3;
  if (latencyMs > latencies.medianMs * 2) return 2;
  return signs.produced && verdict === 'exact' && latencyMs < latencies.quickMs ? 4 : 3;
}
