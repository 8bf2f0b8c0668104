import { randomBytes } from 'node:crypto';
import { commonErrors } from '@linguamate/shared/errors';
import type { BreachedPasswords } from './breached-passwords.ts';
import type { HashPool } from './hash-pool.ts';
import { findPepper, formatStoredHash, type Peppers, parseStoredHash, pepperPassword } from './peppered.ts';

export type PasswordVerdict = {
  matches: boolean;
  /** True when the password is right but was stored with an older cost or pepper. */
  needsRehash: boolean;
};

export type PasswordHasher = Pick<HashPool, 'admit' | 'waiting' | 'close'> & {
  hash(password: string): Promise<string>;
  /**
   * Hashes a password that somebody chooses.
   *
   * @param pointer the field that it came in
   * @throws validation_failed when the password is known from a breach
   */
  hashNew(password: string, pointer: string): Promise<string>;
  /** Costs exactly one bcrypt comparison, whatever is stored: also for an unknown account and a damaged row. */
  verify(password: string, stored: string | null | undefined): Promise<PasswordVerdict>;
};

/**
 * Hashes and checks passwords in the worker pool.
 *
 * @param options.cost the bcrypt cost of new hashes
 * @param options.breached asked about passwords that somebody chooses
 * @returns the hasher; it already holds the hash of a random password, against which unknown accounts are checked, so that
 * "no such account" takes as long as "wrong password"
 */
export async function createPasswordHasher(options: {
  pool: HashPool;
  peppers: Peppers;
  cost: number;
  breached: BreachedPasswords;
}): Promise<PasswordHasher> {
  const { pool, peppers, cost, breached } = options;
  const hash = (password: string) => hashPassword(pool, peppers, cost, password);
  const decoy = await hash(randomBytes(32).toString('base64'));
  return {
    hash,
    hashNew: async (password, pointer) => {
      if (await breached.includes(password)) throw refuseBreached(pointer);
      return await hash(password);
    },
    verify: (password, stored) => verifyPassword({ pool, peppers, cost, decoy }, password, stored),
    admit: pool.admit,
    waiting: pool.waiting,
    close: pool.close,
  };
}

function refuseBreached(pointer: string) {
  const detail =
    'This password is known from a breach of another site; please choose one that you use nowhere else.';
  return commonErrors.validation_failed({ fieldErrors: [{ pointer, detail }] });
}

async function hashPassword(
  pool: HashPool,
  peppers: Peppers,
  cost: number,
  password: string,
): Promise<string> {
  const input = pepperPassword(peppers.current, password);
  const bcryptHash = await pool.run({ kind: 'hash', input, cost });
  return formatStoredHash(peppers.current.version, String(bcryptHash));
}

type Verification = { pool: HashPool; peppers: Peppers; cost: number; decoy: string };

async function verifyPassword(
  { pool, peppers, cost, decoy }: Verification,
  password: string,
  stored: string | null | undefined,
): Promise<PasswordVerdict> {
  const parsed = stored ? parseStoredHash(stored) : undefined;
  const pepper = parsed && findPepper(peppers, parsed.pepperVersion);
  const usable = parsed && pepper ? { ...parsed, pepper } : undefined;
  const input = pepperPassword(usable?.pepper ?? peppers.current, password);
  const hash = usable?.bcryptHash ?? parseStoredHash(decoy)?.bcryptHash ?? '';
  const equal = (await pool.run({ kind: 'compare', input, hash })) === true;
  const matches = equal && usable !== undefined;
  return { matches, needsRehash: matches && isOutdated(usable, peppers, cost) };
}

function isOutdated(stored: { pepperVersion: number; bcryptHash: string }, peppers: Peppers, cost: number) {
  return stored.pepperVersion !== peppers.current.version || Number(stored.bcryptHash.slice(4, 6)) !== cost;
}
