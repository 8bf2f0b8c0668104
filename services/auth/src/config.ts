import {
  base64Key,
  type CommonConfig,
  choice,
  commonConfig,
  commonEnvironment,
  databaseConfig,
  databaseEnvironment,
  durationMs,
  freeze,
  identityEnvironment,
  integer,
  optional,
  parseEnvironment,
  port,
  redisConfig,
  redisEnvironment,
  secret,
  text,
  textList,
  url,
} from '@linguamate/shared/config';
import Type, { type Static } from 'typebox';
import type { MailConfig } from './features/mail/transport.ts';
import { type OidcProviderConfig, parseProviders } from './features/oidc/provider-config.ts';
import type { PasskeyPolicy } from './features/passkeys/register-passkey.ts';
import type { Peppers } from './features/passwords/peppered.ts';

const dayInSeconds = 86_400;

const sessionEnvironment = {
  ACCESS_TOKEN_TTL_SECONDS: integer({
    default: 600,
    minimum: 60,
    maximum: 900,
    description:
      'How long an access token is valid; every token lives up to 5 % shorter, so that they do not expire together',
  }),
  REFRESH_GRACE_SECONDS: integer({
    default: 60,
    minimum: 0,
    maximum: 300,
    description: 'How long a replaced refresh token still yields the same successor',
  }),
  SESSION_IDLE_SECONDS: integer({
    default: 30 * dayInSeconds,
    minimum: 60,
    description: 'A session ends when it was not used for this long',
  }),
  SESSION_ABSOLUTE_SECONDS: integer({
    default: 90 * dayInSeconds,
    minimum: 60,
    description: 'A session ends this long after the login, used or not',
  }),
  SESSIONS_PER_USER: integer({
    default: 20,
    minimum: 1,
    maximum: 1000,
    description: 'Beyond this many sessions of one user the one unused for longest ends',
  }),
};

const passwordEnvironment = {
  AUTH_PEPPER: secret({ minBytes: 32, description: 'Secret that is mixed into every password hash' }),
  AUTH_PEPPER_VERSION: integer({
    default: 1,
    minimum: 1,
    maximum: 999_999,
    description: 'Number of AUTH_PEPPER; raise it with every new pepper',
  }),
  AUTH_PEPPERS_PREVIOUS: textList({
    default: [],
    description: 'Older peppers as version:secret, so that passwords stored with them still work',
  }),
  AUTH_BCRYPT_COST: integer({
    default: 10,
    minimum: 10,
    maximum: 15,
    description: 'Cost of new password hashes; each step doubles the time',
  }),
  AUTH_HASH_THREADS: optional(
    integer({
      minimum: 1,
      maximum: 256,
      description: 'Threads that hash passwords; one for each core when unset',
    }),
  ),
  AUTH_BREACHED_PASSWORDS_URL: optional(
    url({
      protocols: ['https', 'http'],
      description:
        'Range service (k-anonymity) that knows passwords from breaches, asked when a password is chosen; none by default',
    }),
  ),
  AUTH_HASH_TIMEOUT_MS: durationMs({
    default: 5_000,
    minimum: 100,
    description: 'How long a password check may wait and run before the answer is 503',
  }),
};

const mailEnvironment = {
  MAIL_SMTP_URL: optional(
    url({ protocols: ['smtp', 'smtps'], description: 'Mail server; without one, mails land in MAIL_FOLDER' }),
  ),
  MAIL_FROM: text({ default: 'Linguamate <linguamate@localhost>', description: 'Sender of all mails' }),
  MAIL_FOLDER: text({
    default: '.linguamate/mail',
    description: 'Where mails land on a machine without a mail server; shown at /internal/mails',
  }),
  EXPORT_SOURCES: textList({
    default: [],
    description:
      'Services whose data belongs into an export, as name=url; asked at /internal/exports/<user id>',
  }),
  APP_URL: url({
    default: 'http://127.0.0.1:8080',
    description: 'Where the app lives; links in mails lead to pages below it',
  }),
};

const oidcEnvironment = {
  OIDC_PROVIDERS: text({
    default: '[]',
    description:
      'OpenID providers as JSON: [{"name","issuer","clientId","clientSecret"}]; google and apple need no issuer',
  }),
  PASSKEY_RP_ID: optional(
    text({ description: 'Domain that passkeys belong to; the host of APP_URL when unset' }),
  ),
  PASSKEY_ORIGINS: textList({
    default: [],
    description: 'Origins of the apps that passkeys are used from; that of APP_URL when empty',
  }),
  OIDC_REDIRECT_URIS: textList({
    default: [],
    description: 'Addresses of apps that a provider may send people back to',
  }),
};

