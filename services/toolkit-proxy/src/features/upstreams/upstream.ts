import type { Breaker } from '@linguamate/shared/breaker';
import { createBreaker, isUpstreamFault } from '@linguamate/shared/breaker';
import type { Clock } from '@linguamate/shared/clock';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import { Pool } from 'undici';
import { countsAsFailure } from './attempt-policy.ts';
import { type ConcurrencyGate, createConcurrencyGate } from './concurrency-gate.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { guardedConnector } from './guarded-connector.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { type Operation, UpstreamFailure } from './outcome.ts';
import { type SwitchableBreaker, switchable } from './switchable-breaker.ts';
import type { UpstreamTarget } from './transport.ts';
import type { UpstreamDocument, UpstreamSettings } from './upstream-document.ts';

/** One upstream at run time: its settings, connections, keys, limits and breakers. */
export type Upstream = {
  id: string;
  settings: UpstreamSettings;
  dialect: Dialect;
  target: UpstreamTarget;
  keys: KeyRing;
  gate: ConcurrencyGate;
  can(operation: Operation): boolean;
  /** The breaker of one operation, made at its first use and kept. */
  breaker(operation: Operation): SwitchableBreaker;
  /** Every breaker that has been used. */
  breakers(): [Operation, SwitchableBreaker][];
  /** State of every breaker that exists. */
  breakerStates(): Partial<Record<Operation, ReturnType<Breaker['state']>>>;
  close(): Promise<void>;
};

/** What every upstream needs. */
export type UpstreamDependencies = { metrics: Metrics; logger: Logger; clock: Clock };

const common: Operation[] = [
  'text.generate',
  'text.stream',
  'speech.transcribe',
  'image.generate',
  'image.edit',
];

/** Rork has no documented speech synthesis; an OpenAI-compatible upstream may have one. */
const capabilitiesByKind: Record<UpstreamSettings['kind'], Operation[]> = {
  rork: common,
  openai: [...common, 'speech.synthesize'],
};

const keepAliveMs = 25_000;

/** The attempt's own total clock comes first; the breaker's is there for an attempt that does not heed it. */
const breakerMarginMs = 5000;

/**
 * Builds the run-time side of one upstream. Opens no connection yet.
 * @param settings the upstream's part of the checked document.
 * @param breakerSettings thresholds shared by all breakers.
 * @param deps metrics, logger and clock.
 */
export function createUpstream(
  settings: UpstreamSettings,
  breakerSettings: UpstreamDocument['breaker'],
  deps: UpstreamDependencies,
): Upstream {
  const capabilities = new Set(settings.capabilities ?? capabilitiesByKind[settings.kind]);
  const pool = createPool(settings);
  const breakers = createBreakers(settings, breakerSettings, deps);
  const { pathname, origin } = new URL(settings.baseUrl);
  return {
    id: settings.id,
    settings,
    dialect: dialectOf(settings.kind),
    target: { dispatcher: pool, origin, basePath: pathname.replace(/\/+$/, '') },
    keys: createKeyRing(settings.keys, deps.clock),
    gate: createConcurrencyGate(settings.limits),
    can: (operation) => capabilities.has(operation),
    breaker: breakers.get,
    breakers: breakers.all,
    breakerStates: breakers.states,
    close: async () => {
      breakers.close();
      await pool.destroy();
    },
  };
}

function isFailure(error: unknown): boolean {
  return error instanceof UpstreamFailure ? countsAsFailure(error.outcome) : isUpstreamFault(error);
}

function createPool(settings: UpstreamSettings): Pool {
  return new Pool(new URL(settings.baseUrl).origin, {
    connections: settings.limits.maxConcurrency,
    pipelining: 1,
    allowH2: false,
    connect: guardedConnector({
      allowPrivate: settings.allowPrivateNetwork,
      timeoutMs: settings.timeouts.connectMs,
    }),
    // Shorter than any provider's own limit: reuse of a connection that is just being closed fails the request.
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
  });
}

function createBreakers(
  upstream: UpstreamSettings,
  settings: UpstreamDocument['breaker'],
  deps: UpstreamDependencies,
) {
  const breakers = new Map<Operation, SwitchableBreaker>();
  const create = (operation: Operation) => {
    const breaker = switchable(
      createBreaker({
        name: `${upstream.id}:${operation}`,
        metrics: deps.metrics,
        logger: deps.logger,
        failurePercent: settings.errorThresholdPercentage,
        minimumCalls: settings.volumeThreshold,
        resetMs: settings.resetTimeoutMs,
        callTimeoutMs: upstream.timeouts.totalMs + breakerMarginMs,
        isFailure,
      }),
    );
    breakers.set(operation, breaker);
    return breaker;
  };
  return {
    get: (operation: Operation) => breakers.get(operation) ?? create(operation),
    all: () => [...breakers],
    states: () =>
      Object.fromEntries([...breakers].map(([operation, breaker]) => [operation, breaker.state()])),
    close: () => {
      for (const breaker of breakers.values()) breaker.close();
    },
  };
}
