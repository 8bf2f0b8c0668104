import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Job, JobsOptions } from 'bullmq';
import { sql, type Transaction } from 'kysely';
import { type EventEnvelope, eventsOf } from '../../src/events/catalogue.ts';
import { createEventConsumer, type EventConsumer, type EventHandlers } from '../../src/events/consumer.ts';
import type { EventTables } from '../../src/events/tables.ts';
import { currentContext } from '../../src/http/context.ts';
import { newId } from '../../src/ids.ts';
import { createMetrics, type Metrics } from '../../src/metrics.ts';
import { listDeadLetters, replayDeadLetter } from '../../src/queues.ts';
import { silentLogger } from '../../src/testing/logger.ts';
import { waitFor } from '../../src/testing/wait-for.ts';
import { type EventBench, learningQueue, openBench, registered } from './support.ts';

type Handlers = EventHandlers<'learning', EventTables>;

const ignore = async () => {};
const noHandlers: Handlers = {
  'user.registered': ignore,
  'user.updated': ignore,
  'user.deleted': ignore,
  'usage.recorded': ignore,
  'lesson.completed': ignore,
  'course.published': ignore,
};

// Any table with a number will do as the place of the effect.
async function countEffect(trx: Transaction<EventTables>, event: EventEnvelope): Promise<void> {
  await trx
    .insertInto('idempotency_keys')
    .values({
      scope: 'effect',
      key: event.id,
      fingerprint: '',
      status: 1,
      body: null,
      expires_at: new Date(),
    })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'key']).doUpdateSet({ status: sql`idempotency_keys.status + 1` }),
    )
    .execute();
}

