import { isIPv4, isIPv6 } from 'node:net';
import type { Limit, LimitGroup, LimitTable } from './limit-table.ts';
import type { LimitCheck } from './limiter.ts';

/**
 * The part of an address that stands for one subscriber: IPv4 whole, IPv6 its /64, because a household gets at
 * least that much and could otherwise take a new address for every request.
 *
 * @param address textual IP address, as the socket or a trusted proxy gave it
 * @returns a short text fit for a key
 */
export function subscriberOf(address: string): string {
  const plain = address.split('%', 1)[0] ?? '';
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return 'unknown';
  // ::ffff:192.0.2.1 is how a dual-stack socket shows IPv4 (RFC 4291 2.5.5.2).
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  const groups = expandGroups(plain);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return mappedFromHex(groups);
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

function expandGroups(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const left = parseGroups(head);
  if (tail === undefined) return left;
  const right = parseGroups(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => 0);
  return [...left, ...zeros, ...right];
}

function parseGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function mappedFromHex(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Who sends a request, as far as it is known when it is counted. */
export type Caller = { address: string; userId: string | null };

/**
 * Chooses the limits of a request.
 *
 * @param table all limits
 * @param group the route's group
 * @param caller a known user is counted by name, so that a school behind one address is not one caller
 * @returns the limits with the caller's keys
 */
export function checksFor(table: LimitTable, group: LimitGroup, caller: Caller): LimitCheck[] {
  const subscriber = `a:${subscriberOf(caller.address)}`;
  const name = caller.userId === null ? subscriber : `u:${caller.userId}`;
  const general = caller.userId === null ? table.anonymous : table.user;
  const special = table.groups[group];
  const check = (limit: Limit): LimitCheck => ({
    limit,
    key: `${limit.name}:${limit.subject === 'address' ? subscriber : name}`,
  });
  return special === null ? [check(general)] : [check(general), check(special)];
}
