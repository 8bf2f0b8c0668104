import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { createTestClock } from '../../src/testing/clock.ts';
import { createTestDatabase } from '../../src/testing/database.ts';
import { captureLogger } from '../../src/testing/logger.ts';
import { createTestRedis } from '../../src/testing/redis.ts';
import { waitFor } from '../../src/testing/wait-for.ts';

describe('waitFor', () => {
  it('returns the first truthy answer, and takes an exception for "not yet"', async () => {
    let asked = 0;
    const answer = await waitFor(() => {
      asked += 1;
      if (asked === 1) throw new Error('not yet');
      return asked === 3 && 'now';
    });
    assert.equal(answer, 'now');
  });

  it('says what it waited for, and what went wrong last', async () => {
    const probe = () => {
      throw new Error('connection refused');
    };
    await assert.rejects(waitFor(probe, { timeoutMs: 30, message: 'the server' }), (error: Error) => {
      assert.match(error.message, /30 ms in vain for the server/);
      return error.cause instanceof Error && error.cause.message === 'connection refused';
    });
  });
});

describe('test clock', () => {
  it('moves only when told', () => {
    const clock = createTestClock(1_000);
    assert.equal(clock.now(), 1_000);
    clock.advance(500);
    assert.equal(clock.now(), 1_500);
    clock.set(10);
    assert.equal(clock.now(), 10);
  });
});

describe('captured logger', () => {
  it('keeps lines as objects and as text', () => {
    const { logger, lines, text } = captureLogger();
    logger.info({ userId: 'u-1' }, 'hello');
    assert.equal(lines[0]?.msg, 'hello');
    assert.match(text(), /u-1/);
  });
});

describe('test redis', () => {
  const mine = createTestRedis();
  const theirs = createTestRedis();
  const redis = new Redis(mine.url);
  after(() => redis.disconnect());

  it('gives each file a prefix of its own and deletes nothing else', async () => {
    assert.notEqual(mine.prefix, theirs.prefix);
    await redis.mset(`${mine.prefix}:a`, '1', `${mine.prefix}:b:c`, '1', `${theirs.prefix}:a`, '1');
    await mine.flush();
    assert.deepEqual(await redis.mget(`${mine.prefix}:a`, `${mine.prefix}:b:c`, `${theirs.prefix}:a`), [
      null,
      null,
      '1',
    ]);
    await theirs.flush();
  });
});

describe('test database', () => {
  it('is a different one each time, also when many are made at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 5 }, () => createTestDatabase('auth', { folders: [] })),
    );
    assert.equal(new Set(made.map((database) => database.url)).size, 5);
    await Promise.all(made.map((database) => database.drop()));
  });
});
