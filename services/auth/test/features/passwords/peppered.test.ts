import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatStoredHash,
  parseStoredHash,
  pepperPassword,
} from '../../../src/features/passwords/peppered.ts';

const pepper = { version: 1, key: Buffer.from('a pepper for the tests') };

test('bcrypt only ever sees 64 ASCII characters, however long the password is', () => {
  for (const password of ['x', 'é'.repeat(128), '😀'.repeat(64), 'a'.repeat(1000)]) {
    assert.match(pepperPassword(pepper, password), /^[A-Za-z0-9+/]{64}$/);
  }
});

test('passwords that differ after the 72nd byte differ', () => {
  assert.notEqual(pepperPassword(pepper, `${'a'.repeat(72)}X`), pepperPassword(pepper, `${'a'.repeat(72)}Y`));
  assert.notEqual(pepperPassword(pepper, 'é'.repeat(40)), pepperPassword(pepper, `${'é'.repeat(36)}x`));
});

test('composed and decomposed accents are the same password', () => {
  assert.equal(pepperPassword(pepper, 'contrase\u00f1a'), pepperPassword(pepper, 'contrasen\u0303a'));
});

test('another pepper gives another hash', () => {
  const other = { version: 2, key: Buffer.from('another pepper') };
  assert.notEqual(pepperPassword(pepper, 'same'), pepperPassword(other, 'same'));
});

test('a stored hash names its pepper; a damaged one is no hash', () => {
  const bcryptHash = `$2b$10$${'a'.repeat(53)}`;
  assert.deepEqual(parseStoredHash(formatStoredHash(3, bcryptHash)), { pepperVersion: 3, bcryptHash });
  for (const damaged of [
    '',
    'x',
    bcryptHash,
    `lm1:1:${bcryptHash.slice(1)}`,
    `lm1:x:${bcryptHash}`,
    `${bcryptHash}0`,
  ]) {
    assert.equal(parseStoredHash(damaged), undefined);
  }
});
