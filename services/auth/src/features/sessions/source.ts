import { isIP } from 'node:net';

/**
 * Where a request comes from, in the grain in which attempts are counted: the /24 of an IPv4 address and the /64 of an
 * IPv6 address, because one customer can walk through all addresses inside of those.
 *
 * @param address what the server takes for the client's address
 * @returns for instance "203.0.113.0/24"; "unknown" for anything that is no address, so that garbage shares one counter
 */
export function sourceOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIP(plain) === 4) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIP(plain) === 6) return `${expandIpv6(plain).slice(0, 4).join(':')}::/64`;
  return 'unknown';
}

function expandIpv6(address: string): string[] {
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const missing = Math.max(0, 8 - left.length - right.length);
  const groups = address.includes('::') ? [...left, ...Array<string>(missing).fill('0'), ...right] : left;
  return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}
