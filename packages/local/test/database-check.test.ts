import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '@linguamate/shared/embedded/free-port';
import { createTestSystemDatabase, type TestDatabase } from '@linguamate/shared/testing/database';
import pg from 'pg';
import { checkDatabase } from '../src/database-check.ts';
import { checkClock, checkDatabaseState } from '../src/doctor/database-checks.ts';

const root = join(import.meta.dirname, '../../..');

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

describe('A database that is given', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestSystemDatabase();
  });
  after(() => database.drop());

  test('with tables of somebody else in a schema of ours is refused before anything is touched', async () => {
    const admin = database.adminUrl;
    await run(
      admin,
      'drop schema learning cascade',
      'create schema learning',
      'create table learning.theirs (id int)',
    );
    await assert.rejects(
      checkDatabase(admin, root),
      /already has a schema "(auth|learning|toolkit_proxy)" that belongs to/,
    );
  });

  test('that does not answer is named, without its password', async () => {
    const url = `postgres://me:hunter2@127.0.0.1:${await findFreePort()}/shop`;
    await assert.rejects(checkDatabase(url, root), ({ message }: Error) => {
      assert.match(message, /^The database 127\.0\.0\.1:\d+\/shop cannot be used: nothing listens there/);
      assert.doesNotMatch(message, /hunter2/);
      return true;
    });
  });

  test('with a wrong password is told apart from one that is not there', async () => {
    const url = new URL(database.adminUrl);
    url.password = 'wrong';
    await assert.rejects(
      checkDatabase(url.href, root),
      /user or password is wrong|does not let this user in/,
    );
    url.password = new URL(database.adminUrl).password;
    url.pathname = '/no_such_database';
    await assert.rejects(checkDatabase(url.href, root), /there is no such database/);
  });
});

describe('An empty database', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestSystemDatabase();
    const schemas = ['auth', 'learning', 'toolkit_proxy'];
    await run(database.adminUrl, ...schemas.map((schema) => `drop schema if exists ${schema} cascade`));
  });
  after(() => database.drop());

  test('is accepted, and the doctor has nothing to fail it for', async () => {
    await checkDatabase(database.adminUrl, root);
    const { state, detail } = await checkDatabaseState(database.adminUrl, root);
    assert.notEqual(state, 'fail', detail);
    assert.equal((await checkClock(database.adminUrl)).state, 'ok');
  });

  test('that a newer version has used is refused with the name of what is unknown', async () => {
    await run(
      database.adminUrl,
      'create schema auth',
      'create table auth.kysely_migration (name text)',
      "insert into auth.kysely_migration values ('2099-01-01-01-time-machine')",
      `do $$ begin
         if not exists (select 1 from pg_roles where rolname = 'linguamate_auth') then create role linguamate_auth; end if;
       end $$`,
      'alter schema auth owner to linguamate_auth',
    );
    await assert.rejects(
      checkDatabase(database.adminUrl, root),
      /newer version of Linguamate.*2099-01-01-01-time-machine/,
    );
  });
});
