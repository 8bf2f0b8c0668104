import { readFileSync } from 'node:fs';
import { systemClock } from '@linguamate/shared/clock';
import { createReadiness } from '@linguamate/shared/health';
import { openIdentity } from '@linguamate/shared/identity/open-identity';
import type { RevocationFeed } from '@linguamate/shared/identity/revocations';
import { createLogger, type Logger } from '@linguamate/shared/logger';
import { createMetrics, type Metrics } from '@linguamate/shared/metrics';
import { createRedis } from '@linguamate/shared/redis';
import type { Redis } from 'ioredis';
import type { GatewayDependencies } from './app.ts';
import type { GatewayConfig } from './config.ts';
import { createOverloadGuard } from './features/overload/overload.ts';
import { createAddressBook } from './features/proxy/address-book.ts';
import { createUpstreamAgent } from './features/proxy/upstream-agent.ts';
import { createFailoverLimiter } from './features/rate-limits/failover-limiter.ts';
import { createLocalLimiter } from './features/rate-limits/local-limiter.ts';
import { createRedisLimiter } from './features/rate-limits/redis-limiter.ts';

const probeIntervalMs = 500;

/** The gateway's connections, and how to end them. */
export type Connected = { dependencies: GatewayDependencies; close: () => Promise<void> };

/**
 * Connects the gateway: Redis, key set, revocation feed, agent.
 *
 * @param config the settings
 * @param logger where to write; a test hands in its own
 * @returns what the app needs, connected or about to be
 */
export async function connect(config: GatewayConfig, logger = loggerOf(config)): Promise<Connected> {
  const metrics = createMetrics({ service: 'gateway' });
  const redis = createRedis({ url: config.redis.url, role: 'cache', logger });
  // The limiter keeps its own time, and the connection must not be stricter than that.
  redis.options.commandTimeout = Math.max(redis.options.commandTimeout ?? 0, 2 * config.limitsRedisTimeoutMs);
  const limiter = createLimiter(config, redis, logger, metrics);
  const { revocations: feed, verifier } = openIdentity({ config, clock: systemClock, logger });
  const addressBook = createAddressBook({ clock: systemClock, ttlMs: config.upstream.dnsTtlMs });
  const dispatcher = createUpstreamAgent({ ...agentSettings(config), addressBook });
  const overload = createOverloadGuard({ maxDelayMs: config.overloadDelayMs, metrics });
  const unwatch = watchFeed(feed, metrics);
  await feed.start();
  return {
    dependencies: {
      logger,
      metrics,
      readiness: createReadiness(),
      redis,
      limiter,
      verifier,
      dispatcher,
      overload,
    },
    close: async () => {
      unwatch();
      overload.close();
      limiter.close();
      await feed.stop();
      await dispatcher.destroy();
      redis.disconnect();
    },
  };
}

function loggerOf(config: GatewayConfig): Logger {
  return createLogger({ service: 'gateway', level: config.logLevel });
}

function agentSettings({ upstream }: GatewayConfig) {
  return {
    connectionsMax: upstream.connectionsMax,
    connectTimeoutMs: upstream.connectTimeoutMs,
    connectionTtlMs: upstream.dnsTtlMs,
    ...(upstream.caFile === undefined ? {} : { trustedCa: readFileSync(upstream.caFile, 'utf8') }),
  };
}

function createLimiter(config: GatewayConfig, redis: Redis, logger: Logger, metrics: Metrics) {
  const local = metrics.gauge('gateway_limits_local', '1 while limits are counted by this gateway alone');
  local.set(0);
  return createFailoverLimiter({
    shared: createRedisLimiter(redis, config.redis.prefix),
    local: createLocalLimiter(systemClock),
    probe: () => redis.ping(),
    logger,
    timeoutMs: config.limitsRedisTimeoutMs,
    probeIntervalMs,
    onChange: (mode) => local.set(mode === 'local' ? 1 : 0),
  });
}

/** Who does not hear of ended sessions lets them in, so how far behind the feed is must be seen from outside. */
function watchFeed(feed: RevocationFeed, metrics: Metrics): () => void {
  const help = 'Time since this instance last knew of every ended session';
  const lag = metrics.gauge('revocation_feed_lag_seconds', help);
  // Before the first time the lag is infinite; the age of the process alarms just as well and can be drawn.
  const show = () => lag.set(Math.min(feed.lagMs() / 1_000, process.uptime()));
  const timer = setInterval(show, 1_000).unref();
  return () => clearInterval(timer);
}
