import type { AddressInfo } from 'node:net';
import type { BreakerTuning } from '@linguamate/shared/breaker';
import type { HttpServer } from '@linguamate/shared/http/server';
import { type CapturedLogger, captureLogger } from '@linguamate/shared/testing/logger';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import { createScriptedUpstream, type ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { buildApp, buildInternalApp, type GatewayDependencies } from '../../src/app.ts';
import { type GatewayConfig, readConfig } from '../../src/config.ts';
import { connect } from '../../src/dependencies.ts';

export type TestGateway = {
  url: string;
  internalUrl: string;
  port: number;
  server: HttpServer;
  config: GatewayConfig;
  dependencies: GatewayDependencies;
  log: CapturedLogger;
  close(): Promise<void>;
};

export type GatewayOptions = {
  /** Variables on top of those that every test needs. */
  env?: Record<string, string>;
  /** Base URL that all three services share, unless `env` says otherwise. */
  upstreamUrl: string;
  /** Two gateways with the same prefix share their limits. */
  prefix?: string;
  breakers?: BreakerTuning;
  overrides?: Partial<GatewayDependencies>;
};

/** Limits so high that a test which is not about them never meets them. */
const generous = {
  RATE_LIMIT_ADDRESS_PER_MINUTE: '1000000',
  RATE_LIMIT_USER_PER_MINUTE: '1000000',
  RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
  RATE_LIMIT_REFRESH_PER_MINUTE: '1000000',
  RATE_LIMIT_AI_PER_MINUTE: '1000000',
  RATE_LIMIT_SIGNUP_PER_HOUR: '1000000',
  RATE_LIMIT_RECOVERY_PER_HOUR: '1000000',
  // A machine that runs many suites at once is slow; the takeover has tests of its own.
  RATE_LIMIT_REDIS_TIMEOUT_MS: '5000',
  OVERLOAD_DELAY_MS: '60000',
};

/** Starts a whole gateway on real sockets, with real Redis; the caller closes it. */
export async function startGateway(options: GatewayOptions): Promise<TestGateway> {
  const redis = createTestRedis();
  const config = readConfig({
    NODE_ENV: 'test',
    REDIS_URL: redis.url,
    REDIS_PREFIX: (options.prefix ?? redis.prefix).replaceAll(':', '-'),
    AUTH_URL: options.upstreamUrl,
    LEARNING_URL: options.upstreamUrl,
    TOOLKIT_PROXY_URL: options.upstreamUrl,
    ...generous,
    ...options.env,
  });
  const log = captureLogger('debug');
  const connected = await connect(config, log.logger);
  const dependencies = {
    ...connected.dependencies,
    ...options.overrides,
    ...(options.breakers === undefined ? {} : { breakers: options.breakers }),
  };
  const server = await buildApp(config, dependencies);
  const internal = buildInternalApp(config, dependencies);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const internalUrl = await internal.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    internalUrl,
    port: (server.server.address() as AddressInfo).port,
    server,
    config,
    dependencies,
    log,
    close: async () => {
      await server.close();
      await internal.close();
      await connected.close();
    },
  };
}

/** A scripted service whose every answer is the given JSON. */
export async function startService(body: unknown = { ok: true }): Promise<ScriptedUpstream> {
  const upstream = await createScriptedUpstream();
  upstream.always(replies.json(200, body));
  return upstream;
}
