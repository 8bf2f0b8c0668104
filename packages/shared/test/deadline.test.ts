import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeadline } from '../src/deadline.ts';
import { ClientClosedError } from '../src/errors.ts';

test('a deadline aborts with request_timeout when its time is up', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000 });
  const deadline = createDeadline({ timeoutMs: 500 });
  assert.deepEqual([deadline.expiresAtMs, deadline.remainingMs()], [1_500, 500]);
  t.mock.timers.tick(499);
  assert.deepEqual([deadline.signal.aborted, deadline.remainingMs()], [false, 1]);
  t.mock.timers.tick(2);
  assert.deepEqual([deadline.signal.aborted, deadline.remainingMs()], [true, 0]);
  assert.equal(deadline.signal.reason.code, 'request_timeout');
});

test('a deadline passes on the abort of its parent, with its reason', () => {
  const parent = new AbortController();
  const deadline = createDeadline({ timeoutMs: 60_000, parent: parent.signal });
  parent.abort(new ClientClosedError());
  assert.ok(deadline.signal.reason instanceof ClientClosedError);
});

test('a deadline with a parent that has aborted begins aborted', () => {
  const deadline = createDeadline({ timeoutMs: 60_000, parent: AbortSignal.abort('gone') });
  assert.equal(deadline.signal.reason, 'gone');
});

test('a deadline that was disposed of never aborts', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const parent = new AbortController();
  const deadline = createDeadline({ timeoutMs: 10, parent: parent.signal });
  deadline.dispose();
  t.mock.timers.tick(100);
  parent.abort();
  assert.equal(deadline.signal.aborted, false);
});

test('the first reason of a deadline stays', () => {
  const deadline = createDeadline({ timeoutMs: 60_000 });
  deadline.abort('first');
  deadline.abort('second');
  assert.equal(deadline.signal.reason, 'first');
});