describe('event consumer', () => {
  let bench: EventBench;
  let metrics: Metrics;
  const consumers: EventConsumer[] = [];
  beforeEach(async () => {
    bench = await openBench();
    metrics = createMetrics({ service: 'learning' });
  });
  afterEach(async () => {
    for (const consumer of consumers.splice(0)) await consumer.stop();
    await bench.close();
  });

  const consume = (handlers: Partial<Handlers>, stopTimeoutMs = 5_000): EventConsumer => {
    const consumer = createEventConsumer({
      service: 'learning',
      db: bench.db,
      redis: bench.open('worker'),
      prefix: bench.redis.prefix,
      handlers: { ...noHandlers, ...handlers },
      metrics,
      logger: silentLogger(),
      stopTimeoutMs,
    });
    consumers.push(consumer);
    consumer.start();
    return consumer;
  };
  const envelope = (id = newId()) => ({
    id,
    name: 'user.registered',
    version: 1,
    occurredAt: new Date().toISOString(),
    payload: registered(),
  });
  const deliver = async (data: object, options: JobsOptions = {}): Promise<Job> =>
    await bench.queue(learningQueue).add('user.registered', data, options);
  const effectsOf = async (id: string) => {
    const row = await bench.db
      .selectFrom('idempotency_keys')
      .select('status')
      .where('key', '=', id)
      .executeTakeFirst();
    return row?.status ?? 0;
  };
  const counted = async (name: string) => {
    const [metric] = await metrics.registry
      .getMetricsAsJSON()
      .then((all) => all.filter((m) => m.name === name));
    return metric?.values.reduce((sum, each) => sum + each.value, 0) ?? 0;
  };

  it('carries an event from a transaction of one service to the handler of another', async () => {
    consume({ 'user.registered': countEffect });
    const id = await bench.publish();
    await bench.relay().runOnce();
    await waitFor(async () => (await effectsOf(id)) === 1);
  });

  it('lets the effect happen once when an event arrives several times at several workers', async () => {
    const event = envelope();
    for (let copy = 0; copy < 6; copy += 1) await deliver(event, { jobId: `${event.id}-${copy}` });
    consume({ 'user.registered': countEffect });
    consume({ 'user.registered': countEffect });
    await waitFor(async () => (await counted('inbox_duplicates_total')) === 5);
    assert.equal(await effectsOf(event.id), 1);
  });

  it('lets the effect happen once when a relay crashed after sending and sends again', async () => {
    consume({ 'user.registered': countEffect });
    const id = await bench.publish();
    await bench.relay().runOnce();
    await waitFor(async () => (await effectsOf(id)) === 1);
    const queue = bench.queue(learningQueue);
    await waitFor(async () => (await queue.getJob(id))?.isCompleted());
    // The finished job has left the queue, so nothing but the inbox can tell that this is a repetition.
    await queue.remove(id);
    await bench.db.updateTable('outbox').set({ published_at: null }).where('id', '=', id).execute();
    await bench.relay().runOnce();
    await waitFor(async () => (await counted('inbox_duplicates_total')) === 1);
    assert.equal(await effectsOf(id), 1);
  });

  it('takes back the effect of a handler that fails half way, and tries again', async () => {
    let attempts = 0;
    consume({
      'user.registered': async (trx, event) => {
        attempts += 1;
        await countEffect(trx, event);
        if (attempts === 1) throw new Error('half way');
      },
    });
    const event = envelope();
    await deliver(event, { attempts: 2, backoff: 10 });
    await waitFor(async () => (await effectsOf(event.id)) > 0);
    assert.equal(attempts, 2);
    assert.equal(await effectsOf(event.id), 1);
  });

  it('puts an event that always fails aside as a dead letter, which can be listed and replayed', async () => {
    let healed = false;
    consume({
      'user.registered': async (trx, event) => {
        if (!healed) throw new Error('poison');
        await countEffect(trx, event);
      },
    });
    const event = envelope();
    const next = envelope();
    await deliver(event, { jobId: event.id, attempts: 2, backoff: 10 });
    await deliver({ ...next, name: 'user.deleted', payload: { userId: newId() } });
    const queue = bench.queue(learningQueue);
    const [letter] = await waitFor(async () => {
      const letters = await listDeadLetters(queue);
      return letters.length === 1 && letters;
    });
    assert.deepEqual(
      { id: letter?.id, name: letter?.name, reason: letter?.reason, attempts: letter?.attempts },
      { id: event.id, name: 'user.registered', reason: 'poison', attempts: 2 },
    );
    assert.deepEqual(letter?.payload, event);
    healed = true;
    assert.equal(await replayDeadLetter(queue, event.id), true);
    await waitFor(async () => (await effectsOf(event.id)) === 1);
    assert.equal(await replayDeadLetter(queue, event.id), false);
    assert.equal(await replayDeadLetter(queue, 'unknown'), false);
    assert.deepEqual(await listDeadLetters(queue), []);
  });

  it('puts what can never succeed aside at once, without a second attempt', async () => {
    consume({});
    const broken = [
      { ...envelope(), name: 'no.such.event' },
      { ...envelope(), name: 'mail.requested' },
      { ...envelope(), version: 99 },
      { ...envelope(), payload: { userId: 'nobody' } },
      {},
    ];
    for (const data of broken) await deliver(data, { attempts: 5, backoff: 60_000 });
    const queue = bench.queue(learningQueue);
    const letters = await waitFor(async () => {
      const found = await listDeadLetters(queue);
      return found.length === broken.length && found;
    });
    assert.ok(letters.every((letter) => letter.attempts === 1));
  });

  it('runs a handler under the request id of the request that caused the event', async () => {
    const seen = Promise.withResolvers<unknown>();
    consume({ 'user.registered': async () => seen.resolve(currentContext()) });
    const traceId = 'c'.repeat(32);
    await deliver({ ...envelope(), requestId: 'req-9', traceparent: `00-${traceId}-${'d'.repeat(16)}-01` });
    const context = (await seen.promise) as { requestId: string; traceparent: string };
    assert.equal(context.requestId, 'req-9');
    assert.equal(context.traceparent.split('-')[1], traceId);
  });

  it('stops in bounded time while a handler hangs, and the event is dealt with later', async () => {
    const entered = Promise.withResolvers<void>();
    const consumer = consume(
      {
        'user.registered': async (trx, event) => {
          await countEffect(trx, event);
          entered.resolve();
          await new Promise(() => {});
        },
      },
      50,
    );
    const event = envelope();
    await deliver(event, { attempts: 1 });
    await entered.promise;
    const startedAt = performance.now();
    await consumer.stop();
    assert.ok(performance.now() - startedAt < 3_000);
    assert.equal(await effectsOf(event.id), 0);
    consume({ 'user.registered': countEffect });
    await waitFor(async () => (await effectsOf(event.id)) === 1, { timeoutMs: 10_000 });
  });

  it('does not start with handlers that do not cover the catalogue exactly', () => {
    const { 'user.deleted': _left, ...incomplete } = noHandlers;
    const build = (handlers: object) => () =>
      createEventConsumer({
        service: 'learning',
        db: bench.db,
        redis: bench.open('worker'),
        prefix: bench.redis.prefix,
        handlers: handlers as Handlers,
        metrics,
        logger: silentLogger(),
      });
    assert.throws(build(incomplete), /missing \[user\.deleted\]/);
    assert.throws(build({ ...noHandlers, 'mail.requested': ignore }), /superfluous \[mail\.requested\]/);
    assert.deepEqual([...eventsOf('learning')].sort(), Object.keys(noHandlers).sort());
  });

  it('has types that demand exactly the handlers of the catalogue', () => {
    // @ts-expect-error a handler is missing
    const missing: EventHandlers<'toolkit-proxy', EventTables> = { 'user.registered': ignore };
    const superfluous: EventHandlers<'toolkit-proxy', EventTables> = {
      'user.registered': ignore,
      'user.updated': ignore,
      'user.deleted': ignore,
      // @ts-expect-error toolkit-proxy does not subscribe to this
      'mail.requested': ignore,
    };
    assert.ok(missing && superfluous);
  });
});
