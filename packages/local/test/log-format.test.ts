import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { formatJson, formatPretty } from '../src/log-format.ts';

const line = JSON.stringify({
  level: 'warn',
  time: '2026-01-02T03:04:05Z',
  service: 'auth',
  msg: 'slow',
  ms: 12,
  pid: 1,
});

describe('Lines of the processes', () => {
  test('for a machine: the JSON that was written, with the process it came from', () => {
    assert.deepEqual(JSON.parse(formatJson('auth', line)), { ...JSON.parse(line), process: 'auth' });
  });

  test('for a machine: text that is no JSON is wrapped, so that every line can be parsed', () => {
    const wrapped = JSON.parse(formatJson('auth', 'Segmentation fault')) as { msg: string; process: string };
    assert.equal(wrapped.msg, 'Segmentation fault');
    assert.equal(wrapped.process, 'auth');
    assert.equal((JSON.parse(formatJson('auth', '{broken')) as { msg: string }).msg, '{broken');
  });

  test('for a person: who, how bad, what, and only the fields that say more', () => {
    const shown = stripVTControlCharacters(formatPretty('auth', line));
    assert.match(shown, /^\d\d:\d\d:\d\d auth +warn {2}slow ms=12$/);
  });

  test('for a person: an error is shown with its stack, below', () => {
    const failed = JSON.stringify({
      level: 50,
      msg: 'no',
      err: { message: 'm', stack: 'Error: m\n    at x' },
    });
    const [first = '', ...rest] = stripVTControlCharacters(formatPretty('auth', failed)).split('\n');
    assert.match(first, /error no/);
    assert.match(rest.join('\n'), /Error: m\n +at x/);
  });
});
