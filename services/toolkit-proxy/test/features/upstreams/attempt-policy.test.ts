import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Answer,
  type BreakerEffect,
  countsAsFailure,
  decideAttempt,
  type Situation,
} from '../../../src/features/upstreams/attempt-policy.ts';
import { describeOutcome, type Outcome } from '../../../src/features/upstreams/outcome.ts';

const calm: Situation = {
  retries: 0,
  remainingMs: 30_000,
  hasNextUpstream: true,
  budgetAllows: true,
  hasOtherKey: false,
  random: 0.5,
};

type Row = {
  outcome: Outcome;
  /** How often the same upstream is asked again. */
  retries: number;
  failsOver: boolean;
  breaker: BreakerEffect;
  answer: Answer;
};

const status = (code: number, rejection?: 'context_length' | 'content_policy'): Outcome =>
  rejection === undefined ? { kind: 'status', status: code } : { kind: 'status', status: code, rejection };
const row = (
  outcome: Outcome,
  retries: number,
  failsOver: boolean,
  breaker: BreakerEffect,
  answer: Answer,
): Row => ({
  outcome,
  retries,
  failsOver,
  breaker,
  answer,
});

const table: Row[] = [
  ...[500, 502, 503, 504, 520, 529].map((code) =>
    row(status(code), 2, true, 'failure', 'service_unavailable'),
  ),
  ...(['invalid_json', 'empty', 'wrong_type', 'unexpected_shape'] as const).map((reason) =>
    row({ kind: 'bad_answer', reason }, 2, true, 'failure', 'upstream_bad_response'),
  ),
  ...(['redirect', 'too_large'] as const).map((reason) =>
    row({ kind: 'bad_answer', reason }, 0, true, 'failure', 'upstream_bad_response'),
  ),
  row({ kind: 'connection_failed', reason: 'ECONNREFUSED' }, 1, true, 'failure', 'service_unavailable'),
  ...(['connect', 'first_byte', 'first_token', 'idle', 'total'] as const).map((phase) =>
    row({ kind: 'timeout', phase }, 0, true, 'failure', 'upstream_timeout'),
  ),
  row(status(408), 0, true, 'failure', 'upstream_timeout'),
  row({ kind: 'rate_limited', retryAfterMs: 5000 }, 1, true, 'neutral', 'rate_limited'),
  row({ kind: 'rate_limited', retryAfterMs: 5001 }, 0, true, 'neutral', 'rate_limited'),
  row({ kind: 'rate_limited' }, 1, true, 'neutral', 'rate_limited'),
  ...[401, 402, 403].map((code) => row(status(code), 0, true, 'neutral', 'service_unavailable')),
  ...[404, 501].map((code) => row(status(code), 0, true, 'neutral', 'upstream_bad_response')),
  row(status(400, 'context_length'), 0, true, 'neutral', 'context_length_exceeded'),
  row(status(400, 'content_policy'), 0, false, 'neutral', 'content_policy'),
  ...[400, 413, 415, 422].map((code) => row(status(code), 0, false, 'neutral', 'rejected_by_upstream')),
  row({ kind: 'client_gone' }, 0, false, 'neutral', 'client_gone'),
  row({ kind: 'deadline' }, 0, false, 'neutral', 'request_timeout'),
  row({ kind: 'broken_stream', reason: 'cut' }, 0, false, 'failure', 'in_band'),
  row({ kind: 'breaker_open', retryAfterMs: 30_000 }, 0, true, 'neutral', 'service_unavailable'),
  row({ kind: 'overloaded' }, 0, true, 'neutral', 'overloaded'),
  row({ kind: 'blocked_address' }, 0, true, 'neutral', 'service_unavailable'),
  row({ kind: 'request_too_large' }, 0, true, 'neutral', 'payload_too_large'),
  row({ kind: 'no_key', retryAfterMs: 1, reason: 'rate_limited' }, 0, true, 'neutral', 'rate_limited'),
  row({ kind: 'no_key', retryAfterMs: 1, reason: 'refused' }, 0, true, 'neutral', 'service_unavailable'),
];

