import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abuseKey, parseEmailAddress } from '../../../src/features/users/email-address.ts';

const keyOf = (text: string) => parseEmailAddress(text)?.key;

test('every spelling of one mailbox has one key', () => {
  const spellings = [
    'victim@example.com',
    'Victim@Example.com',
    '  victim@example.com ',
    'victim＠example.com',
    'ｖictim@example.com',
    'victim@example.com.',
    'vic\u200btim@example.com',
    'vıctim@example.com',
    'vİctim@example.com',
    'v\u00adictim@example.com',
  ];
  for (const spelling of spellings)
    assert.equal(keyOf(spelling), 'victim@example.com', JSON.stringify(spelling));
  assert.equal(keyOf('jo\u0308rg@example.com'), keyOf('j\u00f6rg@example.com'));
  assert.equal(keyOf('ſam@example.com'), 'sam@example.com');
  assert.equal(keyOf('\u212aim@example.com'), 'kim@example.com');
  assert.equal(keyOf('straße@example.com'), keyOf('STRASSE@example.com'));
});

test('an international domain equals its ASCII form', () => {
  assert.equal(keyOf('a@bücher.example'), 'a@xn--bcher-kva.example');
  assert.equal(keyOf('a@BÜCHER.example'), keyOf('a@xn--bcher-kva.example'));
});

test('the address keeps the spelling of the local part, which some mail servers distinguish', () => {
  assert.equal(parseEmailAddress('Ana.Maria@Example.COM')?.address, 'Ana.Maria@example.com');
});

test('what cannot be an address is refused', () => {
  const refused = [
    '',
    'a',
    '@example.com',
    'a@',
    'a@localhost',
    'a@127.0.0.1',
    'a@[127.0.0.1]',
    'a@b.1',
    'a b@example.com',
    'a@exa mple.com',
    'a,b@example.com',
    'a;b@example.com',
    '"a b"@example.com',
    'a\r\nBcc:x@example.com',
    '<a@example.com>',
    'a..b@example.com',
    '.a@example.com',
    'a.@example.com',
    'a@-b.com',
    'a@b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.com`,
    'a\0b@example.com',
    '\ud800@example.com',
  ];
  for (const text of refused) assert.equal(parseEmailAddress(text), undefined, JSON.stringify(text));
});

test('an address of the greatest length is accepted, one longer is not', () => {
  const domain = `${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(59)}.com`;
  assert.equal(`${'a'.repeat(62)}@${domain}`.length, 254);
  assert.ok(parseEmailAddress(`${'a'.repeat(62)}@${domain}`));
  assert.equal(parseEmailAddress(`${'a'.repeat(63)}@${domain}`), undefined);
});

test('a hostile text is refused in a few milliseconds', () => {
  const startedAt = performance.now();
  for (const text of [`a@${'a.'.repeat(50_000)}`, `${'a'.repeat(50_000)}@b`, `a@${'-'.repeat(400)}.com`]) {
    assert.equal(parseEmailAddress(text), undefined);
  }
  assert.ok(performance.now() - startedAt < 50);
});

test('sub-addresses are different accounts but one counter of abuse', () => {
  const plain = parseEmailAddress('ana.maria@example.com');
  const tagged = parseEmailAddress('anamaria+news@example.com');
  assert.ok(plain && tagged);
  assert.notEqual(plain.key, tagged.key);
  assert.equal(abuseKey(plain), abuseKey(tagged));
});
