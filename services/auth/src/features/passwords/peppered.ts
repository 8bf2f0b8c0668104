import { createHmac } from 'node:crypto';

export type Pepper = { version: number; key: Buffer };

/** The peppers a deployment knows: new hashes use `current`; hashes of older versions can still be checked. */
export type Peppers = { current: Pepper; previous: readonly Pepper[] };

export type StoredHash = { pepperVersion: number; bcryptHash: string };

const storedPattern = /^lm1:(\d{1,9}):(\$2[aby]\$\d{2}\$[./A-Za-z0-9]{53})$/;

/**
 * Turns a password into what bcrypt gets to see: 64 ASCII characters.
 * bcrypt alone cuts at 72 bytes and treats NUL as the end; hashing first keeps every character of a long or non-Latin password
 * meaningful, and the secret key makes a stolen table useless for guessing (OWASP Password Storage). NFKC lets
 * the same password typed on two keyboards match (NIST 800-63B).
 *
 * @param pepper the secret of this deployment
 * @param password the password as received
 */
export function pepperPassword(pepper: Pepper, password: string): string {
  return createHmac('sha384', pepper.key).update(password.normalize('NFKC'), 'utf8').digest('base64');
}

/** Writes the form kept in the database; its prefix names the scheme and the pepper, so both can change later. */
export function formatStoredHash(pepperVersion: number, bcryptHash: string): string {
  return `lm1:${pepperVersion}:${bcryptHash}`;
}

/** Reads a stored hash. A damaged row gives undefined, which counts as a wrong password and never as an error page. */
export function parseStoredHash(stored: string): StoredHash | undefined {
  const match = storedPattern.exec(stored);
  const [, version, bcryptHash] = match ?? [];
  return version && bcryptHash ? { pepperVersion: Number(version), bcryptHash } : undefined;
}

/** The pepper of a version, or undefined when this deployment does not hold it. */
export function findPepper(peppers: Peppers, version: number): Pepper | undefined {
  return [peppers.current, ...peppers.previous].find((pepper) => pepper.version === version);
}
