import { BlockList, isIP } from 'node:net';
import {
  type CommonConfig,
  checkKey,
  commonConfig,
  commonEnvironment,
  durationMs,
  type Environment,
  flag,
  freeze,
  identityConfig,
  identityEnvironment,
  integer,
  parseEnvironment,
  port,
  redisConfig,
  redisEnvironment,
  text,
  url,
} from '@linguamate/shared/config';
import { Type } from 'typebox';
import type { UpstreamName } from './features/proxy/route-table.ts';
import type { LimitSettings } from './features/rate-limits/limit-table.ts';

const perMinute = (defaultMax: number, whose: string) =>
  integer({
    default: defaultMax,
    minimum: 1,
    maximum: 1_000_000,
    description: `Requests per minute ${whose}`,
  });

const perHour = (defaultMax: number, whose: string) =>
  integer({ default: defaultMax, minimum: 1, maximum: 1_000_000, description: `Requests per hour ${whose}` });

/** Every variable the gateway reads. */
export const environmentSchema = Type.Object({
  ...commonEnvironment,
  ...redisEnvironment,
  ...identityEnvironment,
  PORT: port({ default: 8080, description: 'Port of the public listener' }),
  INTERNAL_PORT: port({ default: 8090, description: 'Port of the internal listener: health and metrics' }),
  LEARNING_URL: url({ description: 'Base URL of the learning service' }),
  TOOLKIT_PROXY_URL: url({ description: 'Base URL of the toolkit-proxy service' }),
  CORS_ORIGIN: Type.Array(Type.String(), {
    default: [],
    description:
      'Origins whose pages may call the API, exact and separated by commas; * only outside production',
    [checkKey]: checkOrigins,
  }),
  TRUSTED_PROXIES: Type.Array(Type.String(), {
    default: [],
    description: 'Networks (CIDR) of the proxies whose X-Forwarded-* headers are believed',
    [checkKey]: checkNetworks,
  }),
  METRICS_PUBLIC: flag({ default: false, description: 'Whether /metrics is on the public listener too' }),
  UPSTREAM_CONNECTIONS_MAX: integer({
    default: 4096,
    minimum: 1,
    maximum: 65_535,
    description: 'Most connections to one service; every event stream holds one',
  }),
  UPSTREAM_CONNECT_TIMEOUT_MS: durationMs({ default: 1_000, description: 'Longest wait for a connection' }),
  UPSTREAM_DNS_TTL_MS: durationMs({
    default: 20_000,
    minimum: 100,
    description: 'How long the addresses of a service are used before they are looked up again',
  }),
  UPSTREAM_CA_FILE: Type.Optional(
    text({ description: 'File with the PEM certificates that sign the services, for https upstreams' }),
  ),
  OVERLOAD_DELAY_MS: durationMs({
    default: 250,
    minimum: 10,
    description: 'Event loop delay above which new requests are answered 503',
  }),
  RATE_LIMIT_ADDRESS_PER_MINUTE: perMinute(300, 'from one address without a token'),
  RATE_LIMIT_USER_PER_MINUTE: perMinute(600, 'of one signed-in user'),
  RATE_LIMIT_LOGIN_PER_MINUTE: perMinute(60, 'to the login endpoints from one address'),
  RATE_LIMIT_REFRESH_PER_MINUTE: perMinute(60, 'to refresh tokens from one address'),
  RATE_LIMIT_AI_PER_MINUTE: perMinute(60, 'to AI features of one user'),
  RATE_LIMIT_SIGNUP_PER_HOUR: perHour(60, 'to sign up from one address'),
  RATE_LIMIT_RECOVERY_PER_HOUR: perHour(30, 'to recover accounts from one address'),
  RATE_LIMIT_REDIS_TIMEOUT_MS: durationMs({
    default: 80,
    minimum: 5,
    description: 'Time Redis has for one check before the local limiter takes over',
  }),
});

