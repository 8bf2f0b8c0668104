import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';

/** Addresses that no upstream has: this network, link-local with its cloud metadata services, multicast, reserved. */
const neverReachable = blockListOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fd00:ec2::254/128',
  'ff00::/8',
]);

/** Addresses of one's own machine and network, and those that are translated into them. */
const privateNetworks = blockListOf([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '::1/128',
  'fc00::/7',
  '64:ff9b::/96',
  '2002::/16',
]);

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** What may be connected to. */
export type AddressRule = 'allowed' | 'private' | 'never';

/**
 * Judges an IP address; IPv4 addresses in IPv6 clothing count as what they are.
 * @param address textual IPv4 or IPv6 address.
 */
export function judgeAddress(address: string): AddressRule {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (neverReachable.check(address, family)) return 'never';
  return privateNetworks.check(address, family) ? 'private' : 'allowed';
}

/**
 * Judges the host of a URL as far as that is possible without asking anybody.
 * @param url an absolute URL; the URL parser has already turned decimal and hexadecimal forms into dotted ones.
 * @returns `unknown` for a name that has to be resolved.
 */
export function judgeHost(url: string): AddressRule | 'unknown' {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return 'private';
  return isIP(host) === 0 ? 'unknown' : judgeAddress(host);
}

/** A connection to an address that upstreams must not have. */
export class BlockedAddressError extends Error {
  readonly code = 'ERR_BLOCKED_ADDRESS';

  /** @param host what was to be connected to. */
  constructor(host: string) {
    super(`the address of ${host} is blocked for upstreams`);
    this.name = 'BlockedAddressError';
  }
}

/** How names are resolved; Node's own function unless a test says otherwise. */
export type Lookup = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Makes connections for undici that never lead to a forbidden address. Literal addresses are checked here, because Node never
 * resolves them; names are checked at every connection with the very addresses that are then used, so that a name which
 * changes its mind after the first look gains nothing.
 * @param options whether the own network is allowed, longest time to connect in milliseconds, and how to resolve.
 */
export function guardedConnector(options: {
  allowPrivate: boolean;
  timeoutMs: number;
  lookup?: Lookup;
}): buildConnector.connector {
  const { allowPrivate, timeoutMs, lookup = systemLookup } = options;
  const isAllowed = (address: string) => {
    const rule = judgeAddress(address);
    return rule === 'allowed' || (rule === 'private' && allowPrivate);
  };
  const checkedLookup: LookupFunction = (host, lookupOptions, done) => {
    lookup(host, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0);
      const [first] = addresses;
      // One forbidden address among good ones is a trap as well.
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        return done(new BlockedAddressError(host), '', 0);
      }
      return lookupOptions.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false, lookup: checkedLookup });
  return (target, done) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isAllowed(host)) return done(new BlockedAddressError(host), null);
    return connect(target, done);
  };
}
