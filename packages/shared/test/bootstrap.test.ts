import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { bootstrapDatabase, schemaOf } from '../src/bootstrap.ts';
import {
  createTestSystemDatabase,
  type DatabaseService,
  databaseServices,
  type TestDatabase,
} from '../src/testing/database.ts';
import { currentRun, namePrefix } from '../src/testing/run.ts';

const PERMISSION_DENIED = '42501';

describe('bootstrapDatabase', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestSystemDatabase();
  });
  after(() => database.drop());

  const query = async (service: DatabaseService, text: string) => {
    const client = new pg.Client({ connectionString: database.urls[service] });
    await client.connect();
    try {
      return await client.query<Record<string, unknown>>(text);
    } finally {
      await client.end();
    }
  };
  const tablesOf = async (service: DatabaseService) => {
    const { rows } = await query(
      service,
      'select tablename from pg_tables where schemaname = current_schema()',
    );
    return rows.map((row) => String(row.tablename));
  };

  for (const owner of databaseServices) {
    it(`lets ${owner} reach its own schema without naming it`, async () => {
      assert.ok((await tablesOf(owner)).includes('outbox'));
      await query(owner, 'select count(*) from outbox');
    });

    for (const stranger of databaseServices.filter((service) => service !== owner)) {
      it(`keeps ${stranger} from reading, writing or changing any table of ${owner}`, async () => {
        const tables = await tablesOf(owner);
        assert.ok(tables.length > 0);
        for (const table of tables) {
          const name = `${schemaOf(owner)}."${table}"`;
          for (const text of [`select 1 from ${name}`, `delete from ${name}`, `drop table ${name}`]) {
            await assert.rejects(query(stranger, text), { code: PERMISSION_DENIED }, text);
          }
        }
      });
    }

    it(`keeps ${owner} from creating schemas, roles, and tables outside of its schema`, async () => {
      for (const text of ['create schema mine', 'create role mine', 'create table public.mine ()']) {
        await assert.rejects(query(owner, text), { code: PERMISSION_DENIED }, text);
      }
    });
  }

  it('can be repeated, also by several processes at once, and sets the passwords that it is given', async () => {
    const run = currentRun();
    const bootstrap = () =>
      bootstrapDatabase({
        adminUrl: database.adminUrl,
        services: databaseServices.map((name) => ({ name, password: run.rolePassword })),
        rolePrefix: namePrefix(run.id),
      });
    const [urls] = await Promise.all([bootstrap(), bootstrap(), bootstrap()]);
    assert.deepEqual(urls, database.urls);
    assert.ok((await tablesOf('auth')).includes('outbox'));
  });

  it('works for an administrator who is not a superuser, as managed databases have it', async () => {
    const run = currentRun();
    const admin = `${namePrefix(run.id)}_admin`;
    const root = new pg.Client({ connectionString: database.adminUrl });
    await root.connect();
    await root.query(`create role ${admin} login createrole password 'x'`);
    await root.query(
      `grant create on database ${pg.escapeIdentifier(new URL(database.adminUrl).pathname.slice(1))} to ${admin}`,
    );
    const adminUrl = new URL(database.adminUrl);
    adminUrl.username = admin;
    adminUrl.password = 'x';
    const urls = await bootstrapDatabase({
      adminUrl: adminUrl.href,
      services: [{ name: 'fourth', password: "it's" }],
      rolePrefix: namePrefix(run.id),
    });
    const client = new pg.Client({ connectionString: urls.fourth });
    await client.connect();
    await client.query('create table mine ()');
    await client.end();
    await root.query('drop schema fourth cascade');
    await root.query(`drop owned by ${admin}`);
    await root.end();
  });
});
