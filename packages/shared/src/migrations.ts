import { readdir } from 'node:fs/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Logger } from './logger.ts';

/** Folder of the tables that every service with events has: outbox, inbox and idempotency keys. */
export const eventMigrations: URL = new URL('./event-migrations/', import.meta.url);

export type MigrationOptions = {
  url: string;
  schema: string;
  folders: readonly URL[];
  logger: Logger;
};

/**
 * Brings one schema up to date. Safe to call from several processes at once: one applies, the others wait.
 *
 * The lock belongs to a database session, so `url` must lead to Postgres itself and not to a pooler in
 * transaction mode.
 *
 * @param options.schema schema that receives the tables and the record of what was applied
 * @param options.folders folder URLs with files `YYYY-MM-DD-NN-name.ts` (or `.js`) that export `up(db)`
 * @returns names of the migrations applied by this call
 * @throws the error of the first migration that failed; nothing of the call is applied then
 */
export async function runMigrations(options: MigrationOptions): Promise<{ applied: string[] }> {
  const db = openForMigration(options);
  try {
    const migrator = new Migrator({
      db,
      provider: createProvider(options.folders),
      migrationTableSchema: options.schema,
      // The default order depends on the locale of the machine.
      nameComparator: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
      // The kit and a service number their files independently: a new file may sort before an applied one.
      allowUnorderedMigrations: true,
    });
    const { error, results } = await migrator.migrateToLatest();
    // The migrator reports failures and never throws them.
    if (error !== undefined) throw migrationError(error, results);
    const applied = (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName);
    options.logger.info({ schema: options.schema, applied }, 'migrations are up to date');
    return { applied };
  } finally {
    await db.destroy();
  }
}

function openForMigration(options: MigrationOptions): Kysely<unknown> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: 2,
    application_name: `${options.schema}-migrations`,
    connectionTimeoutMillis: 5_000,
    options: `-c search_path=${options.schema}`,
  });
  pool.on('error', (error) => options.logger.warn({ err: error }, 'database connection lost'));
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
}

function migrationError(
  error: unknown,
  results: readonly { status: string; migrationName: string }[] | undefined,
) {
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  const reason = error instanceof Error ? error.message : String(error);
  const where = failed === undefined ? 'migrations failed' : `migration ${failed} failed`;
  return new Error(`${where}: ${reason}`, { cause: error });
}

function createProvider(folders: readonly URL[]): MigrationProvider {
  return {
    getMigrations: async () => {
      const migrations: Record<string, Migration> = {};
      for (const folder of folders) {
        for (const file of await migrationFiles(folder)) {
          const name = file.replace(/\.[jt]s$/, '');
          if (migrations[name] !== undefined) throw new Error(`two migrations are called ${name}`);
          migrations[name] = await loadMigration(new URL(file, folder));
        }
      }
      return migrations;
    },
  };
}

async function migrationFiles(folder: URL): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts')).sort();
}

async function loadMigration(file: URL): Promise<Migration> {
  const loaded: unknown = await import(file.href);
  if (!isMigration(loaded)) throw new Error(`${file.pathname} does not export up()`);
  return loaded;
}

function isMigration(loaded: unknown): loaded is Migration {
  return typeof loaded === 'object' && loaded !== null && 'up' in loaded && typeof loaded.up === 'function';
}