/** Everything the auth service reads from its environment. */
export const environmentSchema = Type.Object({
  ...commonEnvironment,
  ...databaseEnvironment,
  ...redisEnvironment,
  PORT: port({ default: 8101, description: 'Port of the auth service' }),
  TOKEN_ISSUER: identityEnvironment.TOKEN_ISSUER,
  TOKEN_AUDIENCE: identityEnvironment.TOKEN_AUDIENCE,
  TRUSTED_PROXIES: textList({
    default: ['127.0.0.0/8', '::1/128'],
    description: 'Networks (CIDR) whose X-Forwarded-For is believed: where the gateway runs',
  }),
  AUTH_SIGNUP_MODE: choice(['verified', 'immediate'], {
    default: 'verified',
    description: 'Whether an e-mail address must be proven before an account works',
  }),
  AUTH_KEY_ENCRYPTION_KEY: base64Key({
    sizeBytes: 32,
    description: 'Encrypts private keys and other secrets in the database',
  }),
  AUTH_KEY_ENCRYPTION_KEYS_PREVIOUS: textList({
    default: [],
    description: 'Older encryption keys in base64, so that what they encrypted can still be read',
  }),
  ...passwordEnvironment,
  ...sessionEnvironment,
  ...mailEnvironment,
  ...oidcEnvironment,
});

type Environment = Static<typeof environmentSchema>;

export type SessionPolicy = {
  readonly accessTokenTtlSeconds: number;
  readonly graceSeconds: number;
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  readonly perUser: number;
};

export type AuthConfig = CommonConfig & {
  readonly database: { readonly url: string; readonly poolMax: number };
  readonly redis: { readonly url: string; readonly queueUrl: string; readonly prefix: string };
  readonly token: { readonly issuer: string; readonly audience: string };
  readonly trustedProxies: readonly string[];
  readonly signupMode: 'verified' | 'immediate';
  /** The first key encrypts; all of them decrypt. */
  readonly encryptionKeys: readonly [Buffer, ...Buffer[]];
  readonly passwords: {
    readonly peppers: Peppers;
    readonly bcryptCost: number;
    readonly threads: number | undefined;
    readonly breachedRangeUrl: string | undefined;
    readonly taskTimeoutMs: number;
  };
  readonly sessions: SessionPolicy;
  readonly mail: MailConfig;
  readonly exportSources: readonly { readonly name: string; readonly url: string }[];
  readonly oidc: {
    readonly providers: readonly OidcProviderConfig[];
    readonly redirectUris: readonly string[];
  };
  readonly passkeys: PasskeyPolicy;
  readonly appUrl: string;
};

/**
 * Reads the configuration of the auth service.
 *
 * @param environment usually `process.env`
 * @throws ConfigError that lists every problem by name and reason, never by value
 */
export function readConfig(environment: Record<string, string | undefined>): AuthConfig {
  const env = parseEnvironment(environmentSchema, environment);
  return freeze({
    ...commonConfig(env),
    database: databaseConfig(env),
    redis: redisConfig(env),
    token: { issuer: env.TOKEN_ISSUER, audience: env.TOKEN_AUDIENCE },
    trustedProxies: env.TRUSTED_PROXIES,
    signupMode: env.AUTH_SIGNUP_MODE,
    encryptionKeys: [
      Buffer.from(env.AUTH_KEY_ENCRYPTION_KEY, 'base64'),
      ...env.AUTH_KEY_ENCRYPTION_KEYS_PREVIOUS.map((key) => Buffer.from(key, 'base64')),
    ],
    passwords: passwordConfig(env),
    sessions: sessionConfig(env),
    mail: { smtpUrl: env.MAIL_SMTP_URL, from: env.MAIL_FROM, folder: env.MAIL_FOLDER },
    exportSources: env.EXPORT_SOURCES.map(parseSource),
    oidc: { providers: parseProviders(env.OIDC_PROVIDERS), redirectUris: env.OIDC_REDIRECT_URIS },
    passkeys: passkeyPolicy(env),
    appUrl: env.APP_URL.replace(/\/+$/, ''),
  });
}

function passwordConfig(env: Environment): AuthConfig['passwords'] {
  return {
    peppers: {
      current: { version: env.AUTH_PEPPER_VERSION, key: Buffer.from(env.AUTH_PEPPER) },
      previous: env.AUTH_PEPPERS_PREVIOUS.map(parsePepper),
    },
    bcryptCost: env.AUTH_BCRYPT_COST,
    threads: env.AUTH_HASH_THREADS,
    breachedRangeUrl: env.AUTH_BREACHED_PASSWORDS_URL?.replace(/\/+$/, ''),
    taskTimeoutMs: env.AUTH_HASH_TIMEOUT_MS,
  };
}

function parsePepper(entry: string): { version: number; key: Buffer } {
  const colon = entry.indexOf(':');
  return { version: Number(entry.slice(0, colon)), key: Buffer.from(entry.slice(colon + 1)) };
}

function parseSource(entry: string): { name: string; url: string } {
  const equals = entry.indexOf('=');
  return { name: entry.slice(0, equals), url: entry.slice(equals + 1) };
}

function passkeyPolicy(env: Environment): PasskeyPolicy {
  const app = new URL(env.APP_URL);
  const origins = env.PASSKEY_ORIGINS.length > 0 ? env.PASSKEY_ORIGINS : [app.origin];
  return { rpId: env.PASSKEY_RP_ID ?? app.hostname, origins };
}

function sessionConfig(env: Environment): SessionPolicy {
  return {
    accessTokenTtlSeconds: env.ACCESS_TOKEN_TTL_SECONDS,
    graceSeconds: env.REFRESH_GRACE_SECONDS,
    idleSeconds: env.SESSION_IDLE_SECONDS,
    absoluteSeconds: env.SESSION_ABSOLUTE_SECONDS,
    perUser: env.SESSIONS_PER_USER,
  };
}
