import { dictionary } from '@zxcvbn-ts/language-common';

let longEnough: ReadonlySet<string> | undefined;

/**
 * Whether a password is among those that everybody tries first. The list is part of the installation: no request leaves it.
 */
export function isCommonPassword(password: string): boolean {
  // Built when first needed: the list takes some milliseconds and a megabyte.
  longEnough ??= new Set(dictionary['passwords-common'].filter((entry) => entry.length >= 8));
  const folded = password.normalize('NFKC').toLowerCase().trim();
  return longEnough.has(folded);
}
