import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { publishEvent } from '../../src/events/outbox.ts';
import { deleteHistory } from '../../src/events/relay.ts';
import { runWithContext } from '../../src/http/context.ts';
import { newId } from '../../src/ids.ts';
import { createMetrics } from '../../src/metrics.ts';
import { asAdmin } from '../../src/testing/database.ts';
import { createFaultProxy } from '../../src/testing/fault-proxy.ts';
import { waitFor } from '../../src/testing/wait-for.ts';
import { type EventBench, learningQueue, openBench, proxyQueue, registered } from './support.ts';

describe('event relay', () => {
  let bench: EventBench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const unpublished = async () => {
    const rows = await bench.db.selectFrom('outbox').select('id').where('published_at', 'is', null).execute();
    return rows.length;
  };
  const asRoot = (text: string) => asAdmin(bench.database.adminUrl, (admin) => admin.query(text));

  it('delivers an event to each subscriber, with what the catalogue and the request say about it', async () => {
    const payload = registered();
    const context = { requestId: 'req-1', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
    const id = await runWithContext(context, () =>
      bench.db.transaction().execute((trx) => publishEvent(trx, 'user.registered', payload)),
    );
    assert.equal(await bench.relay().runOnce(), 1);
    for (const name of [learningQueue, proxyQueue]) {
      const job = await bench.queue(name).getJob(id);
      const { occurredAt, ...rest } = job?.data ?? {};
      assert.deepEqual(rest, { id, name: 'user.registered', version: 1, payload, ...context });
      assert.ok(Math.abs(Date.parse(occurredAt) - Date.now()) < 60_000);
    }
    assert.equal(await bench.queue('events-auth').count(), 0);
    assert.equal(await unpublished(), 0);
  });

  it('does not send the event of a transaction that was rolled back', async () => {
    const work = bench.db.transaction().execute(async (trx) => {
      await publishEvent(trx, 'user.registered', registered());
      throw new Error('changed my mind');
    });
    await assert.rejects(work, /changed my mind/);
    assert.equal(await bench.relay().runOnce(), 0);
  });

  it('refuses a payload that does not fit the catalogue', async () => {
    const work = (payload: object) =>
      bench.db
        .transaction()
        .execute((trx) => publishEvent(trx, 'user.deleted', payload as { userId: string }));
    await assert.rejects(work({ userId: 'not a uuid' }), TypeError);
    await assert.rejects(work({ userId: newId(), email: 'a@example.org' }), TypeError);
    await assert.rejects(work({}), TypeError);
  });

  it('lets two relays share the work so that each event goes out exactly once', async () => {
    const count = 350;
    await bench.db.transaction().execute(async (trx) => {
      for (let i = 0; i < count; i += 1) await publishEvent(trx, 'user.registered', registered());
    });
    const metrics = [createMetrics({ service: 'a' }), createMetrics({ service: 'b' })];
    const relays = metrics.map((each) => bench.relay({ metrics: each }));
    const sent = await Promise.all(relays.map((relay) => relay.runOnce()));
    assert.equal(
      sent.reduce((sum, each) => sum + each, 0),
      count,
      'no event was claimed by both',
    );
    for (const name of [learningQueue, proxyQueue]) assert.equal(await bench.queue(name).count(), count);
  });

  it('does not wait for an event that another relay has in hand', async () => {
    const held = await bench.publish();
    await bench.publish();
    const sent = await bench.db.transaction().execute(async (trx) => {
      await trx.selectFrom('outbox').select('id').where('id', '=', held).forUpdate().execute();
      return await bench.relay().runOnce();
    });
    assert.equal(sent, 1);
    assert.equal(await bench.relay().runOnce(), 1);
  });

  it('keeps the order in which events were written', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) ids.push(await bench.publish());
    await bench.relay().runOnce();
    const jobs = await bench.queue(learningQueue).getJobs(['waiting'], 0, -1, true);
    assert.deepEqual(
      jobs.map((job) => job.id),
      ids,
    );
  });

  it('does not lose an event whose transaction commits after a later one', async () => {
    const relay = bench.relay();
    const written = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const slow = bench.db.transaction().execute(async (trx) => {
      await publishEvent(trx, 'user.registered', registered());
      written.resolve();
      await commit.promise;
    });
    await written.promise;
    await bench.publish();
    assert.equal(await relay.runOnce(), 1);
    commit.resolve();
    await slow;
    assert.equal(await relay.runOnce(), 1);
  });

  it('leaves events in the outbox while Redis is away and sends them when it is back', async () => {
    const proxy = await createFaultProxy(bench.redis.url);
    const producer = bench.open('producer', proxy.url);
    const relay = bench.relay({ redis: producer, pollIntervalMs: 10 });
    await relay.runOnce();
    proxy.setMode('refuse');
    await waitFor(() => producer.status !== 'ready');
    await bench.publish();
    await assert.rejects(relay.runOnce());
    assert.equal(await unpublished(), 1);
    relay.start();
    proxy.setMode('pass');
    await waitFor(async () => (await unpublished()) === 0);
    assert.equal(await bench.queue(learningQueue).count(), 1);
    await relay.stop();
    await proxy.close();
  });

  it('sends an event again when it could not be marked, rather than lose it', async () => {
    const id = await bench.publish();
    await asRoot(`create function learning.crash() returns trigger language plpgsql as
      $$ begin raise exception 'crash between add and mark'; end $$`);
    await asRoot(
      'create trigger crash before update on learning.outbox for each row execute function learning.crash()',
    );
    await assert.rejects(bench.relay().runOnce(), /crash between add and mark/);
    assert.equal(await unpublished(), 1);
    await asRoot('drop trigger crash on learning.outbox');
    const queue = bench.queue(learningQueue);
    assert.ok(await queue.getJob(id), 'it was added before the crash');
    await queue.remove(id);
    assert.equal(await bench.relay().runOnce(), 1);
    assert.ok(await queue.getJob(id), 'it was added again');
  });

  it('does not let an event that it does not know hold up others', async () => {
    const id = await bench.publish();
    await bench.db.updateTable('outbox').set({ name: 'of.the.future' }).where('id', '=', id).execute();
    await bench.publish();
    assert.equal(await bench.relay().runOnce(), 1);
    assert.equal(await unpublished(), 1);
  });

  it('sends recent events again when Redis has lost its data', async () => {
    const relay = bench.relay();
    const id = await bench.publish();
    await relay.runOnce();
    await relay.runOnce();
    await bench.redis.flush();
    assert.equal(await relay.runOnce(), 1);
    assert.ok(await bench.queue(learningQueue).getJob(id));
  });

  it('does not send anything again merely because it was restarted', async () => {
    await bench.publish();
    const first = bench.relay();
    await first.runOnce();
    assert.equal(await bench.relay().runOnce(), 0);
    assert.equal(await first.runOnce(), 0);
  });

  it('delivers within its interval, at once when nudged, and nothing after it was stopped', async () => {
    const relay = bench.relay({ pollIntervalMs: 60_000 });
    relay.start();
    relay.start();
    const queue = bench.queue(learningQueue);
    await waitFor(async () => {
      await bench.publish();
      relay.nudge();
      return (await queue.count()) > 0;
    });
    await relay.stop();
    await bench.publish();
    assert.ok((await unpublished()) >= 1);
  });

  it('deletes inbox entries after ninety days, and keeps newer ones', async () => {
    const [old, recent] = [newId(), newId()];
    const enter = (id: string, interval: string) =>
      bench.db
        .insertInto('inbox')
        .values({ event_id: id, name: 'test', handled_at: sql`now() - ${interval}::interval` })
        .execute();
    await enter(old, '91 days');
    await enter(recent, '89 days');
    await deleteHistory(bench.db);
    const rows = await bench.db.selectFrom('inbox').select('event_id').execute();
    assert.deepEqual(rows, [{ event_id: recent }]);
  });

  it('deletes the history after seven days and keeps what is newer or unsent', async () => {
    const [old, recent, unsent] = [await bench.publish(), await bench.publish(), await bench.publish()];
    const age = (id: string, interval: string) =>
      bench.db
        .updateTable('outbox')
        .set({ published_at: sql`now() - ${interval}::interval` })
        .where('id', '=', id)
        .execute();
    await age(old, '8 days');
    await age(recent, '6 days');
    await deleteHistory(bench.db);
    const rows = await bench.db.selectFrom('outbox').select('id').orderBy('position').execute();
    assert.deepEqual(
      rows.map((row) => row.id),
      [recent, unsent],
    );
  });
});
