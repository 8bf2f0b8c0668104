import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPasswordProblem } from '../../../src/features/passwords/password-policy.ts';

const codeOf = (password: string) => findPasswordProblem(password)?.code;

test('length is counted in characters, not in bytes', () => {
  assert.equal(codeOf('пароль-мой'), undefined);
  assert.equal(codeOf('я'.repeat(64)), undefined);
  assert.equal(codeOf('😀'.repeat(9)), 'password_too_short');
  assert.equal(codeOf('gehdasso1'), 'password_too_short');
});

test('128 characters are fine and 129 are too many', () => {
  assert.equal(codeOf('xy'.repeat(64)), undefined);
  assert.equal(codeOf('x'.repeat(129)), 'password_too_long');
});

test('there are no rules about kinds of characters', () => {
  assert.equal(codeOf('nur kleine buchstaben'), undefined);
  assert.equal(codeOf(' leading and trailing '), undefined);
});

test('control characters and broken Unicode are refused', () => {
  assert.equal(codeOf('with\0nul-in-it'), 'password_unreadable');
  assert.equal(codeOf('with\nnewline-x'), 'password_unreadable');
  assert.equal(codeOf('broken \ud800 text'), 'password_unreadable');
});

test('passwords that everybody tries first are refused, in any case', () => {
  for (const common of ['password123', 'Qwertyuiop', '1234567890', '1Q2W3E4R5T']) {
    assert.equal(codeOf(common), 'password_common', common);
  }
});

test('a password made of the name, the address or the product is refused; one that merely contains them is not', () => {
  const context = { email: 'ana.garcia@example.com', name: 'Ana García' };
  for (const personal of ['garcia2026', 'Linguamate1!', 'Garcia-García', 'LinguamatePassword']) {
    assert.equal(findPasswordProblem(personal, context)?.code, 'password_personal', personal);
  }
  assert.equal(findPasswordProblem('garcia wears green hats', context), undefined);
});
