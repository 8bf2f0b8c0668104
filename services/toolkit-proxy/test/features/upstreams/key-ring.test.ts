import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClock } from '@linguamate/shared/testing/clock';
import { createKeyRing } from '../../../src/features/upstreams/key-ring.ts';

test('keys are used in turn', () => {
  const ring = createKeyRing(['a', 'b'], createTestClock());
  const taken = [1, 2, 3, 4].map(() => ring.take()).map((picked) => picked.ok && picked.key);
  assert.deepEqual(taken, ['a', 'b', 'a', 'b']);
});

test('an upstream without keys needs none', () => {
  const ring = createKeyRing([], createTestClock());
  assert.deepEqual(ring.take(), { ok: true, key: null });
  assert.equal(ring.hasOther(null), false);
});

test('a cooling key is skipped until its time is over', () => {
  const clock = createTestClock();
  const ring = createKeyRing(['a', 'b'], clock);
  ring.coolDown('a', clock.now() + 1000, 'rate_limited');
  assert.deepEqual(
    [ring.take(), ring.take()],
    [
      { ok: true, key: 'b' },
      { ok: true, key: 'b' },
    ],
  );
  assert.deepEqual([ring.hasOther('b'), ring.hasOther('a'), ring.resting()], [false, true, 1]);
  clock.advance(1000);
  assert.equal(ring.resting(), 0);
});

test('when every key rests, the shortest rest is told', () => {
  const clock = createTestClock();
  const ring = createKeyRing(['a', 'b'], clock);
  ring.coolDown('a', clock.now() + 9000, 'refused');
  ring.coolDown('b', clock.now() + 2000, 'rate_limited');
  assert.deepEqual(ring.take(), { ok: false, retryAfterMs: 2000, reason: 'rate_limited' });
});

test('a second, shorter cool-down never brings a key back early', () => {
  const clock = createTestClock();
  const ring = createKeyRing(['a'], clock);
  ring.coolDown('a', clock.now() + 9000, 'rate_limited');
  ring.coolDown('a', clock.now() + 1000, 'rate_limited');
  clock.advance(5000);
  assert.equal(ring.take().ok, false);
});
