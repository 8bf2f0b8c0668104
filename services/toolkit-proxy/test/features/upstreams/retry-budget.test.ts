import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClock } from '@linguamate/shared/testing/clock';
import { createRetryBudget, type RetryBudget } from '../../../src/features/upstreams/retry-budget.ts';

function retriesOf(budget: RetryBudget, requests: number): number {
  let granted = 0;
  for (let request = 0; request < requests; request += 1) {
    budget.deposit();
    for (let retry = 0; retry < 2 && budget.allows(); retry += 1) {
      budget.spend();
      granted += 1;
    }
  }
  return granted;
}

test('when every request fails, retries stay at a fifth of the requests', () => {
  const budget = createRetryBudget({ ratio: 0.2, minPerSecond: 0 }, createTestClock());
  const granted = retriesOf(budget, 1000);
  assert.ok(granted >= 195 && granted <= 200, `granted ${granted}`);
});

test('a quiet service may always retry a little', () => {
  const clock = createTestClock();
  const budget = createRetryBudget({ ratio: 0, minPerSecond: 10 }, clock);
  assert.equal(retriesOf(budget, 100), 10);
  clock.advance(500);
  assert.equal(retriesOf(budget, 100), 5);
});

test('what an old calm has earned does not pay for a new storm', () => {
  const clock = createTestClock();
  const budget = createRetryBudget({ ratio: 0.2, minPerSecond: 0 }, clock);
  for (let request = 0; request < 1000; request += 1) budget.deposit();
  clock.advance(10_000);
  assert.equal(budget.allows(), false);
});
