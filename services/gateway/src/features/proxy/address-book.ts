import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { Clock } from '@linguamate/shared/clock';

/** Finds all addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** How addresses are chosen. */
export type AddressBookOptions = {
  clock: Clock;
  /** How long an answer of the resolver is used, in milliseconds. */
  ttlMs: number;
  resolve?: Resolve;
};

/** Looks up services that have several addresses. */
export type AddressBook = {
  /** For `net.connect`. */
  lookup: LookupFunction;
  /** Puts an address that could not be connected to behind the others for a while. */
  avoid(address: string): void;
};

type Entry = { addresses: LookupAddress[]; expiresAtMs: number; turn: number };

const avoidMs = 10_000;

/**
 * Spreads new connections over all addresses of a service, asks for them anew when the answer is old, keeps to the
 * last answer when the resolver fails, and leaves addresses that refuse connections.
 *
 * Node tries the addresses it is given one after the other, so even one dead replica among several costs a POST
 * nothing but the attempt.
 */
export function createAddressBook(options: AddressBookOptions): AddressBook {
  const { clock, ttlMs, resolve = resolveAll } = options;
  const entries = new Map<string, Entry>();
  const avoided = new Map<string, number>();
  const find = async (hostname: string): Promise<LookupAddress[]> => {
    const known = entries.get(hostname);
    const entry =
      known !== undefined && known.expiresAtMs > clock.now() ? known : await renew(hostname, known);
    entry.turn += 1;
    return ordered(entry, avoided, clock.now());
  };
  const renew = async (hostname: string, known: Entry | undefined): Promise<Entry> => {
    const addresses = await resolve(hostname).catch((error: unknown) => {
      // A resolver that is away must not take the services with it.
      if (known === undefined) throw error;
      return known.addresses;
    });
    const entry = { addresses, expiresAtMs: clock.now() + ttlMs, turn: known?.turn ?? 0 };
    entries.set(hostname, entry);
    return entry;
  };
  return {
    avoid: (address) => avoided.set(address, clock.now() + avoidMs),
    lookup: (hostname, lookupOptions, done) => {
      find(hostname).then(
        (addresses) => answer(addresses, lookupOptions, done),
        (error: NodeJS.ErrnoException) => done(error, []),
      );
    },
  };
}

function resolveAll(hostname: string): Promise<LookupAddress[]> {
  return lookup(hostname, { all: true });
}

function ordered(entry: Entry, avoided: Map<string, number>, nowMs: number): LookupAddress[] {
  const start = entry.turn % Math.max(1, entry.addresses.length);
  const turned = [...entry.addresses.slice(start), ...entry.addresses.slice(0, start)];
  const isAvoided = ({ address }: LookupAddress) => (avoided.get(address) ?? 0) > nowMs;
  return [...turned.filter((address) => !isAvoided(address)), ...turned.filter(isAvoided)];
}

function answer(
  addresses: LookupAddress[],
  { all }: LookupOptions,
  done: Parameters<LookupFunction>[2],
): void {
  const [first] = addresses;
  if (first === undefined) done(Object.assign(new Error('No address'), { code: 'ENOTFOUND' }), []);
  else if (all) done(null, addresses);
  else done(null, first.address, first.family);
}
