import { Type } from 'typebox';
import type { CommonConfig } from './config.ts';
import { createDeadline } from './deadline.ts';
import type { HttpServer } from './http/server.ts';
import type { Metrics } from './metrics.ts';

/**
 * Resolves when the dependency works, rejects when it does not. The value `unconfigured` means that this installation
 * does without it on purpose, which is no failure; any other value means nothing.
 */
export type HealthCheck = (signal: AbortSignal) => Promise<unknown>;

/** Whether this instance wants requests. */
export type Readiness = {
  readonly ready: boolean;
  /** Why not, when not. */
  readonly reason: string | undefined;
  /** There is no way back: an instance that drains never takes work again. */
  setNotReady(reason: string): void;
};

/** Makes the readiness of one instance; it begins ready. */
export function createReadiness(): Readiness {
  let reason: string | undefined;
  return {
    get ready() {
      return reason === undefined;
    },
    get reason() {
      return reason;
    },
    setNotReady: (why) => {
      reason ??= why;
    },
  };
}

/** What one check found. */
export type CheckResult = 'ok' | 'error' | 'unconfigured';

/** What the health routes need. */
export type HealthOptions = {
  readonly config: CommonConfig;
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly readiness: Readiness;
  /** Names of the checks without which this instance can do no work at all. */
  readonly criticalForReadiness: readonly string[];
  /** Longest time for one check. */
  readonly checkTimeoutMs?: number;
  /** How long a result is good; keeps probes from becoming load. */
  readonly cacheMs?: number;
};

const defaultCheckTimeoutMs = 1_000;
const defaultCacheMs = 1_000;

const Dependencies = Type.Record(Type.String(), Type.String());
const HealthReport = Type.Object({
  status: Type.String(),
  version: Type.String(),
  buildSha: Type.String(),
  dependencies: Dependencies,
  timestamp: Type.String(),
  uptime: Type.Number({ description: 'Seconds since this process started' }),
  env: Type.String(),
});
const ReadinessReport = Type.Object({
  status: Type.String(),
  reason: Type.Optional(Type.String()),
  dependencies: Dependencies,
});

const route = { config: { quiet: true } } as const;

/**
 * Adds `GET /livez` (this process answers; no I/O), `GET /readyz` (this instance can do its work) and `GET /health`
 * (the full report; 503 when any dependency is down).
 */
export function registerHealth(server: HttpServer, options: HealthOptions): void {
  const runChecks = cachedChecks(options);
  const schema = (response: object) => ({ hide: true, response: { 200: response, 503: response } });
  server.get(
    '/livez',
    { ...route, schema: { hide: true, response: { 200: Type.Object({ status: Type.String() }) } } },
    () => ({ status: 'ok' }),
  );
  server.get('/readyz', { ...route, schema: schema(ReadinessReport) }, async (_request, reply) => {
    const report = await readinessReport(options, runChecks);
    return reply.code(report.status === 'ready' ? 200 : 503).send(report);
  });
  server.get('/health', { ...route, schema: schema(HealthReport) }, async (_request, reply) => {
    const report = healthReport(options.config, await runChecks());
    return reply.code(report.status === 'ok' ? 200 : 503).send(report);
  });
}

async function readinessReport(options: HealthOptions, runChecks: RunChecks) {
  const { readiness, criticalForReadiness } = options;
  const dependencies = await runChecks();
  if (!readiness.ready) return { status: 'not_ready', reason: readiness.reason, dependencies };
  const down = criticalForReadiness.find((name) => dependencies[name] === 'error');
  if (down === undefined) return { status: 'ready', dependencies };
  return { status: 'not_ready', reason: `${down} is down`, dependencies };
}

function healthReport(config: CommonConfig, dependencies: CheckResults) {
  const degraded = Object.values(dependencies).includes('error');
  return {
    status: degraded ? 'degraded' : 'ok',
    version: config.version,
    buildSha: config.buildSha,
    dependencies,
    timestamp: new Date().toISOString(),
    uptime: Math.round(process.uptime() * 10) / 10,
    env: config.environment,
  };
}

type CheckResults = Record<string, CheckResult>;
type RunChecks = () => Promise<CheckResults>;

// All who ask within the cache time share one round of checks, also while it is still running.
function cachedChecks(options: HealthOptions): RunChecks {
  const { checks, checkTimeoutMs = defaultCheckTimeoutMs, cacheMs = defaultCacheMs } = options;
  let round: { startedAtMs: number; results: Promise<CheckResults> } | undefined;
  return () => {
    if (round === undefined || performance.now() - round.startedAtMs > cacheMs) {
      round = { startedAtMs: performance.now(), results: runAll(checks, checkTimeoutMs) };
    }
    return round.results;
  };
}

async function runAll(checks: HealthOptions['checks'], timeoutMs: number): Promise<CheckResults> {
  const entries = Object.entries(checks).map(
    async ([name, check]) => [name, await runOne(check, timeoutMs)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

// The race matters: a frozen server accepts connections and answers nothing, and a driver may not heed the signal.
async function runOne(check: HealthCheck, timeoutMs: number): Promise<CheckResult> {
  const deadline = createDeadline({ timeoutMs });
  const timeUp = new Promise<'error'>((resolve) => {
    deadline.signal.addEventListener('abort', () => resolve('error'), { once: true });
  });
  try {
    const outcome = check(deadline.signal).then((result) => (result === 'unconfigured' ? result : 'ok'));
    return await Promise.race([outcome, timeUp]);
  } catch {
    return 'error';
  } finally {
    deadline.dispose();
  }
}

/** Adds `GET /metrics` in the Prometheus text format. */
export function registerMetricsRoute(server: HttpServer, metrics: Metrics): void {
  server.get('/metrics', { ...route, schema: { hide: true } }, async (_request, reply) => {
    reply.header('content-type', metrics.registry.contentType);
    return metrics.render();
  });
}
