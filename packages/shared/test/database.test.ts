import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Kysely, sql } from 'kysely';
import {
  createDatabase,
  databaseCheck,
  isConnectionFailure,
  isUniqueViolation,
  transact,
} from '../src/database.ts';
import type { EventTables } from '../src/events/tables.ts';
import { eventMigrations } from '../src/migrations.ts';
import { asAdmin, createTestDatabase, type TestDatabase } from '../src/testing/database.ts';
import { createFaultProxy } from '../src/testing/fault-proxy.ts';
import { captureLogger, silentLogger } from '../src/testing/logger.ts';
import { waitFor } from '../src/testing/wait-for.ts';

const unavailable = { name: 'ServiceError', code: 'service_unavailable', status: 503 };

describe('database', () => {
  let database: TestDatabase;
  const opened: Kysely<EventTables>[] = [];

  const open = (
    options: { url?: string; poolMax?: number; statementTimeoutMs?: number; name?: string } = {},
  ) => {
    const db = createDatabase<EventTables>({
      url: options.url ?? database.url,
      poolMax: options.poolMax ?? 2,
      applicationName: options.name ?? 'database-test',
      logger: silentLogger(),
      ...(options.statementTimeoutMs === undefined ? {} : { statementTimeoutMs: options.statementTimeoutMs }),
    });
    opened.push(db);
    return db;
  };
  const terminate = (name: string) =>
    asAdmin(database.adminUrl, (admin) =>
      admin.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        name,
      ]),
    );
  const addInboxRow = (db: Kysely<EventTables>, id: string) =>
    db.insertInto('inbox').values({ event_id: id, name: 'test' }).execute();
  const someId = '018f0000-0000-7000-8000-000000000001';

  before(async () => {
    database = await createTestDatabase('learning', { folders: [eventMigrations] });
  });
  after(async () => {
    for (const db of opened) await db.destroy();
    await database.drop();
  });

  it('returns bigint and count(*) as numbers, and a date as the text that was stored', async () => {
    const db = open();
    const { rows } = await sql<Record<string, unknown>>`
      select 9007199254740991::bigint as big, count(*) as count, date '2026-03-29' as day from inbox
    `.execute(db);
    assert.deepEqual(rows, [{ big: 9007199254740991, count: 0, day: '2026-03-29' }]);
  });

  it('refuses a bigint that a number cannot hold instead of rounding it', async () => {
    await assert.rejects(sql`select 9007199254740993::bigint as big`.execute(open()), RangeError);
  });

  it('survives the loss of an idle connection and works on with a new one', async () => {
    const db = open({ name: 'idle-loss', poolMax: 1 });
    await sql`select 1`.execute(db);
    await terminate('idle-loss');
    await waitFor(async () => (await sql`select 1`.execute(db)).rows.length === 1);
  });

  it('survives the loss of a connection between two statements of a transaction', async () => {
    const db = open({ name: 'transaction-loss' });
    const work = db.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      await terminate('transaction-loss');
      await sql`select 1`.execute(trx);
    });
    await assert.rejects(work, unavailable);
    assert.equal((await sql`select 1`.execute(db)).rows.length, 1);
  });

  it('answers service_unavailable after about two seconds when every connection is taken', async () => {
    const db = open({ poolMax: 1 });
    const release = Promise.withResolvers<void>();
    const holder = db.connection().execute(async (held) => {
      await sql`select 1`.execute(held);
      await release.promise;
    });
    const startedAt = performance.now();
    await assert.rejects(sql`select 1`.execute(db), unavailable);
    const waitedMs = performance.now() - startedAt;
    release.resolve();
    await holder;
    assert.ok(waitedMs > 1_800 && waitedMs < 4_000, `waited ${waitedMs} ms`);
  });

  it('stops a statement that runs too long', async () => {
    const db = open({ statementTimeoutMs: 100 });
    const startedAt = performance.now();
    await assert.rejects(sql`select pg_sleep(30)`.execute(db), unavailable);
    assert.ok(performance.now() - startedAt < 3_000);
  });

  it('gives up on a frozen server and does not give its connection to the next caller', async () => {
    const proxy = await createFaultProxy(database.url);
    const db = open({ url: proxy.url, poolMax: 1, statementTimeoutMs: 100 });
    await sql`select 1`.execute(db);
    proxy.setMode('freeze');
    await assert.rejects(sql`select 1`.execute(db), unavailable);
    proxy.setMode('pass', 'future');
    const startedAt = performance.now();
    assert.equal((await sql`select 1`.execute(db)).rows.length, 1);
    assert.ok(performance.now() - startedAt < 1_000, 'a fresh connection answers at once');
    await db.destroy();
    await proxy.close();
  });

  it('answers service_unavailable at once when nobody listens', async () => {
    const db = open({ url: 'postgres://nobody:x@127.0.0.1:1/none' });
    const startedAt = performance.now();
    await assert.rejects(sql`select 1`.execute(db), unavailable);
    assert.ok(performance.now() - startedAt < 1_000);
  });

  it('cancels the query in the server when the signal of an execute aborts', async () => {
    const db = open({ name: 'cancelled' });
    const controller = new AbortController();
    const running = async () =>
      await asAdmin(database.adminUrl, async (admin) => {
        const { rowCount } = await admin.query(
          "select 1 from pg_stat_activity where application_name = 'cancelled' and state = 'active'",
        );
        return rowCount;
      });
    const query = db
      .selectNoFrom(sql<string>`pg_sleep(30)`.as('slept'))
      .execute({ signal: controller.signal, inflightQueryAbortStrategy: 'cancel query' });
    const rejected = assert.rejects(query);
    await waitFor(running);
    controller.abort();
    await rejected;
    await waitFor(async () => (await running()) === 0);
  });

  it('recognises a unique violation, by constraint where one is named', async () => {
    const db = open();
    await addInboxRow(db, someId);
    const error: unknown = await addInboxRow(db, someId).catch((reason: unknown) => reason);
    assert.equal(isUniqueViolation(error), true);
    assert.equal(isUniqueViolation(error, 'inbox_pkey'), true);
    assert.equal(isUniqueViolation(error, 'another'), false);
    assert.equal(isUniqueViolation(new Error('23505')), false);
    assert.equal(isConnectionFailure(error), false);
  });

  it('repeats a transaction that lost a deadlock or a serialisation conflict, but not for ever', async () => {
    const db = open();
    let attempts = 0;
    const raise = (until: number) => {
      attempts = 0;
      return transact(db, async (trx) => {
        attempts += 1;
        const code = attempts % 2 === 0 ? '40001' : '40P01';
        if (attempts < until) await sql.raw(`do $$ begin raise sqlstate '${code}'; end $$`).execute(trx);
        return attempts;
      });
    };
    assert.equal(await raise(3), 3);
    await assert.rejects(raise(10), { code: '40P01' });
    assert.equal(attempts, 3);
  });

  it('logs statements with their duration at debug level, and never their parameters', async () => {
    const captured = captureLogger();
    const db = createDatabase<EventTables>({
      url: database.url,
      poolMax: 1,
      applicationName: 'log-test',
      logger: captured.logger,
    });
    opened.push(db);
    await db.selectFrom('inbox').selectAll().where('name', '=', 'secret-parameter').execute();
    const line = captured.lines.find((entry) => entry.msg === 'query');
    assert.equal(line?.level, 'debug');
    assert.equal(typeof line?.durationMs, 'number');
    assert.match(String(line?.sql), /from "inbox"/);
    assert.doesNotMatch(captured.text(), /secret-parameter/);
  });

  it('offers a health check that fails with its signal', async () => {
    await databaseCheck(open())(AbortSignal.timeout(5_000));
    const proxy = await createFaultProxy(database.url);
    const db = open({ url: proxy.url });
    proxy.setMode('freeze');
    await assert.rejects(databaseCheck(db)(AbortSignal.timeout(100)));
    await proxy.close();
  });
});
