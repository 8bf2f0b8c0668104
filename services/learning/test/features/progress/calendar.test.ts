import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  dayOfOrdinal,
  isTimeZone,
  localDay,
  localHour,
  ordinalOfDay,
} from '../../../src/features/progress/calendar.ts';

const at = (text: string) => Date.parse(text);
const zones = Intl.supportedValuesOf('timeZone');

describe('the learner’s calendar day', () => {
  const cases: [instant: string, zone: string, rollover: number, day: string][] = [
    ['2026-03-01T23:30:00Z', 'UTC', 0, '2026-03-01'],
    ['2026-03-01T23:30:00Z', 'Pacific/Kiritimati', 0, '2026-03-02'],
    ['2026-03-01T11:30:00Z', 'Etc/GMT+12', 0, '2026-02-28'],
    ['2026-03-01T10:00:00Z', 'Pacific/Apia', 0, '2026-03-01'],
    // Samoa skipped 30 December 2011 to change sides of the date line.
    ['2011-12-30T09:59:00Z', 'Pacific/Apia', 0, '2011-12-29'],
    ['2011-12-30T10:01:00Z', 'Pacific/Apia', 0, '2011-12-31'],
    // Half an hour of daylight saving.
    ['2026-04-04T13:15:00Z', 'Australia/Lord_Howe', 0, '2026-04-05'],
    ['2026-01-02T02:30:00Z', 'UTC', 4, '2026-01-01'],
    ['2026-01-02T04:00:00Z', 'UTC', 4, '2026-01-02'],
    // New York jumps from 2 to 3 o'clock: the day begins at 4 on the wall clock all the same.
    ['2026-03-08T07:59:00Z', 'America/New_York', 4, '2026-03-07'],
    ['2026-03-08T08:00:00Z', 'America/New_York', 4, '2026-03-08'],
    ['2026-06-01T12:00:00Z', 'Mars/Olympus_Mons', 0, '2026-06-01'],
  ];
  for (const [instant, zone, rollover, day] of cases) {
    it(`${instant} in ${zone} with the day beginning at ${rollover} is ${day}`, () => {
      assert.equal(localDay(at(instant), zone, rollover), day);
    });
  }

  it('knows real zones from made-up ones', () => {
    assert.ok(isTimeZone('Europe/Paris'));
    assert.ok(!isTimeZone('Mars/Olympus_Mons'));
    assert.equal(localHour(at('2026-06-01T12:00:00Z'), 'Asia/Tokyo'), 21);
  });

  it('in every zone a day lasts between 23 and 25 hours and is followed by the next, over every change of clocks', () => {
    const year2026 = at('2026-01-01T00:00:00Z');
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 365 * 24 * 4 }), (zone, quarter) => {
        const now = year2026 + quarter * 900_000;
        const today = ordinalOfDay(localDay(now, zone));
        assert.equal(ordinalOfDay(localDay(now + 25 * 3_600_000, zone)) - today >= 1, true);
        assert.equal(ordinalOfDay(localDay(now + 23 * 3_600_000, zone)) - today <= 1, true);
      }),
      { numRuns: 300 },
    );
  });

  it('ordinals and days are each other’s inverse', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (ordinal) => {
        assert.equal(ordinalOfDay(dayOfOrdinal(ordinal)), ordinal);
      }),
    );
  });
});
