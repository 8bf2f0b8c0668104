import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { localDay, ordinalOfDay } from '../../../src/features/progress/calendar.ts';
import { streakOf } from '../../../src/features/progress/streak.ts';

function streak(active: number[], today: number, more: { frozen?: number[]; freezes?: number[] } = {}) {
  return streakOf({
    active: new Set(active),
    frozen: new Set(more.frozen ?? []),
    freezes: more.freezes ?? [],
    today,
  });
}

describe('streaks', () => {
  it('count consecutive days that end today or yesterday', () => {
    assert.equal(streak([], 10).current, 0);
    assert.equal(streak([10], 10).current, 1);
    assert.equal(streak([8, 9, 10], 10).current, 3);
    assert.equal(streak([8, 9], 10).current, 2);
    assert.equal(streak([7, 8], 10).current, 0);
    assert.equal(streak([1, 2, 3, 4, 8, 9, 10], 10).longest, 4);
  });
  it('are not capped at 30 days', () => {
    assert.equal(
      streak(
        Array.from({ length: 400 }, (_, day) => day),
        399,
      ).current,
      400,
    );
  });
  it('a freeze holds a streak over a missed day without lengthening it', () => {
    const held = streak([6, 7, 9], 9, { freezes: [5] });
    assert.deepEqual([held.current, held.newlyFrozen], [3, [8]]);
    const yesterday = streak([6, 7], 9, { freezes: [5] });
    assert.deepEqual([yesterday.current, yesterday.newlyFrozen], [2, [8]]);
  });
  it('two missed days need two freezes; one is not wasted on a gap that it cannot close', () => {
    assert.deepEqual(streak([5, 6, 9], 9, { freezes: [1] }).newlyFrozen, []);
    assert.deepEqual(streak([5, 6, 9], 9, { freezes: [1, 1] }).newlyFrozen, [8, 7]);
  });
  it('a freeze from later does not repair an earlier day, and none is spent before the first day ever', () => {
    assert.equal(streak([6, 8], 8, { freezes: [8] }).current, 1);
    assert.deepEqual(streak([8], 8, { freezes: [1, 1] }).newlyFrozen, []);
    assert.deepEqual(streak([], 8, { freezes: [1, 1] }).newlyFrozen, []);
  });

  const days = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 50 });
  it('depend on the set of days alone: order and repeats change nothing', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 61 }), (active, today) => {
        const doubled = [...active, ...active].sort(() => 0.5 - Math.random());
        assert.deepEqual(streak(doubled, today), streak(active, today));
      }),
    );
  });
  it('never exceed the number of active days; an added day never shortens one', () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 0, max: 61 }),
        fc.integer({ min: 0, max: 61 }),
        (active, today, late) => {
          fc.pre(late <= today);
          const before = streak(active, today);
          assert.ok(before.current <= active.length && before.longest >= before.current);
          const after = streak([...active, late], today);
          assert.ok(after.current >= before.current && after.longest >= before.longest);
        },
      ),
    );
  });
  it('practising every 24 hours keeps a streak in every zone, over daylight saving and the date line', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.integer({ min: 0, max: 365 }),
        fc.integer({ min: 2, max: 21 }),
        (zone, firstDay, hour) => {
          const times = Array.from({ length: 30 }, (_, day) => Date.UTC(2025, 0, 1 + firstDay + day, hour));
          const active = times.map((time) => ordinalOfDay(localDay(time, zone)));
          const result = streak(active, active.at(-1) ?? 0);
          // The clock change may push a session over midnight and so leave one day empty, in zones where it falls there.
          const unbroken = new Set(active).size === Math.max(...active) - Math.min(...active) + 1;
          assert.equal(result.current === new Set(active).size, unbroken);
        },
      ),
      { numRuns: 300 },
    );
  });
});
