import { domainToASCII } from 'node:url';

const maxAddressLength = 254;
const maxLocalPartBytes = 64;
// RFC 5321 dot-atom with the UTF-8 extension of RFC 6531. Quoted local parts are refused: they carry commas, angle brackets
// and line breaks into mail headers, and no real sign-up needs them.
const localPartPattern = /^[^\s"(),:;<>@[\\\]\p{C}]+$/u;
const domainPattern = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

export type EmailAddress = {
  /** Where mail is sent and what the person sees: their own spelling of the local part, the domain in ASCII. */
  address: string;
  /** What makes an account unique: every spelling of one mailbox folds to the same key. */
  key: string;
};

/**
 * Reads an e-mail address as a person may type it and folds it to one key per mailbox.
 * Full-width characters, invisible characters, case, composed and decomposed accents and international domain names
 * all fold, so that nobody owns a second account (or a second lockout counter) by spelling differently.
 * Mail must always go to a stored `address`, never to the spelling of a request: two addresses with one key may be two mailboxes.
 *
 * @param text the address as received
 * @returns the address and its key, or undefined when it cannot be an address
 */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  if (text.length > maxAddressLength * 2 || !text.isWellFormed()) return undefined;
  const cleaned = text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .trim();
  const at = cleaned.lastIndexOf('@');
  const localPart = cleaned.slice(0, Math.max(at, 0));
  const domain = domainToASCII(cleaned.slice(at + 1).replace(/\.$/, ''));
  if (!isLocalPart(localPart) || !isDomain(domain)) return undefined;
  const address = `${localPart}@${domain}`;
  return address.length > maxAddressLength ? undefined : { address, key: `${foldCase(localPart)}@${domain}` };
}

function isLocalPart(localPart: string): boolean {
  if (localPart.startsWith('.') || localPart.endsWith('.') || localPart.includes('..')) return false;
  return Buffer.byteLength(localPart) <= maxLocalPartBytes && localPartPattern.test(localPart);
}

function isDomain(domain: string): boolean {
  const topLevel = domain.slice(domain.lastIndexOf('.') + 1);
  return domainPattern.test(domain) && !/^\d+$/.test(topLevel);
}

// Upper case first: it maps the dotless i, the long s and the sharp s to what lower case alone would leave apart.
function foldCase(text: string): string {
  const lower = text.toUpperCase().toLowerCase().normalize('NFKD').replaceAll('i\u0307', 'i');
  return lower.normalize('NFKC');
}

/**
 * The names under which attempts on an address are counted. A text that is no address is counted too: it must not be
 * told apart from an address without an account.
 */
export function attemptNamesOf(text: string): { accountName: string; abuseName: string } {
  const email = parseEmailAddress(text);
  if (email) return { accountName: email.key, abuseName: abuseKey(email) };
  const name = text.trim().toLowerCase();
  return { accountName: name, abuseName: name };
}

/**
 * The address without its sub-address ("ana+1@..." becomes "ana@..."), for counting abuse only.
 * Accounts stay apart: merging identities by a provider's habit would let one person enter another's account.
 */
export function abuseKey(email: EmailAddress): string {
  const at = email.key.lastIndexOf('@');
  const localPart = email.key.slice(0, at).replace(/\+.*$/, '').replaceAll('.', '');
  return `${localPart}${email.key.slice(at)}`;
}
