import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const codeDigits = 6;
const tokenBytes = 32;

/** Six digits that a person can carry from a mail to another device. */
export function makeCode(): string {
  return String(randomInt(0, 10 ** codeDigits)).padStart(codeDigits, '0');
}

/** A text for a link; nobody can guess it. */
export function makeLinkToken(): string {
  return randomBytes(tokenBytes).toString('base64url');
}

/** What the database keeps of a link token. */
export function hashLinkToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * What the database keeps of a code. With a million possible codes a plain hash would be as good as the code itself, so it
 * is keyed; and it is bound to its sign-up, so a code of one is worthless for another.
 */
export function hashCode(key: Buffer, subject: string, code: string): Buffer {
  return createHmac('sha256', key).update(`${subject}:${code}`).digest();
}

/** Compares without showing in the time how much was right. */
export function sameHash(one: Buffer | null, other: Buffer): boolean {
  return one !== null && one.length === other.length && timingSafeEqual(one, other);
}
