import { createHash } from 'node:crypto';
import type { StoredSigningKey } from './repository.ts';

/** How long verifiers may keep the public set. A key is published for twice as long before it signs. */
export const jwksMaxAgeSeconds = 600;

export type PublicKeySet = { keys: Record<string, string>[] };

/** The public halves of every live key (RFC 7517), the waiting one included: verifiers know it before it signs. */
export function toKeySet(keys: readonly StoredSigningKey[]): PublicKeySet {
  return { keys: keys.map((key) => key.publicJwk) };
}

/** A validator for conditional requests: it changes exactly when the set of keys does. */
export function keySetTag(set: PublicKeySet): string {
  const kids = set.keys.map((key) => key.kid).join(' ');
  return `"${createHash('sha256').update(kids).digest('base64url').slice(0, 22)}"`;
}
