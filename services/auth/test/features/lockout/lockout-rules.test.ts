import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addFailure,
  admit,
  type Counter,
  freshCounter,
  pairRule,
  release,
  remainingLockMs,
} from '../../../src/features/lockout/lockout-rules.ts';

type Step = { kind: 'begin' | 'fail' | 'abandon' | 'wait'; ms: number };

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind'][]>('begin', 'fail', 'abandon', 'wait'),
    ms: fc.integer({ min: 0, max: 20 * 60_000 }),
  }),
  { maxLength: 60 },
);

test('no order of attempts ever lets more than 5 passwords through before a lock, and no lock outlasts 30 minutes', () => {
  fc.assert(
    fc.property(steps, (script) => {
      let nowMs = 1_000_000_000;
      let counter: Counter = freshCounter(nowMs);
      let checking = 0;
      for (const step of script) {
        const lockedUntil = counter.lockedUntilMs;
        if (step.kind === 'wait') nowMs += step.ms;
        if (step.kind === 'begin') {
          const admission = admit(counter, pairRule, nowMs);
          if (admission.kind === 'admitted') {
            counter = admission.counter;
            checking += 1;
            assert.ok(counter.failures + counter.pending <= pairRule.failures);
          }
        }
        if (step.kind === 'fail' && checking > 0) {
          const wasLocked = remainingLockMs(counter, nowMs) > 0;
          counter = addFailure(counter, pairRule, nowMs);
          checking -= 1;
          if (wasLocked) assert.equal(counter.lockedUntilMs, lockedUntil, 'a lock was extended');
        }
        if (step.kind === 'abandon' && checking > 0) {
          counter = release(counter);
          checking -= 1;
        }
        assert.ok(remainingLockMs(counter, nowMs) <= pairRule.lockMs);
      }
    }),
  );
});

test('checks whose process died stop blocking others', () => {
  const nowMs = 1_000_000_000;
  let counter = freshCounter(nowMs);
  for (let time = 0; time < 5; time += 1) {
    const admission = admit(counter, pairRule, nowMs);
    assert.ok(admission.kind === 'admitted');
    counter = admission.counter;
  }
  assert.equal(admit(counter, pairRule, nowMs).kind, 'crowded');
  assert.equal(admit(counter, pairRule, nowMs + 16_000).kind, 'admitted');
});

test('a failure that comes late, from a check that was given up, does not extend a lock', () => {
  const lockedAtMs = 1_000_000_000;
  const locked = { ...freshCounter(lockedAtMs), failures: 5, lockedUntilMs: lockedAtMs + pairRule.lockMs };
  const later = addFailure(locked, pairRule, lockedAtMs + 60_000);
  assert.equal(later.lockedUntilMs, locked.lockedUntilMs);
  assert.equal(later.failures, 5);
});
