import type { CommonConfig } from './config.ts';
import { type HealthCheck, type Readiness, registerHealth, registerMetricsRoute } from './health.ts';
import { createHttpServer } from './http/server.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** What a worker shows of itself. */
export type WorkerListenerOptions = {
  /** Name of the process, for instance `auth-worker`. */
  readonly service: string;
  readonly config: CommonConfig;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** What the worker cannot do its work without. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
};

/** Has the shape that `runService` takes. */
export type WorkerListener = { listen(): Promise<unknown>; close(): Promise<void> };

/**
 * Makes the listener of a worker: health for probes and metrics for Prometheus, on WORKER_PORT. Queue depth, dead letters
 * and the age of the oldest job are known to workers alone, so without it nobody could be told that work piles up.
 *
 * @returns a listener that does nothing where no WORKER_PORT is configured, as on a machine that runs everything
 */
export function createWorkerListener(options: WorkerListenerOptions): WorkerListener {
  const { config, checks, metrics, readiness } = options;
  const { workerPort } = config;
  if (workerPort === undefined) return { listen: async () => undefined, close: async () => undefined };
  const server = createHttpServer(options);
  registerHealth(server, { config, readiness, checks, criticalForReadiness: Object.keys(checks) });
  registerMetricsRoute(server, metrics);
  return {
    listen: () => server.listen({ host: config.host, port: workerPort }),
    close: () => server.close(),
  };
}
