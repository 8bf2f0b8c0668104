/**
 * Brings a database to where the services of this image can start: a role and a schema for each, all migrations, and the
 * shipped courses. Safe to run at every deployment, and by several at once: the kit takes a lock for each part.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrapDatabase } from '../../packages/shared/src/bootstrap.ts';

const root = join(import.meta.dirname, '../..');
// biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
const environment = process.env;

function required(name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  process.stderr.write(`prepare-database cannot start: ${name} is not set\n`);
  return process.exit(78);
}

/** Each step is a process of the service itself, with the service's own role: nothing here knows any table. */
function run(script: string, databaseUrl: string): void {
  const env = { ...environment, DATABASE_URL: databaseUrl, DATABASE_ADMIN_URL: '' };
  execFileSync(process.execPath, [join(root, script)], { stdio: 'inherit', env, timeout: 300_000 });
}

const adminUrl = required('DATABASE_ADMIN_URL');
const urls = {
  auth: required('AUTH_DATABASE_URL'),
  learning: required('LEARNING_DATABASE_URL'),
  'toolkit-proxy': required('TOOLKIT_PROXY_DATABASE_URL'),
};
const roles = Object.entries(urls).map(([name, url]) => ({
  name,
  password: decodeURIComponent(new URL(url).password),
}));
await bootstrapDatabase({ adminUrl, services: roles });
for (const [service, url] of Object.entries(urls)) run(`services/${service}/src/migrate.ts`, url);
run('services/learning/src/load-content.ts', urls.learning);
process.stdout.write('The database is ready.\n');
