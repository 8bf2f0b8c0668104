import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Value } from 'typebox/value';
import {
  ClientClosedError,
  commonErrors,
  defineErrors,
  ProblemSchema,
  ServiceError,
  toProblem,
} from '../src/errors.ts';
import { asFailure, reasonOf } from '../src/http/failures.ts';
import { UpstreamError } from '../src/http/upstream-error.ts';

const errors = defineErrors({
  email_taken: { status: 409, title: 'E-mail taken', detail: 'This address is in use.' },
});

describe('a problem document', () => {
  test('says what the catalogue says, and never the operator text', () => {
    const error = errors.email_taken({ message: 'user 7 has it', cause: new Error('unique violation') });
    const { problem, status, headers } = toProblem(error, 'r1');
    assert.deepEqual(problem, {
      type: 'urn:linguamate:problem:email_taken',
      title: 'E-mail taken',
      status: 409,
      detail: 'This address is in use.',
      code: 'email_taken',
      requestId: 'r1',
    });
    assert.equal(status, 409);
    assert.deepEqual(headers, {});
    assert.equal(error.message, 'user 7 has it');
  });
  test('of anything that is not expected is internal_error', () => {
    for (const fault of [new Error('secret'), 'secret', undefined, { status: 200 }]) {
      const { problem, status } = toProblem(fault, 'r1');
      assert.equal(status, 500);
      assert.doesNotMatch(JSON.stringify(problem), /secret/);
    }
  });
  test('rounds the time to wait up to whole seconds, in body and header', () => {
    const { problem, headers } = toProblem(commonErrors.overloaded({ retryAfterSeconds: 0.2 }), 'r1');
    assert.equal(problem.retryAfter, 1);
    assert.deepEqual(headers, { 'retry-after': '1' });
  });
  test('of a passing trouble always says when to come back; what waiting does not cure never does', () => {
    for (const code of ['overloaded', 'shutting_down', 'service_unavailable', 'rate_limited'] as const) {
      assert.equal(toProblem(commonErrors[code](), 'r1').problem.retryAfter, 5, code);
    }
    assert.equal(toProblem(commonErrors.capability_unavailable(), 'r1').problem.retryAfter, undefined);
    assert.equal(toProblem(commonErrors.upstream_failed(), 'r1').problem.retryAfter, undefined);
  });
  test('of every common error matches its schema and has a status that is an error', () => {
    for (const code of Object.keys(commonErrors.catalogue) as (keyof typeof commonErrors.catalogue)[]) {
      const { problem, status } = toProblem(commonErrors[code](), 'r1');
      assert.ok(Value.Check(ProblemSchema, problem), code);
      assert.ok(status >= 400 && status < 600, code);
      assert.match(code, /^[a-z]+(_[a-z]+)*$/);
    }
  });
  test('cannot have its own members replaced by extensions', () => {
    const { problem } = toProblem(commonErrors.conflict({ extensions: { status: 200, extra: 1 } }), 'r1');
    assert.deepEqual([problem.status, problem.extra], [409, 1]);
  });
});

describe('an error becomes a failure:', () => {
  test('the AbortError of a driver is what the deadline says', () => {
    const aborted = Object.assign(new Error('aborted'), { name: 'AbortError' });
    const timedOut = AbortSignal.abort(commonErrors.request_timeout());
    assert.equal(asFailure(aborted, timedOut).code, 'request_timeout');
    assert.equal(asFailure(aborted, AbortSignal.abort(new ClientClosedError())).status, 499);
    assert.equal(asFailure(aborted).code, 'internal_error');
    assert.equal(asFailure(new Error('other'), timedOut).code, 'internal_error');
  });
  test('an upstream without success is upstream_failed', () => {
    assert.equal(asFailure(new UpstreamError('auth look', { status: 404 })).code, 'upstream_failed');
  });
  test('an error of a plug-in that is the fault of the client keeps out of our faults', () => {
    const error = Object.assign(new Error('FST: odd'), { statusCode: 406 });
    assert.equal(asFailure(error).code, 'bad_request');
    assert.equal(asFailure(Object.assign(new Error('x'), { statusCode: 503 })).code, 'internal_error');
  });
});

test('reasons are single words to group by', () => {
  const reasons = [
    commonErrors.request_timeout(),
    commonErrors.upstream_timeout(),
    commonErrors.upstream_unreachable(),
    commonErrors.malformed_json(),
    commonErrors.internal_error(),
    commonErrors.overloaded(),
    new ClientClosedError(),
  ].map(reasonOf);
  assert.deepEqual(reasons, [
    'timeout',
    'upstream',
    'upstream',
    'validation',
    'fault',
    'overloaded',
    'aborted',
  ]);
});

test('a catalogue gives one factory per code', () => {
  const error = errors.email_taken({
    detail: 'Taken.',
    fieldErrors: [{ pointer: '/email', detail: 'is taken' }],
  });
  assert.ok(error instanceof ServiceError);
  assert.equal(error.message, 'Taken.');
  assert.deepEqual(toProblem(error, 'r').problem.errors, [{ pointer: '/email', detail: 'is taken' }]);
  assert.deepEqual(Object.keys(errors.catalogue), ['email_taken']);
});
