import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '@linguamate/shared/config';
import { readConfig } from '../src/config.ts';
import { testEnvironment } from './support.ts';

const environment = testEnvironment({ url: 'postgres://u:p@h/d' }, { url: 'redis://h', prefix: 'x' });

const problemsOf = (changes: Record<string, string | undefined>): string[] => {
  try {
    readConfig({ ...environment, ...changes });
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map((problem) => problem.name);
  }
};

test('the secrets have no default', () => {
  const problems = problemsOf({ AUTH_PEPPER: undefined, AUTH_KEY_ENCRYPTION_KEY: undefined });
  assert.deepEqual(problems.sort(), ['AUTH_KEY_ENCRYPTION_KEY', 'AUTH_PEPPER']);
});

test('a short pepper and a key of the wrong size are refused without repeating them', () => {
  assert.deepEqual(problemsOf({ AUTH_PEPPER: 'short' }), ['AUTH_PEPPER']);
  assert.deepEqual(problemsOf({ AUTH_KEY_ENCRYPTION_KEY: Buffer.alloc(16).toString('base64') }), [
    'AUTH_KEY_ENCRYPTION_KEY',
  ]);
});

test('a hash cheaper than cost 10 cannot be configured', () => {
  assert.deepEqual(problemsOf({ AUTH_BCRYPT_COST: '9' }), ['AUTH_BCRYPT_COST']);
});

test('older peppers and keys are read, and the configuration is frozen', () => {
  const config = readConfig({
    ...environment,
    AUTH_PEPPER_VERSION: '3',
    AUTH_PEPPERS_PREVIOUS: '1:first:pepper,2:second',
    AUTH_KEY_ENCRYPTION_KEYS_PREVIOUS: Buffer.alloc(32, 1).toString('base64'),
  });
  assert.equal(config.passwords.peppers.current.version, 3);
  assert.deepEqual(config.passwords.peppers.previous, [
    { version: 1, key: Buffer.from('first:pepper') },
    { version: 2, key: Buffer.from('second') },
  ]);
  assert.equal(config.encryptionKeys.length, 2);
  assert.ok(Object.isFrozen(config.sessions));
});
