import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf } from '../../../src/features/quotas/day.ts';

const at = (text: string) => Date.parse(text);
const days: [string, string, string | null, string, string][] = [
  ['a plain day', '2026-03-10T12:00:00Z', 'UTC', '2026-03-10', '2026-03-11T00:00:00Z'],
  ['no zone means UTC', '2026-03-10T23:59:59.999Z', null, '2026-03-10', '2026-03-11T00:00:00Z'],
  [
    'a zone that does not exist means UTC',
    '2026-03-10T12:00:00Z',
    'Mars/Olympus',
    '2026-03-10',
    '2026-03-11T00:00:00Z',
  ],
  ['half an hour off', '2026-03-10T20:00:00Z', 'Asia/Kolkata', '2026-03-11', '2026-03-11T18:30:00Z'],
  ['a day of 23 hours', '2026-03-29T10:00:00Z', 'Europe/Madrid', '2026-03-29', '2026-03-29T22:00:00Z'],
  ['a day of 25 hours', '2026-10-25T10:00:00Z', 'Europe/Madrid', '2026-10-25', '2026-10-25T23:00:00Z'],
  ['just before midnight', '2026-06-01T03:59:30Z', 'America/New_York', '2026-05-31', '2026-06-01T04:00:00Z'],
];
for (const [name, now, zone, day, end] of days) {
  test(name, () => {
    for (let round = 0; round < 2; round += 1) {
      assert.deepEqual(dayOf(at(now), zone), { name: day, endsAtMs: at(end) });
    }
  });
}
