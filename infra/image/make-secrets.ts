/**
 * Makes the secrets of a Compose installation once, and hands each container its own: one folder per container below
 * SECRETS_DIR, each a volume that only this container mounts. Run again it changes nothing but adds what is new. The
 * volume of "admin" has them all, in secrets.json: that is the one to back up.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Secrets = Record<string, string>;

// biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
const { SECRETS_DIR = '/secrets', POSTGRES_HOST = 'postgres:5432' } = process.env;
// biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
const { REDIS_QUEUE_HOST = 'redis-queue:6379', REDIS_CACHE_HOST = 'redis-cache:6379' } = process.env;

const passwords = ['postgres', 'redis', 'auth', 'learning', 'toolkit_proxy', 'grafana'];

function readOrCreate(): Secrets {
  const file = join(SECRETS_DIR, 'admin/secrets.json');
  const known: Secrets = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Secrets) : {};
  for (const name of passwords) known[`${name}Password`] ??= randomBytes(24).toString('base64url');
  known.pepper ??= randomBytes(32).toString('base64url');
  known.keyEncryptionKey ??= randomBytes(32).toString('base64');
  write(file, JSON.stringify(known, null, 2));
  return known;
}

/** Readable for every user: who may read is decided by who mounts the volume, and each container has a user of its own. */
function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(`${file}.partial`, `${text}\n`, { mode: 0o444 });
  renameSync(`${file}.partial`, file);
}

function writeEnvironment(container: string, variables: Record<string, string | undefined>): void {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  write(join(SECRETS_DIR, container, 'secrets.env'), lines.join('\n'));
}

const secrets = readOrCreate();
const database = (role: string, password = '') =>
  `postgres://${role}:${password}@${POSTGRES_HOST}/linguamate`;
const redis = {
  REDIS_URL: `redis://:${secrets.redisPassword}@${REDIS_CACHE_HOST}`,
  QUEUE_REDIS_URL: `redis://:${secrets.redisPassword}@${REDIS_QUEUE_HOST}`,
};
write(join(SECRETS_DIR, 'postgres/password'), secrets.postgresPassword ?? '');
write(join(SECRETS_DIR, 'grafana/password'), secrets.grafanaPassword ?? '');
write(join(SECRETS_DIR, 'redis/password'), secrets.redisPassword ?? '');
writeEnvironment('admin', {
  DATABASE_ADMIN_URL: database('linguamate', secrets.postgresPassword),
  AUTH_DATABASE_URL: database('linguamate_auth', secrets.authPassword),
  LEARNING_DATABASE_URL: database('linguamate_learning', secrets.learningPassword),
  TOOLKIT_PROXY_DATABASE_URL: database('linguamate_toolkit_proxy', secrets.toolkit_proxyPassword),
});
writeEnvironment('gateway', redis);
writeEnvironment('auth', {
  ...redis,
  DATABASE_URL: database('linguamate_auth', secrets.authPassword),
  AUTH_PEPPER: secrets.pepper,
  AUTH_KEY_ENCRYPTION_KEY: secrets.keyEncryptionKey,
});
writeEnvironment('learning', {
  ...redis,
  DATABASE_URL: database('linguamate_learning', secrets.learningPassword),
});
writeEnvironment('toolkit-proxy', {
  ...redis,
  DATABASE_URL: database('linguamate_toolkit_proxy', secrets.toolkit_proxyPassword),
});
