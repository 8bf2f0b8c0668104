import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClock } from '@linguamate/shared/testing/clock';
import { rememberProfiles } from '../../../src/features/quotas/profile-memo.ts';

test('a profile is looked up once in five seconds, a failed look-up again at once', async () => {
  const clock = createTestClock();
  const asked: string[] = [];
  const lookup = rememberProfiles(async (userId) => {
    asked.push(userId);
    if (userId === 'broken') throw new Error('no database');
    return { isPremium: true, timeZone: null };
  }, clock);
  await Promise.all([lookup('a'), lookup('a'), lookup('b')]);
  assert.deepEqual(asked, ['a', 'b']);
  clock.advance(5000);
  await lookup('a');
  assert.equal(asked.length, 3);
  for (let round = 0; round < 2; round += 1) await assert.rejects(lookup('broken'), /no database/);
  assert.equal(asked.length, 5);
});

test('remembers no more than ten thousand learners', async () => {
  let asked = 0;
  const lookup = rememberProfiles(async () => {
    asked += 1;
    return null;
  }, createTestClock());
  for (let index = 0; index <= 10_000; index += 1) await lookup(String(index));
  await lookup('0');
  assert.equal(asked, 10_002);
});
