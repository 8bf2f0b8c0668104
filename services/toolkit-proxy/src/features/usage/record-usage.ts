import type { Clock } from '@linguamate/shared/clock';
import { newId } from '@linguamate/shared/ids';
import type { QuotaAmounts } from '../quotas/plans.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { describeOutcome, type Operation } from '../upstreams/outcome.ts';
import { modelOf } from '../upstreams/registry.ts';
import { ChainExhausted, type Served } from '../upstreams/run-chain.ts';
import type { UsageEntry } from './usage-entry.ts';
import type { UsageOutlet } from './usage-outlet.ts';

/** What an answer cost: tokens, seconds of audio or images. */
export type UsageUnits = { inputUnits: number; outputUnits: number; estimated: boolean };

/** An answer in the making. */
export type UsageInProgress = {
  id: string;
  /**
   * Notes an answer.
   * @param outcome `ok`, or what ended an answer that had begun: what was delivered was used all the same.
   */
  succeed(served: Pick<Served<unknown>, 'link' | 'attempts'>, units: UsageUnits, outcome?: string): void;
  /** Notes a failure; errors that are not the upstreams' leave no entry. */
  fail(error: unknown): void;
};

/** What is about to be used. */
export type UsagePlan = {
  userId: string;
  operation: Operation;
  /** Upper bound of what it will cost. */
  estimate: QuotaAmounts;
  /** Longest time it may take, in milliseconds. */
  durationMs: number;
};

/** Notes what learners use, and keeps it within their quotas. */
export type UsageRecorder = {
  /**
   * Reserves the estimate. Nothing else here waits or throws: an answer is never delayed by its bookkeeping.
   * @throws {ServiceError} `quota_exceeded` or `too_many_at_once`.
   */
  begin(plan: UsagePlan): Promise<UsageInProgress>;
};

const nothing: UsageUnits = { inputUnits: 0, outputUnits: 0, estimated: false };

/**
 * Creates a recorder that hands its entries to the outlet.
 * @param outlet where entries go.
 * @param quotas limits per learner and day.
 * @param clock source of timestamps.
 */
export function createUsageRecorder(outlet: UsageOutlet, quotas: Quotas, clock: Clock): UsageRecorder {
  return {
    async begin({ userId, operation, estimate, durationMs }) {
      const startedAtMs = performance.now();
      const lease = await quotas.reserve(userId, estimate, durationMs);
      // The entry's id is ours: a client that repeats its request id must not hide its second use.
      const id = newId();
      const put = (entry: Omit<UsageEntry, 'id' | 'userId' | 'operation' | 'durationMs' | 'at'>) =>
        outlet.put({
          id,
          userId,
          operation,
          ...entry,
          durationMs: Math.round(performance.now() - startedAtMs),
          at: new Date(clock.now()).toISOString(),
        });
      return {
        id,
        succeed: ({ link, attempts }, units, outcome = 'ok') => {
          void lease.settle(chargeFor(operation, units));
          const model = modelOf(link);
          put({ upstream: link.upstream.id, model, outcome, attempts: attempts.length, ...units });
        },
        fail: (error) => {
          // A failure costs the learner nothing.
          void lease.settle({});
          if (!(error instanceof ChainExhausted)) return;
          const upstream = error.attempts.at(-1)?.upstream ?? null;
          const outcome = describeOutcome(error.outcome);
          put({ upstream, model: null, outcome, attempts: error.attempts.length, ...nothing });
        },
      };
    },
  };
}

function chargeFor(operation: Operation, { inputUnits, outputUnits }: UsageUnits): QuotaAmounts {
  if (operation.startsWith('text.')) return { messages: 1, tokens: inputUnits + outputUnits };
  if (operation.startsWith('image.')) return { images: outputUnits };
  return operation === 'speech.transcribe' ? { audioSeconds: inputUnits } : { messages: 1 };
}
