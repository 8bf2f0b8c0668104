import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashRecoveryCode, makeRecoveryCodes } from '../../../src/features/mfa/recovery-codes.ts';
import { findTotpStep, toBase32, totpCode, totpUrl } from '../../../src/features/mfa/totp.ts';

const secret = Buffer.from('12345678901234567890');

test('codes are those of RFC 6238, appendix B', () => {
  const vectors: [seconds: number, code: string][] = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ];
  for (const [seconds, code] of vectors) assert.equal(totpCode(secret, Math.floor(seconds / 30)), code);
});

test('the step before and the step after are accepted, two steps away is not', () => {
  const nowMs = 1_234_567_890_000;
  const step = Math.floor(nowMs / 30_000);
  for (const offset of [-1, 0, 1])
    assert.equal(findTotpStep(secret, totpCode(secret, step + offset), nowMs), step + offset);
  for (const offset of [-2, 2])
    assert.equal(findTotpStep(secret, totpCode(secret, step + offset), nowMs), undefined);
  for (const text of ['', '12345', '1234567', 'abcdef'])
    assert.equal(findTotpStep(secret, text, nowMs), undefined);
});

test('the secret is written as authenticator apps read it', () => {
  assert.equal(toBase32(Buffer.from('foobar')), 'MZXW6YTBOI');
  const url = new URL(totpUrl(secret, 'ana+1@example.com'));
  assert.equal(url.searchParams.get('secret'), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  assert.equal(decodeURIComponent(url.pathname), '/Linguamate:ana+1@example.com');
});

test('recovery codes have 120 bits and do not mind how they are copied', () => {
  const codes = makeRecoveryCodes();
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^([a-z2-7]{4}-){5}[a-z2-7]{4}$/);
  const [code = ''] = codes;
  assert.deepEqual(hashRecoveryCode(code), hashRecoveryCode(code.toUpperCase().replaceAll('-', ' ')));
  assert.notDeepEqual(hashRecoveryCode(code), hashRecoveryCode(codes[1] ?? ''));
});
