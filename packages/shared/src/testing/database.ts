import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { bootstrapDatabase, schemaOf, serviceUrl } from '../bootstrap.ts';
import { eventMigrations, runMigrations } from '../migrations.ts';
import { silentLogger } from './logger.ts';
import { currentRun, namePrefix, type TestRun } from './run.ts';

/** The services that own a schema. */
export const databaseServices = ['auth', 'learning', 'toolkit-proxy'] as const;
export type DatabaseService = (typeof databaseServices)[number];

export type TestDatabase = {
  /** Connection string of the role of the service that was asked for. */
  url: string;
  /** Connection string of each service's role, for tests that look over the fence. */
  urls: Record<DatabaseService, string>;
  /** Connection string of a superuser on the same database. */
  adminUrl: string;
  drop(): Promise<void>;
};

export type TestDatabaseOptions = {
  /** Migration folders to apply instead of the service's own. */
  folders?: readonly URL[];
};

/** Any fixed number: it serialises the making of templates, and with it the creation of roles. */
const TEMPLATE_LOCK = 7_212_002;

/**
 * Creates a database with all three roles and schemas, in which the schema of one service is migrated. It is
 * cloned from a template that the first caller of a run makes, so it costs some ten milliseconds.
 *
 * @param service whose role `url` logs in as; its `src/migrations` are applied
 */
export function createTestDatabase(
  service: DatabaseService,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const folders = options.folders ?? [eventMigrations, serviceMigrations(service)];
  return cloneDatabase({ [service]: folders }, service);
}

/** Like {@link createTestDatabase}, with the schemas of all services migrated: for tests of the whole system. */
export function createTestSystemDatabase(): Promise<TestDatabase> {
  const plan: Plan = {};
  for (const service of databaseServices) plan[service] = [eventMigrations, serviceMigrations(service)];
  return cloneDatabase(plan, 'auth');
}

type Plan = Partial<Record<DatabaseService, readonly URL[]>>;

function serviceMigrations(service: DatabaseService): URL {
  return new URL(`../../../../services/${service}/src/migrations/`, import.meta.url);
}

async function cloneDatabase(plan: Plan, service: DatabaseService): Promise<TestDatabase> {
  const run = currentRun();
  const name = `${namePrefix(run.id)}_${randomBytes(5).toString('hex')}`;
  await asAdmin(run.postgresUrl, async (admin) => {
    const template = await ensureTemplate(admin, run, plan);
    await admin.query(
      `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`,
    );
  });
  const adminUrl = onDatabase(run.postgresUrl, name);
  const urls = serviceUrls(run, adminUrl);
  return { url: urls[service], urls, adminUrl, drop: () => dropDatabase(run.postgresUrl, name) };
}

function serviceUrls(run: TestRun, adminUrl: string): Record<DatabaseService, string> {
  const urlOf = (service: DatabaseService): string =>
    serviceUrl(adminUrl, `${namePrefix(run.id)}_${schemaOf(service)}`, run.rolePassword);
  return { auth: urlOf('auth'), learning: urlOf('learning'), 'toolkit-proxy': urlOf('toolkit-proxy') };
}

// A template gets its final name only when it is complete, so a half-made one is never cloned.
async function ensureTemplate(admin: pg.Client, run: TestRun, plan: Plan): Promise<string> {
  const template = templateName(run, plan);
  if (await databaseExists(admin, template)) return template;
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (await databaseExists(admin, template)) return template;
    const draft = `${template}_draft`;
    await dropDatabase(run.postgresUrl, draft);
    await admin.query(`create database ${pg.escapeIdentifier(draft)} template template0`);
    await migrateTemplate(run, draft, plan);
    await admin.query(
      `alter database ${pg.escapeIdentifier(draft)} rename to ${pg.escapeIdentifier(template)}`,
    );
    return template;
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

function templateName(run: TestRun, plan: Plan): string {
  const content = Object.entries(plan).map(([service, folders]) => [service, folders.map(String)]);
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  return `${namePrefix(run.id)}_t_${digest}`;
}

async function migrateTemplate(run: TestRun, database: string, plan: Plan): Promise<void> {
  const urls = await bootstrapDatabase({
    adminUrl: onDatabase(run.postgresUrl, database),
    services: databaseServices.map((name) => ({ name, password: run.rolePassword })),
    rolePrefix: namePrefix(run.id),
  });
  for (const [service, folders] of Object.entries(plan)) {
    const url = urls[service];
    if (url === undefined) throw new Error(`no role was made for ${service}`);
    await runMigrations({ url, schema: schemaOf(service), folders, logger: silentLogger() });
  }
}

async function databaseExists(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  return rowCount !== 0;
}

/** Drops a database with everything that is still connected to it. */
export async function dropDatabase(postgresUrl: string, name: string): Promise<void> {
  await asAdmin(postgresUrl, (admin) =>
    admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  );
}

/** Runs `work` on a short connection to the server's maintenance database. */
export async function asAdmin<T>(postgresUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 10_000 });
  admin.on('error', () => {});
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function onDatabase(postgresUrl: string, database: string): string {
  const url = new URL(postgresUrl);
  url.pathname = `/${database}`;
  return url.href;
}
