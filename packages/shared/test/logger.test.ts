import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWithContext } from '../src/http/context.ts';
import { captureLogger } from '../src/testing/logger.ts';

test('secrets do not reach the log, at the top or below', () => {
  const { logger, text } = captureLogger();
  const secrets = {
    password: 's3cret',
    authorization: 's3cret',
    refreshToken: 's3cret',
    'set-cookie': 's3cret',
  };
  logger.info(secrets, 'top');
  logger.info({ headers: secrets }, 'one below');
  logger.info({ request: { headers: secrets } }, 'two below');
  logger.child({ token: 's3cret' }).info('child');
  assert.doesNotMatch(text(), /s3cret/);
  assert.match(text(), /\[redacted\]/);
});

test('what drivers hang on their errors does not reach the log', () => {
  const { logger, lines, text } = captureLogger();
  const cause = Object.assign(new Error('inner'), { parameters: ['s3cret'] });
  const error = Object.assign(new Error('outer', { cause }), { query: 's3cret', code: '23505' });
  logger.error({ err: error }, 'failed');
  assert.doesNotMatch(text(), /s3cret/);
  const logged = lines[0]?.err as Record<string, unknown>;
  assert.deepEqual(
    [logged.message, logged.code, (logged.cause as Error).message],
    ['outer', '23505', 'inner'],
  );
});

test('every line tells its level by name, its time and its service, and the request it belongs to', () => {
  const { logger, lines } = captureLogger();
  runWithContext({ requestId: 'r1', traceparent: '' }, () => logger.warn('inside'));
  logger.warn('outside');
  assert.deepEqual([lines[0]?.level, lines[0]?.service, lines[0]?.requestId], ['warn', 'test', 'r1']);
  assert.equal(lines[1]?.requestId, undefined);
  assert.ok(!Number.isNaN(Date.parse(String(lines[0]?.time))));
});

test('an error that is no Error is logged as it is', () => {
  const { logger, lines } = captureLogger();
  logger.error({ err: 'text' }, 'failed');
  assert.equal(lines[0]?.err, 'text');
});
