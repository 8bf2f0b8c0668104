import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { accountRule } from './lockout-rules.ts';

const baseBits = 16;
const maxBits = 22;
const stepFailures = 10;

export type Challenge = { algorithm: 'SHA-256'; challenge: string; bits: number };

/**
 * Makes the task that an unknown device must solve before it may try a password of an account under attack: find a nonce
 * so that SHA-256("<challenge>.<nonce>") begins with `bits` zero bits. A person waits a moment; a guesser pays for each guess.
 * Nothing is stored: the number of failures is part of the challenge, so a solution is worthless after the next failure.
 *
 * @param failures how many attempts on the account have failed lately
 */
export function makeChallenge(key: Buffer, accountHash: Buffer, failures: number): Challenge {
  const steps = Math.floor(Math.max(0, failures - accountRule.failures) / stepFailures);
  const challenge = createHmac('sha256', key).update(accountHash).update(`:${failures}`).digest('base64url');
  return { algorithm: 'SHA-256', challenge, bits: Math.min(maxBits, baseBits + steps) };
}

/**
 * Checks a solution in a few microseconds.
 *
 * @param proof "<challenge>.<nonce>" as the client sent it
 */
export function isSolved(task: Challenge, proof: string | undefined): boolean {
  if (!proof?.includes('.')) return false;
  const challenge = Buffer.from(proof.slice(0, proof.indexOf('.')));
  const expected = Buffer.from(task.challenge);
  if (challenge.length !== expected.length || !timingSafeEqual(challenge, expected)) return false;
  return leadingZeroBits(createHash('sha256').update(proof).digest()) >= task.bits;
}

function leadingZeroBits(hash: Buffer): number {
  return Math.clz32(hash.readUInt32BE(0));
}
