import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUuid, newId } from '../src/ids.ts';
import { createTestClock } from '../src/testing/clock.ts';

test('ids are UUIDs of version 7 that tell their time', () => {
  const clock = createTestClock(Date.UTC(2026, 10, 1));
  const id = newId(clock);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), clock.now());
});

test('ids of later milliseconds sort after earlier ones', () => {
  const clock = createTestClock();
  const first = newId(clock);
  clock.advance(1);
  assert.ok(first < newId(clock));
});

test('a hundred thousand ids of one millisecond are different', () => {
  const clock = createTestClock();
  assert.equal(new Set(Array.from({ length: 100_000 }, () => newId(clock))).size, 100_000);
});

test('isUuid takes canonical UUIDs and nothing else', () => {
  assert.ok(isUuid(newId()));
  assert.ok(isUuid('F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6'));
  for (const wrong of [
    '',
    'f81d4fae7dec11d0a76500a0c91e6bf6',
    `${newId()} `,
    `${newId()}\n`,
    '../../etc/passwd',
  ]) {
    assert.ok(!isUuid(wrong), wrong);
  }
});
