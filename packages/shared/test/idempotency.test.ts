import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Kysely, Transaction } from 'kysely';
import { createDatabase } from '../src/database.ts';
import type { EventTables } from '../src/events/tables.ts';
import {
  deleteExpiredAnswers,
  fingerprintOf,
  idempotencyScope,
  readIdempotencyKey,
  withIdempotency,
} from '../src/idempotency.ts';
import { newId } from '../src/ids.ts';
import { eventMigrations } from '../src/migrations.ts';
import { createTestClock, type TestClock } from '../src/testing/clock.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/database.ts';
import { silentLogger } from '../src/testing/logger.ts';

describe('withIdempotency', () => {
  let database: TestDatabase;
  let db: Kysely<EventTables>;
  let clock: TestClock;
  beforeEach(async () => {
    clock = createTestClock();
    database = await createTestDatabase('learning', { folders: [eventMigrations] });
    const url = database.url;
    db = createDatabase({ url, poolMax: 8, applicationName: 'idempotency-test', logger: silentLogger() });
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  const request = (changes: { key?: string | undefined; scope?: string; body?: unknown } = {}) => ({
    db,
    key: 'key' in changes ? changes.key : 'key-1',
    scope: changes.scope ?? idempotencyScope('user-1', 'POST /things'),
    fingerprint: fingerprintOf(changes.body ?? { name: 'a' }),
    clock,
  });
  // The effect: one row in any table.
  const create = async (trx: Transaction<EventTables>) => {
    const id = newId();
    await trx.insertInto('inbox').values({ event_id: id, name: 'thing' }).execute();
    return { status: 201, body: { id, tags: ['x'], nothing: null } };
  };
  const countThings = async () => (await db.selectFrom('inbox').select('event_id').execute()).length;

  it('does the work once and gives a repetition the first answer', async () => {
    const first = await withIdempotency(request(), create);
    const second = await withIdempotency(request(), create);
    assert.equal(first.replayed, false);
    assert.deepEqual(second, { ...first, replayed: true });
    assert.equal(await countThings(), 1);
  });

  it('takes another order of members for the same request, and anything else for another', async () => {
    await withIdempotency(request({ body: { a: 1, b: { c: 2, d: [1, 2] } } }), create);
    const same = await withIdempotency(request({ body: { b: { d: [1, 2], c: 2 }, a: 1 } }), create);
    assert.equal(same.replayed, true);
    for (const body of [{ a: 1, b: { c: 2, d: [2, 1] } }, { a: 1 }, [], 'a']) {
      const other = withIdempotency(request({ body }), create);
      await assert.rejects(other, { code: 'idempotency_key_reused', status: 422 });
    }
    assert.equal(await countThings(), 1);
  });

  it('lets one of many simultaneous requests work, and tells the others that it is in progress', async () => {
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const first = withIdempotency(request(), async (trx) => {
      entered.resolve();
      await gate.promise;
      return await create(trx);
    });
    await entered.promise;
    for (let index = 0; index < 5; index += 1) {
      const other = withIdempotency(request(), create);
      await assert.rejects(other, { code: 'idempotency_in_progress', status: 409, retryAfterSeconds: 1 });
    }
    gate.resolve();
    await first;
    assert.equal((await withIdempotency(request(), create)).replayed, true);
    assert.equal(await countThings(), 1);
  });

  it('keeps nothing of work that failed, so that the key can be used again', async () => {
    const failing = withIdempotency(request(), async (trx) => {
      await create(trx);
      throw new Error('half way');
    });
    await assert.rejects(failing, /half way/);
    assert.equal(await countThings(), 0);
    assert.equal((await withIdempotency(request(), create)).replayed, false);
  });

  it('takes the same key of another user, or on another route, for another key', async () => {
    await withIdempotency(request(), create);
    for (const scope of [
      idempotencyScope('user-2', 'POST /things'),
      idempotencyScope('user-1', 'POST /others'),
    ]) {
      assert.equal((await withIdempotency(request({ scope }), create)).replayed, false);
    }
  });

  it('simply does the work when there is no key', async () => {
    await withIdempotency(request({ key: undefined }), create);
    await withIdempotency(request({ key: undefined }), create);
    assert.equal(await countThings(), 2);
  });

  it('forgets an answer after 24 hours, and can delete it then', async () => {
    await withIdempotency(request(), create);
    clock.advance(86_399_000);
    assert.equal((await withIdempotency(request(), create)).replayed, true);
    assert.equal(await deleteExpiredAnswers(db, clock), 0);
    clock.advance(2_000);
    assert.equal((await withIdempotency(request(), create)).replayed, false);
    clock.advance(86_401_000);
    assert.equal(await deleteExpiredAnswers(db, clock), 1);
  });

  it('keeps an answer without a body', async () => {
    const answer = { status: 204, body: undefined };
    await withIdempotency(request(), async () => answer);
    const again = await withIdempotency<EventTables, undefined>(request(), async () => answer);
    assert.deepEqual([again.status, again.body ?? undefined, again.replayed], [204, undefined, true]);
  });
});

describe('readIdempotencyKey', () => {
  it('reads the key with and without the quotes of a structured field', () => {
    assert.equal(readIdempotencyKey('"8e03978e-40d5"'), '8e03978e-40d5');
    assert.equal(readIdempotencyKey('8e03978e-40d5'), '8e03978e-40d5');
    assert.equal(readIdempotencyKey(undefined), undefined);
  });

  for (const value of ['', '""', ' ', 'a b', 'ü', 'x'.repeat(256), ['a', 'b'], 'a\0']) {
    it(`400: refuses ${JSON.stringify(value).slice(0, 20)}`, () => {
      assert.throws(() => readIdempotencyKey(value), { code: 'bad_request', status: 400 });
    });
  }
});
