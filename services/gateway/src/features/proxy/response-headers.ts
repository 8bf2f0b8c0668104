import { isDroppedResponseHeader } from './header-names.ts';

/** An upstream answer's headers, cleaned, with the few facts the gateway needs to decide how to send it on. */
export type CleanHeaders = {
  /** Names and values, alternating, ready for `writeHead`. */
  list: string[];
  /** Length announced by the service in bytes, or null when it streams. */
  contentLength: number | null;
  contentType: string;
  vary: string | null;
  hasCacheControl: boolean;
};

type RawHeaders = readonly (Buffer | string)[];

function text(part: Buffer | string | undefined): string {
  // Header bytes outside ASCII are latin-1 by definition of Node's own writer (RFC 9110 5.5 calls them opaque).
  return typeof part === 'string' ? part : (part?.toString('latin1') ?? '');
}

/**
 * Cleans the headers of a service's answer in one pass.
 *
 * @param rawHeaders names and values as undici read them, alternating
 * @param internalOrigins origins of the services, which must not appear in a Location
 * @returns the headers that may reach the client
 */
export function cleanResponseHeaders(
  rawHeaders: RawHeaders,
  internalOrigins: ReadonlySet<string>,
): CleanHeaders {
  const clean: CleanHeaders = {
    list: [],
    contentLength: null,
    contentType: '',
    vary: null,
    hasCacheControl: false,
  };
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = text(rawHeaders[index]).toLowerCase();
    if (isDroppedResponseHeader(name)) continue;
    takeHeader(clean, name, text(rawHeaders[index + 1]), internalOrigins);
  }
  return clean;
}

function takeHeader(
  clean: CleanHeaders,
  name: string,
  value: string,
  internalOrigins: ReadonlySet<string>,
): void {
  switch (name) {
    case 'vary':
      // Merged with the gateway's own Vary: replacing either would poison a shared cache.
      clean.vary = clean.vary === null ? value : `${clean.vary}, ${value}`;
      return;
    case 'location':
      clean.list.push(name, hideInternalOrigin(value, internalOrigins));
      return;
    case 'content-length':
      clean.contentLength = Number(value);
      break;
    case 'content-type':
      clean.contentType = value;
      break;
    case 'cache-control':
      clean.hasCacheControl = true;
      break;
  }
  clean.list.push(name, value);
}

/** A redirect to http://auth:8101/x would show our insides and lead nowhere; its path is what was meant. */
function hideInternalOrigin(location: string, internalOrigins: ReadonlySet<string>): string {
  if (!URL.canParse(location)) return location;
  const url = new URL(location);
  if (!internalOrigins.has(url.origin)) return location;
  return `${url.pathname}${url.search}${url.hash}`;
}

/**
 * Joins two Vary values without repeating a name.
 *
 * @param own the gateway's value
 * @param upstream the service's value, or null
 * @returns the union; `*` swallows all
 */
export function mergeVary(own: string, upstream: string | null): string {
  if (upstream === null) return own;
  const names = new Map<string, string>();
  for (const name of `${own}, ${upstream}`.split(',').map((part) => part.trim())) {
    if (name === '*') return '*';
    if (name !== '') names.set(name.toLowerCase(), name);
  }
  return [...names.values()].join(', ');
}
