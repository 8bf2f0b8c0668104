import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createDatabase } from '@linguamate/shared/database';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { sql } from 'kysely';
import { extendChain, verifyChain } from '../../../src/features/audit/chain.ts';
import { recordEvent } from '../../../src/features/audit/record-event.ts';
import type { AuthSchema } from '../../../src/schema.ts';
import { type AuthBacking, createBacking } from '../../support.ts';

describe('audit log', () => {
  let backing: AuthBacking;
  let db: ReturnType<typeof createDatabase<AuthSchema>>;
  before(async () => {
    backing = await createBacking();
    const options = { poolMax: 5, applicationName: 'test', logger: silentLogger() };
    db = createDatabase<AuthSchema>({ ...options, url: backing.database.url });
  });
  after(async () => {
    await db.destroy();
    await backing.close();
  });

  const record = (detail: Record<string, string>) =>
    recordEvent(db, backing.clock, { action: 'login.succeeded', detail });
  /** As somebody would who has got hold of the database itself. */
  const tamper = (statement: ReturnType<typeof sql>) =>
    db.transaction().execute(async (trx) => {
      await sql`alter table audit_events disable trigger user`.execute(trx);
      await statement.execute(trx);
      await sql`alter table audit_events enable trigger user`.execute(trx);
    });

  test('every entry is chained once, however many workers chain at once', async () => {
    for (let count = 0; count < 20; count += 1) await record({ count: String(count) });
    const chained = await Promise.all(Array.from({ length: 5 }, () => extendChain(db)));
    assert.equal(
      chained.reduce((sum, count) => sum + count, 0),
      20,
    );
    assert.deepEqual(await verifyChain(db), { verified: 20 });
    await record({ count: 'later' });
    await extendChain(db);
    assert.deepEqual(await verifyChain(db), { verified: 21 });
  });

  test('entries can be neither changed nor deleted', async () => {
    for (const statement of [
      sql`update audit_events set action = 'other'`,
      sql`delete from audit_events`,
      sql`truncate audit_events cascade`,
      sql`update audit_chain set hash = ''`,
      sql`delete from audit_chain`,
    ]) {
      await assert.rejects(statement.execute(db), /can only be added to/);
    }
  });

  test('an entry that was changed behind our back is found', async () => {
    const third = await db
      .selectFrom('audit_events')
      .select('id')
      .orderBy('written')
      .offset(2)
      .limit(1)
      .executeTakeFirstOrThrow();
    await tamper(sql`update audit_events set detail = '{"count":"0"}' where id = ${third.id}`);
    const { broken } = await verifyChain(db);
    assert.equal(broken?.eventId, third.id);
  });
});