describe('attempt table', () => {
  for (const { outcome, retries, failsOver, breaker, answer } of table) {
    const wait = 'retryAfterMs' in outcome ? ` after ${outcome.retryAfterMs} ms` : '';
    const rejection = outcome.kind === 'status' && outcome.rejection ? ` ${outcome.rejection}` : '';
    const label = `${describeOutcome(outcome)}${rejection}${wait}`;
    test(`${label}: ${retries} retries, ${failsOver ? 'fails over' : 'no fail-over'}, ${breaker}, ${answer}`, () => {
      for (let retry = 0; retry < retries; retry += 1) {
        assert.equal(decideAttempt(outcome, { ...calm, retries: retry }).next, 'retry');
      }
      const exhausted = decideAttempt(outcome, { ...calm, retries });
      assert.equal(exhausted.next, failsOver ? 'fail_over' : 'answer');
      assert.equal(exhausted.breaker, breaker);
      assert.equal(countsAsFailure(outcome), breaker === 'failure');
      const alone = decideAttempt(outcome, { ...calm, retries, hasNextUpstream: false });
      assert.deepEqual([alone.next, alone.answer], ['answer', answer]);
    });
  }
});

const failed = status(500);

function delayOf(outcome: Outcome, situation: Partial<Situation>): number {
  const decision = decideAttempt(outcome, { ...calm, ...situation });
  assert.equal(decision.next, 'retry');
  return decision.next === 'retry' ? decision.delayMs : -1;
}

test('full jitter draws the delay evenly from zero to a ceiling that doubles', () => {
  assert.equal(delayOf(failed, { random: 0 }), 0);
  assert.equal(delayOf(failed, { random: 0.999 }), 249);
  assert.equal(delayOf(failed, { retries: 1, random: 0.999 }), 499);
});

test('the delay never exceeds its cap', () => {
  const settings = {
    maxRetries: 9,
    baseDelayMs: 250,
    maxDelayMs: 4000,
    maxRetryAfterMs: 5000,
    minAttemptMs: 1000,
  };
  const decision = decideAttempt(failed, { ...calm, retries: 8, random: 0.9999 }, settings);
  assert.equal(decision.next === 'retry' && decision.delayMs, 3999);
});

test('a refused connection is tried again at once, a stated wait is kept to the millisecond', () => {
  assert.equal(delayOf({ kind: 'connection_failed', reason: 'ECONNRESET' }, { random: 0.9 }), 0);
  assert.equal(delayOf({ kind: 'rate_limited', retryAfterMs: 1234 }, { random: 0.1 }), 1234);
});

test('no attempt starts with less than a second left of the deadline', () => {
  assert.equal(decideAttempt(failed, { ...calm, remainingMs: 1124 }).next, 'fail_over');
  assert.equal(decideAttempt(failed, { ...calm, remainingMs: 1125 }).next, 'retry');
  assert.equal(decideAttempt(failed, { ...calm, remainingMs: 999 }).next, 'answer');
});

test('a wait that would pass the deadline fails over instead', () => {
  const limited: Outcome = { kind: 'rate_limited', retryAfterMs: 4000 };
  assert.equal(decideAttempt(limited, { ...calm, remainingMs: 4500 }).next, 'fail_over');
});

test('an exhausted retry budget fails over instead of repeating', () => {
  assert.equal(decideAttempt(failed, { ...calm, budgetAllows: false }).next, 'fail_over');
});

test('a refused or limited key gives way to the next key at once', () => {
  for (const outcome of [status(401), { kind: 'rate_limited', retryAfterMs: 60_000 }] as Outcome[]) {
    assert.equal(delayOf(outcome, { hasOtherKey: true }), 0);
  }
});
