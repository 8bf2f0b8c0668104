import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { eventMigrations, runMigrations } from '../src/migrations.ts';
import { asAdmin, createTestDatabase, type TestDatabase } from '../src/testing/database.ts';
import { silentLogger } from '../src/testing/logger.ts';

const migration = (statement: string) =>
  `export async function up(db) { await db.schema.createTable('${statement}').addColumn('id', 'integer').execute(); }\n`;

describe('runMigrations', () => {
  let database: TestDatabase;
  let folder: string;
  beforeEach(async () => {
    database = await createTestDatabase('auth', { folders: [] });
    folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  const run = (folders: URL[] = [pathToFileURL(`${folder}/`)]) =>
    runMigrations({ url: database.url, schema: 'auth', folders, logger: silentLogger() });
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const tables = () =>
    asAdmin(database.adminUrl, async (admin) => {
      const { rows } = await admin.query<{ name: string }>(
        "select table_name as name from information_schema.tables where table_schema = 'auth'",
      );
      return rows.map((row) => row.name);
    });

  it('applies .ts and .js files in order of their names, once, and skips declarations', async () => {
    await write('2026-01-02-01-second.js', migration('second'));
    await write('2026-01-01-01-first.ts', migration('first'));
    await write('2026-01-01-01-first.d.ts', 'export declare function up(db: unknown): Promise<void>;\n');
    await write('2026-01-02-01-second.js.map', '{}');
    assert.deepEqual(await run(), { applied: ['2026-01-01-01-first', '2026-01-02-01-second'] });
    assert.deepEqual(await run(), { applied: [] });
    const present = await tables();
    assert.ok(present.includes('first') && present.includes('second'));
  });

  it('throws with the name of the migration that failed, and leaves nothing of the run behind', async () => {
    await write('2026-01-01-01-good.js', migration('good'));
    await write('2026-01-02-01-bad.js', "export async function up() { throw new Error('no luck'); }\n");
    await assert.rejects(run(), /2026-01-02-01-bad failed: no luck/);
    assert.equal((await tables()).includes('good'), false);
  });

  it('throws when the database cannot be reached', async () => {
    await assert.rejects(
      runMigrations({
        url: 'postgres://x:y@127.0.0.1:1/z',
        schema: 'auth',
        folders: [],
        logger: silentLogger(),
      }),
      /ECONNREFUSED/,
    );
  });

  it('refuses files without up() and two files of one name', async () => {
    await write('2026-01-01-01-empty.js', 'export const nothing = 1;\n');
    await assert.rejects(run(), /does not export up\(\)/);
    await rm(join(folder, '2026-01-01-01-empty.js'));
    await write('2026-01-02-01-twin.js', migration('one'));
    await write('2026-01-02-01-twin.ts', migration('one'));
    await assert.rejects(run(), /two migrations are called 2026-01-02-01-twin/);
  });

  it('applies a file that sorts before an applied one, as when two branches were merged', async () => {
    await write('2026-01-05-01-later.js', migration('later'));
    await run();
    await write('2026-01-04-01-earlier.js', migration('earlier'));
    assert.deepEqual(await run(), { applied: ['2026-01-04-01-earlier'] });
  });

  it('lets one of several concurrent runs apply, and the others succeed without effect', async () => {
    await write('2026-01-01-01-shared.js', migration('shared'));
    const results = await Promise.all([run(), run(), run()]);
    assert.equal(results.flatMap((result) => result.applied).length, 1);
  });

  it('creates the tables of events and idempotency in the schema of the service', async () => {
    await run([eventMigrations]);
    const present = await tables();
    for (const table of ['outbox', 'inbox', 'idempotency_keys']) assert.ok(present.includes(table), table);
  });
});
