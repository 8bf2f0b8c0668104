import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const stepSeconds = 30;
const digits = 6;
const secretBytes = 20;
/** Steps before and after the present one whose code is accepted: the clocks of phones are not exact. */
const window = 1;
const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret for an authenticator app. */
export function makeTotpSecret(): Buffer {
  return randomBytes(secretBytes);
}

/** The code of one step (RFC 6238 with SHA-1, which is what every authenticator app can do). */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = hash.readUInt8(hash.length - 1) & 0x0f;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * Finds the step that a code belongs to.
 *
 * @param nowMs epoch milliseconds
 * @returns the step's number, or undefined when the code is that of no step near now
 */
export function findTotpStep(secret: Buffer, code: string, nowMs: number): number | undefined {
  const present = Math.floor(nowMs / 1000 / stepSeconds);
  const given = Buffer.from(code);
  for (let step = present - window; step <= present + window; step += 1) {
    const expected = Buffer.from(totpCode(secret, step));
    if (given.length === expected.length && timingSafeEqual(given, expected)) return step;
  }
  return undefined;
}

/** What authenticator apps read from a QR code. */
export function totpUrl(secret: Buffer, accountName: string): string {
  const label = encodeURIComponent(`Linguamate:${accountName}`);
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=Linguamate&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`;
}

/** Writes bytes as people can type them (RFC 4648 base32, without padding). */
export function toBase32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => base32Alphabet[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '').join('');
}
