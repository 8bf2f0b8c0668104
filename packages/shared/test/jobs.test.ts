import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Redis } from 'ioredis';
import Type from 'typebox';
import {
  createJobQueue,
  createJobWorker,
  defineJobs,
  type JobContext,
  type JobHandlers,
  type JobQueue,
  type JobWorker,
  safeJobId,
} from '../src/jobs.ts';
import { createMetrics } from '../src/metrics.ts';
import { createRedis, type RedisRole } from '../src/redis.ts';
import { createFaultProxy } from '../src/testing/fault-proxy.ts';
import { silentLogger } from '../src/testing/logger.ts';
import { createTestRedis, type TestRedis } from '../src/testing/redis.ts';
import { waitFor } from '../src/testing/wait-for.ts';

const catalogue = defineJobs({
  'mail.send': { payload: Type.Object({ to: Type.String() }), attempts: 3, backoffMs: 10, timeoutMs: 5_000 },
  'file.scan': { payload: Type.Object({}), attempts: 1, backoffMs: 10, timeoutMs: 50 },
});
type Handlers = JobHandlers<typeof catalogue>;

describe('jobs', () => {
  let redis: TestRedis;
  let queue: JobQueue<typeof catalogue>;
  let connections: Redis[];
  let workers: JobWorker[];
  let done: string[];
  const metrics = createMetrics({ service: 'test' });

  const connect = (role: RedisRole, url = redis.url): Redis => {
    const connection = createRedis({ url, role, logger: silentLogger() });
    connections.push(connection);
    return connection;
  };
  beforeEach(() => {
    redis = createTestRedis();
    connections = [];
    workers = [];
    done = [];
    queue = createJobQueue({ catalogue, service: 'test', redis: connect('producer'), prefix: redis.prefix });
  });
  afterEach(async () => {
    for (const worker of workers) await worker.stop();
    await queue.close();
    for (const connection of connections) connection.disconnect();
    await redis.flush();
  });

  const work = (handlers: Partial<Handlers> = {}, stopTimeoutMs = 5_000): JobWorker => {
    const worker = createJobWorker({
      catalogue,
      service: 'test',
      redis: connect('worker'),
      prefix: redis.prefix,
      handlers: {
        'mail.send': async ({ to }) => {
          done.push(to);
        },
        'file.scan': async () => {},
        ...handlers,
      },
      metrics,
      logger: silentLogger(),
      stopTimeoutMs,
    });
    workers.push(worker);
    worker.start();
    return worker;
  };

  it('does a job with the payload that it was given', async () => {
    work();
    await queue.add('mail.send', { to: 'ada' });
    await waitFor(() => done.length === 1);
    assert.deepEqual(done, ['ada']);
  });

  it('refuses a payload that does not fit, and a job that the catalogue does not have', async () => {
    await assert.rejects(queue.add('mail.send', { to: 42 } as never), TypeError);
    await assert.rejects(queue.add('mail.lose' as never, {} as never), TypeError);
  });

  it('adds a job of the same id once, whatever the id looks like', async () => {
    for (const jobId of ['user:42:welcome', '12345', 'plain']) {
      const first = await queue.add('mail.send', { to: jobId }, { jobId });
      assert.equal(await queue.add('mail.send', { to: jobId }, { jobId }), first);
    }
    work();
    await waitFor(() => done.length >= 3);
    assert.deepEqual(done.sort(), ['12345', 'plain', 'user:42:welcome']);
  });

  it('gives different ids different names', () => {
    assert.notEqual(safeJobId('12345'), safeJobId('54321'));
    assert.equal(safeJobId('018f-a'), '018f-a');
  });

  it('holds a delayed job back', async () => {
    await queue.add('mail.send', { to: 'later' }, { delayMs: 60_000 });
    work();
    await queue.add('mail.send', { to: 'now' });
    await waitFor(() => done.length === 1);
    assert.deepEqual(done, ['now']);
  });

  it('tries again as often as the catalogue says, and then keeps the job as a dead letter to replay', async () => {
    const attempts: number[] = [];
    let healed = false;
    work({
      'mail.send': async ({ to }, { attempt }) => {
        attempts.push(attempt);
        if (!healed) throw new Error('mail server is away');
        done.push(to);
      },
    });
    const id = await queue.add('mail.send', { to: 'ada' });
    const [letter] = await waitFor(async () => {
      const letters = await queue.listDeadLetters();
      return letters.length > 0 && letters;
    });
    assert.deepEqual(attempts, [1, 2, 3]);
    assert.deepEqual(
      { ...letter, failedAtMs: 0 },
      {
        id,
        name: 'mail.send',
        payload: { to: 'ada' },
        reason: 'mail server is away',
        attempts: 3,
        failedAtMs: 0,
      },
    );
    healed = true;
    assert.equal(await queue.replayDeadLetter(id), true);
    await waitFor(() => done.length === 1);
    assert.equal(await queue.replayDeadLetter('unknown'), false);
  });

  it('aborts the signal of a job that takes too long, and counts it as failed even if it ignores that', async () => {
    let signal: AbortSignal | undefined;
    work({
      'file.scan': async (_payload, context: JobContext) => {
        signal = context.signal;
        await new Promise(() => {});
      },
    });
    await queue.add('file.scan', {});
    const [letter] = await waitFor(async () => {
      const letters = await queue.listDeadLetters();
      return letters.length > 0 && letters;
    });
    assert.equal(signal?.aborted, true);
    assert.match(letter?.reason ?? '', /took longer than 50 ms/);
  });

  it('stops in bounded time while a job hangs, and the job is done later without losing an attempt', async () => {
    const entered = Promise.withResolvers<void>();
    const worker = work(
      {
        'mail.send': async () => {
          entered.resolve();
          await new Promise(() => {});
        },
      },
      50,
    );
    await queue.add('mail.send', { to: 'ada' });
    await entered.promise;
    const startedAt = performance.now();
    await worker.stop();
    assert.ok(performance.now() - startedAt < 3_000);
    const attempts: number[] = [];
    work({
      'mail.send': async (_payload, { attempt }) => {
        attempts.push(attempt);
      },
    });
    await waitFor(() => attempts.length === 1, { timeoutMs: 10_000 });
    assert.deepEqual(attempts, [1]);
  });

  it('stops in bounded time while Redis is away', async () => {
    const proxy = await createFaultProxy(redis.url);
    const connection = connect('worker', proxy.url);
    const worker = createJobWorker({
      catalogue,
      service: 'test',
      redis: connection,
      prefix: redis.prefix,
      handlers: { 'mail.send': async () => {}, 'file.scan': async () => {} },
      metrics,
      logger: silentLogger(),
      stopTimeoutMs: 100,
    });
    worker.start();
    await connection.ping();
    proxy.setMode('refuse');
    await waitFor(() => connection.status !== 'ready');
    const startedAt = performance.now();
    await worker.stop();
    assert.ok(performance.now() - startedAt < 5_000);
    await proxy.close();
  });

  it('fails to add within a second or two when Redis is away, instead of hanging', async () => {
    const away = createJobQueue({
      catalogue,
      service: 'test',
      redis: connect('producer', 'redis://127.0.0.1:1'),
      prefix: redis.prefix,
    });
    const startedAt = performance.now();
    await assert.rejects(away.add('mail.send', { to: 'ada' }));
    assert.ok(performance.now() - startedAt < 3_000);
    await away.close();
  });

  it('puts a job that was stored under another catalogue aside at once', async () => {
    const other = createJobQueue({
      catalogue: defineJobs({
        'mail.send': { payload: Type.Object({}), attempts: 9, backoffMs: 60_000, timeoutMs: 1 },
        'old.job': { payload: Type.Object({}), attempts: 9, backoffMs: 60_000, timeoutMs: 1 },
      }),
      service: 'test',
      redis: connect('producer'),
      prefix: redis.prefix,
    });
    await other.add('mail.send', {});
    await other.add('old.job', {});
    work();
    const letters = await waitFor(async () => {
      const found = await queue.listDeadLetters();
      return found.length === 2 && found;
    });
    assert.ok(letters.every((letter) => letter.attempts === 1));
    await other.close();
  });

  it('does not start with handlers that do not match the catalogue', () => {
    const build = (handlers: object) => () =>
      createJobWorker({
        catalogue,
        service: 'test',
        redis: connect('worker'),
        prefix: redis.prefix,
        handlers: handlers as Handlers,
        metrics,
        logger: silentLogger(),
      });
    assert.throws(build({ 'mail.send': async () => {} }), /the catalogue has/);
    assert.throws(build({ 'mail.send': 1, 'file.scan': 1, more: 1 }), /the catalogue has/);
  });

  it('shows depth, dead letters and the age of the oldest job as metrics', async () => {
    await queue.add('mail.send', { to: 'waiting' }, { delayMs: 60_000 });
    work();
    await waitFor(async () => /queue_depth\{[^}]*queue="jobs-test"[^}]*\} 1/.test(await metrics.render()));
    assert.match(await metrics.render(), /queue_dead_letters\{[^}]*queue="jobs-test"/);
    assert.match(await metrics.render(), /queue_oldest_job_age_seconds\{[^}]*queue="jobs-test"/);
  });
});
