import { readdirSync } from 'node:fs';
import { schemaOf } from '@linguamate/shared/bootstrap';
import { eventMigrations } from '@linguamate/shared/migrations';
import pg from 'pg';
import { LocalError } from './failure.ts';
import { type DatabaseService, databaseServices, migrationsFolder } from './project.ts';

const oldestPostgres = 15;

const connectionReasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  ETIMEDOUT: 'it does not answer',
  '28P01': 'user or password is wrong',
  '28000': 'it does not let this user in',
  '3D000': 'there is no such database',
};

function connectionError(url: string, error: unknown): LocalError {
  const { host, pathname } = new URL(url);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = connectionReasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new LocalError(`The database ${host}${pathname} cannot be used: ${reason}. Check DATABASE_URL.`, {
    cause: error,
  });
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  const major = Math.floor(Number(rows[0]?.version ?? 0) / 10_000);
  if (major >= oldestPostgres) return;
  throw new LocalError(`The database is Postgres ${major}: Linguamate needs ${oldestPostgres} or newer.`);
}

async function requireOwnSchemas(client: pg.Client): Promise<void> {
  const names = databaseServices.map(schemaOf);
  const { rows } = await client.query<{ schema: string; owner: string }>(
    `select n.nspname as schema, pg_get_userbyid(n.nspowner) as owner from pg_namespace n
     where n.nspname = any($1) and pg_get_userbyid(n.nspowner) <> 'linguamate_' || n.nspname
       and exists (select 1 from pg_class c where c.relnamespace = n.oid)`,
    [names],
  );
  const [foreign] = rows;
  if (!foreign) return;
  throw new LocalError(
    `The database already has a schema "${foreign.schema}" that belongs to "${foreign.owner}", not to Linguamate: give Linguamate a database of its own (create database linguamate) and name it in DATABASE_URL.`,
  );
}

function knownMigrations(root: string, service: DatabaseService): Set<string> {
  const folders = [eventMigrations, migrationsFolder(root, service)];
  return new Set(
    folders.flatMap((folder) => readdirSync(folder)).map((file) => file.replace(/\.[jt]s$/, '')),
  );
}

async function requireKnownMigrations(client: pg.Client, root: string): Promise<void> {
  for (const service of databaseServices) {
    const table = `${schemaOf(service)}.kysely_migration`;
    const { rows: found } = await client.query<{ table: string | null }>('select to_regclass($1) as table', [
      table,
    ]);
    if (!found[0]?.table) continue;
    const { rows } = await client.query<{ name: string }>(`select name from ${table}`);
    const known = knownMigrations(root, service);
    const unknown = rows.find(({ name }) => !known.has(name));
    if (!unknown) continue;
    throw new LocalError(
      `The database was last used by a newer version of Linguamate (${service} has "${unknown.name}", which this version does not know): update this checkout, or use another database.`,
    );
  }
}

/**
 * Makes sure that a database can be reached and is ours or empty before anything in it is changed.
 *
 * @throws LocalError with one sentence that says what is in the way.
 */
export async function checkDatabase(adminUrl: string, root: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    throw connectionError(adminUrl, error);
  }
  try {
    await requireVersion(client);
    await requireOwnSchemas(client);
    await requireKnownMigrations(client, root);
  } finally {
    await client.end();
  }
}
