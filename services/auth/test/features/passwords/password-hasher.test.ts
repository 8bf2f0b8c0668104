import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ServiceError } from '@linguamate/shared/errors';
import { readConfig } from '../../../src/config.ts';
import { createHashPool, type HashPool } from '../../../src/features/passwords/hash-pool.ts';
import type { HashTask } from '../../../src/features/passwords/hash-worker.ts';
import { createPasswordHasher } from '../../../src/features/passwords/password-hasher.ts';
import { testEnvironment } from '../../support.ts';

const breached = { includes: async () => false };
const peppers = { current: { version: 1, key: Buffer.from('first pepper') }, previous: [] };

describe('password hasher', () => {
  let pool: HashPool;
  const tasks: HashTask[] = [];
  const spied = (): HashPool => ({
    ...pool,
    run: (task) => {
      tasks.push(task);
      return pool.run(task);
    },
  });

  before(() => {
    pool = createHashPool({ threads: 1, taskTimeoutMs: 5000 });
  });
  after(() => pool.close());

  test('without configuration a hash has bcrypt cost 10', async () => {
    const config = readConfig(testEnvironment({ url: 'postgres://h/d' }, { url: 'redis://h', prefix: 'x' }));
    const hasher = await createPasswordHasher({ pool, breached, peppers, cost: config.passwords.bcryptCost });
    assert.match(await hasher.hash('correct horse'), /^lm1:1:\$2b\$10\$/);
  });

  test('the right password matches and a wrong one does not', async () => {
    const hasher = await createPasswordHasher({ pool, breached, peppers, cost: 4 });
    const stored = await hasher.hash('right');
    assert.deepEqual(await hasher.verify('right', stored), { matches: true, needsRehash: false });
    assert.deepEqual(await hasher.verify('wrong', stored), { matches: false, needsRehash: false });
  });

  test('an unknown account, a damaged row and a missing pepper cost exactly one comparison, like a known account', async () => {
    const hasher = await createPasswordHasher({ pool: spied(), breached, peppers, cost: 4 });
    const stored = await hasher.hash('right');
    const unknownPepper = stored.replace('lm1:1:', 'lm1:9:');
    for (const candidate of [stored, undefined, null, 'damaged', unknownPepper]) {
      tasks.length = 0;
      await hasher.verify('anything', candidate);
      assert.deepEqual(
        tasks.map((task) => task.kind),
        ['compare'],
        String(candidate),
      );
    }
  });

  test('a hash of an older pepper or cost still matches and asks to be renewed', async () => {
    const old = await createPasswordHasher({ pool, breached, peppers, cost: 4 });
    const stored = await old.hash('right');
    const renewed = {
      current: { version: 2, key: Buffer.from('second pepper') },
      previous: [peppers.current],
    };
    const hasher = await createPasswordHasher({ pool, breached, peppers: renewed, cost: 4 });
    assert.deepEqual(await hasher.verify('right', stored), { matches: true, needsRehash: true });
    const costlier = await createPasswordHasher({ pool, breached, peppers, cost: 5 });
    assert.deepEqual(await costlier.verify('right', stored), { matches: true, needsRehash: true });
    assert.equal((await hasher.verify('wrong', stored)).needsRehash, false);
  });

  test('beyond the queue the answer is busy, with a time to come back, and the rest is served', async () => {
    const small = createHashPool({ threads: 1, maxQueue: 2, taskTimeoutMs: 5000 });
    try {
      const input = 'x'.repeat(64);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 6 }, () => small.run({ kind: 'hash', input, cost: 8 })),
      );
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      assert.ok(refused.length >= 3, `${refused.length} of 6 were refused`);
      assert.ok(outcomes.length - refused.length >= 2);
      for (const { reason } of refused) {
        assert.ok(reason instanceof ServiceError);
        assert.equal(reason.code, 'busy');
        assert.equal(reason.status, 503);
        assert.equal(reason.retryAfterSeconds, 2);
      }
    } finally {
      await small.close();
    }
  });

  test('beyond the capacity work is refused before it begins, and there is room again when some has ended', async () => {
    const small = createHashPool({ threads: 1, maxQueue: 1, taskTimeoutMs: 5000 });
    try {
      const gate = Promise.withResolvers<void>();
      const admitted = [small.admit(() => gate.promise), small.admit(() => gate.promise)];
      let began = false;
      const third = small.admit(async () => {
        began = true;
      });
      await assert.rejects(third, { code: 'busy', status: 503 });
      assert.equal(began, false);
      gate.resolve();
      await Promise.all(admitted);
      assert.equal(await small.admit(async () => 'served'), 'served');
    } finally {
      await small.close();
    }
  });

  test('hashing does not hold up the main thread', async () => {
    const { monitorEventLoopDelay } = await import('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const input = 'x'.repeat(64);
    await Promise.all(Array.from({ length: 6 }, () => pool.run({ kind: 'hash', input, cost: 10 })));
    delay.disable();
    // Six hashes of this cost take half a second of computation; on the main thread that would be one stall.
    assert.ok(delay.max / 1e6 < 250, `the main thread stood still for ${delay.max / 1e6} ms`);
  });
});
