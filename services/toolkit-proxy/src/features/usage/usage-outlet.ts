import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import type { UsageEntry } from './usage-entry.ts';

/** Takes usage entries at once and delivers them in its own time. */
export type UsageOutlet = {
  put(entry: UsageEntry): void;
  /** Entries that wait because the queue could not be reached. */
  waiting(): number;
  /** Tries a last time to deliver what waits, and stops. */
  close(): Promise<void>;
};

/** What an outlet needs. */
export type UsageOutletOptions = {
  /** Hands one entry to the queue; must be idempotent by the entry's id. */
  enqueue: (entry: UsageEntry) => Promise<unknown>;
  metrics: Metrics;
  logger: Logger;
  /** Most entries kept while the queue is away; the oldest is given up first. */
  capacity?: number;
  retryIntervalMs?: number;
};

const defaultCapacity = 1000;
const defaultRetryIntervalMs = 1000;

/**
 * Creates an outlet that survives the queue being away for a while.
 * @param options the queue, capacity of the spill, and interval of new tries in milliseconds.
 */
export function createUsageOutlet(options: UsageOutletOptions): UsageOutlet {
  const { capacity = defaultCapacity, retryIntervalMs = defaultRetryIntervalMs, logger, metrics } = options;
  const waiting: UsageEntry[] = [];
  const inFlight = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  const lost = metrics.counter(
    'toolkit_usage_lost_total',
    'Usage entries given up because the queue was away',
  );
  const spilled = metrics.gauge('toolkit_usage_spilled', 'Usage entries that wait for the queue to return');
  const spill = (entry: UsageEntry, error: unknown) => {
    logger.warn({ err: error, usageId: entry.id }, 'usage entry waits for the queue');
    if (waiting.length >= capacity) {
      waiting.shift();
      lost.inc();
    }
    waiting.push(entry);
    spilled.set(waiting.length);
    timer ??= setTimeout(retry, retryIntervalMs).unref();
  };
  const send = (entry: UsageEntry) => {
    const sending = options.enqueue(entry).then(
      () => undefined,
      (error: unknown) => spill(entry, error),
    );
    inFlight.add(sending);
    void sending.then(() => inFlight.delete(sending));
  };
  const retry = () => {
    timer = undefined;
    const batch = waiting.splice(0);
    spilled.set(0);
    for (const entry of batch) send(entry);
  };
  return {
    put: send,
    waiting: () => waiting.length,
    async close() {
      clearTimeout(timer);
      retry();
      await Promise.all(inFlight);
      clearTimeout(timer);
      lost.inc(waiting.length);
    },
  };
}
