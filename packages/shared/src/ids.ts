import { randomFillSync } from 'node:crypto';
import { type Clock, systemClock } from './clock.ts';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const uuidBytes = 16;
const pooledIds = 64;

// Asking the kernel once for many ids is several times cheaper than once per id.
const pool = Buffer.alloc(uuidBytes * pooledIds);
let poolOffset = pool.length;

/**
 * Makes a UUIDv7 (RFC 9562 section 5.7): 48 bits of time, then random bits. Ids sort by creation to the
 * millisecond, which keeps the inserts of a B-tree index at its right edge.
 *
 * @param clock source of the time part
 * @returns the id in lower-case canonical form
 */
export function newId(clock: Clock = systemClock): string {
  if (poolOffset >= pool.length) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  const bytes = pool.subarray(poolOffset, poolOffset + uuidBytes);
  poolOffset += uuidBytes;
  bytes.writeUIntBE(clock.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * Says whether a text is a UUID in canonical form (any version of RFC 9562).
 *
 * @param text anything a client sent
 */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
