import { createHash, randomBytes } from 'node:crypto';
import { toBase32 } from './totp.ts';

const codeCount = 10;
const codeBytes = 15;

/** Ten codes of 120 random bits in groups that can be copied from paper, for the day the phone is lost. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: codeCount }, () =>
    (toBase32(randomBytes(codeBytes)).match(/.{4}/g) ?? []).join('-').toLowerCase(),
  );
}

/** What the database keeps of a code: case, hyphens and spaces do not matter, so they do not count. */
export function hashRecoveryCode(code: string): Buffer {
  return createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest();
}
