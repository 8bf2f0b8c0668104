import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { localDay, ordinalOfDay, startOfDay } from '../../../src/features/progress/calendar.ts';
import { separateSiblings } from '../../../src/features/reviews/due-queue.ts';
import {
  type FoldOptions,
  foldReviews,
  type Review,
  retrievability,
} from '../../../src/features/reviews/fold-reviews.ts';
import { rateAnswer } from '../../../src/features/reviews/rate-answer.ts';

const options: FoldOptions = {
  cardId: 'card',
  desiredRetention: 0.9,
  balance: false,
  timeZone: 'UTC',
  rolloverHour: 0,
};
const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1, 9);

function review(ordinal: number, rating: number, offsetDays: number, zone = 'UTC'): Review {
  const at = start + offsetDays * dayMs;
  return {
    clientEventId: `e${String(ordinal).padStart(4, '0')}`,
    rating,
    reviewedAt: new Date(at),
    day: localDay(at, zone),
  };
}

describe('FSRS-6', () => {
  it('gives the published intervals: good six times, again twice, good five times', () => {
    const ratings = [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3];
    const log: Review[] = [];
    const intervals: number[] = [];
    let day = 0;
    for (const [index, rating] of ratings.entries()) {
      log.push(review(index, rating, day));
      const state = foldReviews(log, options);
      assert.ok(state);
      intervals.push(state.scheduledDays);
      day += state.scheduledDays;
    }
    assert.deepEqual(intervals, [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]);
  });
  it('gives the published memory state after A,G,G,G,G,G at 0,0,1,3,8,21 days', () => {
    const log = [1, 3, 3, 3, 3, 3].map((rating, index) =>
      review(index, rating, [0, 0, 1, 4, 12, 33][index] ?? 0),
    );
    const state = foldReviews(log, options);
    assert.ok(Math.abs((state?.stability ?? 0) - 53.62691) < 1e-4);
    assert.ok(Math.abs((state?.difficulty ?? 0) - 6.3574867) < 1e-4);
  });
  it('gives the published chances to remember', () => {
    assert.ok(Math.abs(retrievability(2.3065, 1) - 0.9468475) < 1e-6);
    assert.ok(Math.abs(retrievability(2.3065, 10) - 0.77436692) < 1e-6);
    assert.equal(retrievability(0, 1), 0);
  });
});

describe('a card', () => {
  const logs = fc.array(
    fc.record({ rating: fc.integer({ min: 1, max: 4 }), day: fc.integer({ min: 0, max: 400 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  it('follows from its log alone: whatever the order of arrival and however often events arrive', () => {
    fc.assert(
      fc.property(logs, fc.integer(), fc.boolean(), (entries, seed, balance) => {
        const log = entries.map((entry, index) => review(index, entry.rating, entry.day + index / 100));
        const shuffled = [...log, ...log].sort(
          (a, b) => hash(a.clientEventId, seed) - hash(b.clientEventId, seed),
        );
        assert.deepEqual(
          foldReviews(shuffled, { ...options, balance }),
          foldReviews(log, { ...options, balance }),
        );
      }),
    );
  });
  it('without a review has no state', () => assert.equal(foldReviews([], options), undefined));
  it('falls due at the beginning of a day of the learner, not at the hour of the last review', () => {
    const log = [0, 0.01, 2].map((day, index) => review(index, 3, day, 'Asia/Tokyo'));
    const state = foldReviews(log, { ...options, timeZone: 'Asia/Tokyo', rolloverHour: 4 });
    assert.equal(localDay(state?.due.getTime() ?? 0, 'Asia/Tokyo', 4), '2026-01-14');
    assert.equal(localDay((state?.due.getTime() ?? 0) - 1, 'Asia/Tokyo', 4), '2026-01-13');
  });
  it('that is still being learned falls due within minutes', () => {
    const state = foldReviews([review(0, 1, 0)], options);
    assert.deepEqual([state?.state, (state?.due.getTime() ?? 0) - start], ['learning', 60_000]);
  });
  it('does not get younger by a journey over the date line', () => {
    const log = [review(0, 3, 0), review(1, 3, 1), { ...review(2, 3, 3), day: '2025-12-30' }];
    const state = foldReviews(log, options);
    assert.equal(state?.lastDay, '2026-01-02');
  });
  it('is spread over neighbouring days with others, always to the same one', () => {
    const log = [0, 0.01, 2, 13].map((day, index) => review(index, 3, day));
    const days = new Set(
      Array.from(
        { length: 50 },
        (_, card) => foldReviews(log, { ...options, balance: true, cardId: `card ${card}` })?.scheduledDays,
      ),
    );
    assert.ok(
      days.size > 3 && Math.min(...[...days].map(Number)) > 35 && Math.max(...[...days].map(Number)) < 57,
    );
  });
  it('refuses a rating that is none', () =>
    assert.throws(() => foldReviews([review(0, 5, 0)], options), RangeError));
});

function hash(text: string, seed: number): number {
  return [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16777619), seed);
}

describe('the first moment of a day', () => {
  it('is found in every zone, also where the clocks change at midnight', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 20_089, max: 20_820 }),
        fc.integer({ min: 0, max: 12 }),
        (zone, ordinal, hour) => {
          const day = new Date(ordinal * dayMs).toISOString().slice(0, 10);
          const first = startOfDay(day, zone, hour);
          assert.equal(ordinalOfDay(localDay(first, zone, hour)), ordinal);
          assert.ok(localDay(first - 60_000, zone, hour) < day);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the rating of an answer', () => {
  const latencies = { samples: 50, medianMs: 4000, quickMs: 2500 };
  const rate = (
    verdict: 'exact' | 'accent' | 'typo' | 'wrong_word' | 'wrong',
    latencyMs: number | null,
    produced = true,
  ) => rateAnswer({ verdict, produced, latencyMs, latencies });
  it('wrong is again, a slip or long thought is hard, right is good, quick production is easy', () => {
    assert.equal(rate('wrong', 100), 1);
    assert.equal(rate('wrong_word', 100), 1);
    assert.equal(rate('typo', 100), 2);
    assert.equal(rate('exact', 9000), 2);
    assert.equal(rate('exact', 4000), 3);
    assert.equal(rate('exact', null), 3);
    assert.equal(rate('exact', 1000), 4);
    assert.equal(rate('accent', 1000), 3);
    assert.equal(rate('exact', 1000, false), 3);
    assert.equal(
      rateAnswer({ verdict: 'exact', produced: true, latencyMs: 1, latencies: { ...latencies, samples: 3 } }),
      3,
    );
  });
});

describe('siblings', () => {
  it('stand at least three cards apart where there are others to stand between', () => {
    const cards = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'].map((itemId) => ({ itemId }));
    const order = separateSiblings(cards).map(({ itemId }) => itemId);
    assert.deepEqual(order, ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd']);
    assert.equal(separateSiblings([{ itemId: 'a' }, { itemId: 'a' }]).length, 2);
  });
});
