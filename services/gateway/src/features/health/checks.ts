import type { HealthCheck } from '@linguamate/shared/health';
import { redisCheck } from '@linguamate/shared/redis';
import type { Redis } from 'ioredis';
import { type Dispatcher, request } from 'undici';
import type { UpstreamName } from '../proxy/route-table.ts';

/** What the checks look at. */
export type CheckOptions = {
  redis: Redis;
  upstreams: Readonly<Record<UpstreamName, string>>;
  dispatcher: Dispatcher;
};

/**
 * The dependencies in the gateway's report. The gateway has no database of its own: what it says about the database
 * is what auth says.
 *
 * @param options connections and addresses
 */
export function gatewayChecks(options: CheckOptions): Record<string, HealthCheck> {
  const { upstreams, dispatcher } = options;
  return {
    database: async (signal) => {
      const report = await fetchJson(`${upstreams.auth}/health`, dispatcher, signal);
      if (dependency(report.body, 'database') !== 'ok') throw new Error('auth does not reach its database');
    },
    redis: redisCheck(options.redis),
    toolkit: async (signal) => {
      await ready(`${upstreams['toolkit-proxy']}/readyz`, dispatcher, signal);
    },
    auth: (signal) => ready(`${upstreams.auth}/readyz`, dispatcher, signal),
    learning: (signal) => ready(`${upstreams.learning}/readyz`, dispatcher, signal),
  };
}

async function ready(url: string, dispatcher: Dispatcher, signal: AbortSignal): Promise<void> {
  const { status } = await fetchJson(url, dispatcher, signal);
  if (status !== 200) throw new Error(`Not ready: ${status}`);
}

async function fetchJson(
  url: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  const { statusCode, body } = await request(url, { dispatcher, signal });
  return { status: statusCode, body: await body.json() };
}

function dependency(report: unknown, name: string): unknown {
  if (typeof report !== 'object' || report === null || !('dependencies' in report)) return undefined;
  const { dependencies } = report;
  if (typeof dependencies !== 'object' || dependencies === null) return undefined;
  return Object.entries(dependencies).find(([key]) => key === name)?.[1];
}
