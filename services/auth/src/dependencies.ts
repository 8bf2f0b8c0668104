import { type Clock, systemClock } from '@linguamate/shared/clock';
import { createDatabase } from '@linguamate/shared/database';
import { publishRevocation } from '@linguamate/shared/identity/revocations';
import { createTokenVerifier, type TokenVerifier } from '@linguamate/shared/identity/verifier';
import type { Logger } from '@linguamate/shared/logger';
import type { Metrics } from '@linguamate/shared/metrics';
import { createRedis } from '@linguamate/shared/redis';
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { AuthConfig } from './config.ts';
import { recordEvent } from './features/audit/record-event.ts';
import { createDeviceTokens, type DeviceTokens } from './features/lockout/device-token.ts';
import type { LoginGuard } from './features/lockout/guard-login.ts';
import { type MailBox, notifyUser } from './features/mail/request-mail.ts';
import { createOidcProvider, type OidcProvider } from './features/oidc/provider.ts';
import type { PasskeyPolicy } from './features/passkeys/register-passkey.ts';
import { createBreachedPasswords } from './features/passwords/breached-passwords.ts';
import { createHashPool } from './features/passwords/hash-pool.ts';
import { createPasswordHasher, type PasswordHasher } from './features/passwords/password-hasher.ts';
import type { RevocationAnnouncer } from './features/sessions/announce-revocations.ts';
import type { TokenIssuer } from './features/sessions/issue-tokens.ts';
import type { SessionRefresher } from './features/sessions/refresh-session.ts';
import { createRefreshTokens, type RefreshTokens } from './features/sessions/refresh-token.ts';
import type { SessionStarter } from './features/sessions/start-session.ts';
import { createKeyRing, type KeyRing } from './features/signing-keys/key-ring.ts';
import type { KeyRotation } from './features/signing-keys/rotate-keys.ts';
import type { AuthSchema } from './schema.ts';
import { deriveKey } from './secrets.ts';

/** Notices of one kind to one person; whoever provokes them must not be able to bury a mailbox. */
const noticesPerHour = 1;

/** What server and worker share: connections, and whatever works on them alone. */
export type AuthCore = {
  config: AuthConfig;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  db: Kysely<AuthSchema>;
  redis: Redis;
  queueRedis: Redis;
  keyRotation: KeyRotation;
  announcer: RevocationAnnouncer;
  mailBox: MailBox;
  /** Hashes the codes that are sent by mail. */
  codeKey: Buffer;
  /** Seal archives of people's data: the first key seals, all of them open. */
  exportKeys: [Buffer, ...Buffer[]];
};

/** Everything the features of the server work with. A use case names the few parts it takes. */
export type AuthDependencies = AuthCore & {
  passwords: PasswordHasher;
  refreshTokens: RefreshTokens;
  keyRing: KeyRing;
  verifier: TokenVerifier;
  tokenIssuer: TokenIssuer;
  sessions: SessionStarter;
  refresher: SessionRefresher;
  deviceTokens: DeviceTokens;
  /** Seal the secrets of second factors: the first key seals, all of them open. */
  mfaKeys: [Buffer, ...Buffer[]];
  requireVerified: boolean;
  oidcProviders: OidcProvider[];
  /** Seal what a login at another provider must not lose. */
  oidcKeys: [Buffer, ...Buffer[]];
  redirectUris: readonly string[];
  passkeyPolicy: PasskeyPolicy;
  guard: LoginGuard;
};

export type CoreOptions = { config: AuthConfig; logger: Logger; metrics: Metrics; clock?: Clock };

