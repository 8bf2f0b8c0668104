import type { IncomingMessage } from 'node:http';
import { commonErrors } from '../errors.ts';

const maxHeaders = 100;
const jsonType = /^application\/(?:json|[\w.+-]+\+json)[ \t]*(?:;[ \t]*charset=("?)utf-8\1[ \t]*)?$/i;

/** Headers of which two would mean that two readers see two different requests (RFC 9112 section 3.2). */
const singleHeaders = new Set(['host', 'authorization', 'content-type', 'content-encoding']);

/**
 * Refuses requests that another reader on the way might understand differently, or that nobody sends in good faith.
 * Runs before routing decisions are acted upon and before the body is read.
 *
 * @throws header_fields_too_large, bad_request or unsupported_media_type
 */
export function screenRequest(request: IncomingMessage): void {
  checkHeaders(request.rawHeaders);
  checkAddress(request.url ?? '/');
  const encoding = request.headers['content-encoding'];
  // Nothing of ours needs compressed bodies, and inflating them invites decompression bombs.
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw commonErrors.unsupported_media_type({
      detail: 'Send the body without content encoding.',
      headers: { 'accept-encoding': 'identity' },
    });
  }
}

function checkHeaders(rawHeaders: readonly string[]): void {
  if (rawHeaders.length > maxHeaders * 2) throw commonErrors.header_fields_too_large();
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!singleHeaders.has(name)) continue;
    if (seen.has(name)) throw commonErrors.bad_request({ detail: `The header ${name} was sent twice.` });
    seen.add(name);
  }
}

function checkAddress(url: string): void {
  if (!url.includes('%')) return;
  if (decoded(url).includes('\0')) {
    throw commonErrors.bad_request({ detail: 'The address holds a NUL character.' });
  }
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch (error) {
    const detail = 'The percent encoding of the address is broken.';
    throw commonErrors.bad_request({ detail, cause: error });
  }
}

/**
 * Says whether a content type means JSON in UTF-8. Parsed by ourselves because a lenient reading has been the way
 * around validation before (CVE-2025-32442, CVE-2026-25223).
 */
export function isJsonInUtf8(contentType: string): boolean {
  return jsonType.test(contentType);
}