/** Settings of the gateway. */
export type GatewayConfig = CommonConfig & {
  readonly internalPort: number;
  readonly redis: { readonly url: string; readonly prefix: string };
  readonly identity: { readonly authUrl: string; readonly issuer: string; readonly audience: string };
  readonly upstreams: Readonly<Record<UpstreamName, string>>;
  readonly upstream: {
    readonly connectionsMax: number;
    readonly connectTimeoutMs: number;
    readonly dnsTtlMs: number;
    readonly caFile?: string;
  };
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly metricsPublic: boolean;
  readonly overloadDelayMs: number;
  readonly limits: LimitSettings;
  readonly limitsRedisTimeoutMs: number;
};

/**
 * Reads the gateway's settings.
 *
 * @param environment usually `process.env`
 * @returns the frozen settings
 * @throws ConfigError listing every problem by name and reason
 */
export function readConfig(environment: Environment): GatewayConfig {
  const env = parseEnvironment(environmentSchema, environment);
  const identity = identityConfig(env);
  return freeze({
    ...commonConfig(env),
    internalPort: env.INTERNAL_PORT,
    redis: redisConfig(env),
    identity,
    upstreams: {
      auth: identity.authUrl,
      learning: withoutSlash(env.LEARNING_URL),
      'toolkit-proxy': withoutSlash(env.TOOLKIT_PROXY_URL),
    },
    upstream: {
      connectionsMax: env.UPSTREAM_CONNECTIONS_MAX,
      connectTimeoutMs: env.UPSTREAM_CONNECT_TIMEOUT_MS,
      dnsTtlMs: env.UPSTREAM_DNS_TTL_MS,
      ...(env.UPSTREAM_CA_FILE === undefined ? {} : { caFile: env.UPSTREAM_CA_FILE }),
    },
    corsOrigins: env.CORS_ORIGIN,
    trustedProxies: env.TRUSTED_PROXIES,
    metricsPublic: env.METRICS_PUBLIC,
    overloadDelayMs: env.OVERLOAD_DELAY_MS,
    limits: {
      addressPerMinute: env.RATE_LIMIT_ADDRESS_PER_MINUTE,
      userPerMinute: env.RATE_LIMIT_USER_PER_MINUTE,
      loginPerMinute: env.RATE_LIMIT_LOGIN_PER_MINUTE,
      refreshPerMinute: env.RATE_LIMIT_REFRESH_PER_MINUTE,
      aiPerMinute: env.RATE_LIMIT_AI_PER_MINUTE,
      signupPerHour: env.RATE_LIMIT_SIGNUP_PER_HOUR,
      recoveryPerHour: env.RATE_LIMIT_RECOVERY_PER_HOUR,
    },
    limitsRedisTimeoutMs: env.RATE_LIMIT_REDIS_TIMEOUT_MS,
  });
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

/** `null` is what sandboxed pages and files send, and a path or a trailing slash would never match: all are mistakes. */
function checkOrigins(value: unknown, environment: Environment): string | undefined {
  const origins = Array.isArray(value) ? value.map(String) : [];
  if (origins.includes('*')) {
    if (environment.NODE_ENV === 'production') return 'must not contain * in production';
    return origins.length === 1 ? undefined : 'must be either * or a list of origins';
  }
  const wrong = origins.some((origin) => !isHttpOrigin(origin));
  return wrong ? 'must be origins like https://app.example.com, without path or slash' : undefined;
}

function isHttpOrigin(origin: string): boolean {
  return /^https?:\/\/[^*]+$/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}

function checkNetworks(value: unknown): string | undefined {
  const networks = Array.isArray(value) ? value.map(String) : [];
  return networks.every(isNetwork) ? undefined : 'must be networks like 10.0.0.0/8 or single addresses';
}

function isNetwork(network: string): boolean {
  const [address = '', bits, ...rest] = network.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits)) return false;
  // A network of everybody would let every client choose its address and so escape the limits.
  return Number(bits) > 0 && isAcceptedByNode(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
}

function isAcceptedByNode(address: string, bits: number, family: 'ipv4' | 'ipv6'): boolean {
  try {
    new BlockList().addSubnet(address, bits, family);
    return true;
  } catch {
    return false;
  }
}