/** Opens the connections. Nothing is sent before something asks. */
export function createCore({ config, logger, metrics, clock = systemClock }: CoreOptions): AuthCore {
  const db = createDatabase<AuthSchema>({ ...config.database, applicationName: 'auth', logger });
  const redis = createRedis({ url: config.redis.url, role: 'cache', logger });
  const queueRedis = createRedis({ url: config.redis.queueUrl, role: 'producer', logger });
  const { accessTokenTtlSeconds } = config.sessions;
  return {
    config,
    clock,
    logger,
    metrics,
    db,
    redis,
    queueRedis,
    keyRotation: { db, clock, encryptionKey: config.encryptionKeys[0], accessTokenTtlSeconds },
    mailBox: { clock, keys: deriveFromAll(config.encryptionKeys, 'mail') },
    exportKeys: deriveFromAll(config.encryptionKeys, 'export'),
    codeKey: deriveKey(config.encryptionKeys[0], 'mail-code'),
    announcer: {
      db,
      clock,
      logger,
      accessTokenTtlSeconds,
      publish: (revocation) => publishRevocation(redis, config.redis.prefix, revocation, clock),
    },
  };
}

/** Closes what `createCore` has opened. */
export async function closeCore({ db, redis, queueRedis }: AuthCore): Promise<void> {
  redis.disconnect();
  queueRedis.disconnect();
  await db.destroy();
}

/** Builds what the server needs beyond the connections: the hashing threads and the keys. */
export async function createDependencies(core: AuthCore): Promise<AuthDependencies> {
  const { config, clock, db, logger } = core;
  const { encryptionKeys, token } = config;
  const passwords = await createPasswordHasher({
    pool: createHashPool(config.passwords),
    peppers: config.passwords.peppers,
    cost: config.passwords.bcryptCost,
    breached: createBreachedPasswords({ rangeUrl: config.passwords.breachedRangeUrl, logger }),
  });
  const keyRing = createKeyRing({ db, clock, encryptionKeys });
  const refreshTokens = createRefreshTokens(deriveFromAll(encryptionKeys, 'refresh-token-mac'));
  const deviceTokens = createDeviceTokens(deriveFromAll(encryptionKeys, 'device-token-mac'));
  const policy = config.sessions;
  return {
    ...core,
    passwords,
    refreshTokens,
    keyRing,
    verifier: createTokenVerifier({ ...token, jwks: keyRing, clock }),
    tokenIssuer: { clock, keyRing, token, accessTokenTtlSeconds: policy.accessTokenTtlSeconds },
    sessions: { clock, refreshTokens, policy },
    deviceTokens,
    mfaKeys: deriveFromAll(encryptionKeys, 'second-factor'),
    requireVerified: config.signupMode === 'verified',
    oidcProviders: config.oidc.providers.map(createOidcProvider),
    oidcKeys: deriveFromAll(encryptionKeys, 'oidc-flow'),
    redirectUris: config.oidc.redirectUris,
    passkeyPolicy: config.passkeys,
    guard: {
      db,
      clock,
      key: deriveKey(encryptionKeys[0], 'login-attempts'),
      deviceTokens,
      onFailure: noteFailure(core),
    },
    refresher: { ...core, refreshTokens, policy, onReuse: noteReuse(core) },
  };
}

function noteReuse({ clock, logger, mailBox }: AuthCore): SessionRefresher['onReuse'] {
  return async (trx, { id: sessionId, userId }) => {
    logger.warn({ sessionId }, 'a replaced refresh token was used again; the session was ended');
    await recordEvent(trx, clock, { action: 'session.reuse_detected', userId, sessionId });
    await notifyUser(trx, mailBox, userId, 'session-reuse', { perHour: noticesPerHour });
  };
}

// Failures on accounts that do not exist leave no entry: anybody could fill the log with them.
function noteFailure({ clock, logger, mailBox }: AuthCore): LoginGuard['onFailure'] {
  return async (trx, what, userId, source) => {
    if (what !== 'failed') logger.warn({ what, userId, source }, 'attempts to log in are being refused');
    if (userId === undefined && what !== 'credential_stuffing') return;
    await recordEvent(trx, clock, { action: `login.${what}`, userId, source });
    if (what !== 'locked' || userId === undefined) return;
    await notifyUser(trx, mailBox, userId, 'account-locked', { data: { source }, perHour: noticesPerHour });
  };
}

/** One derived key per encryption key, in the same order. */
export function deriveFromAll(keys: readonly [Buffer, ...Buffer[]], purpose: string): [Buffer, ...Buffer[]] {
  const [first, ...others] = keys;
  return [deriveKey(first, purpose), ...others.map((key) => deriveKey(key, purpose))];
}
