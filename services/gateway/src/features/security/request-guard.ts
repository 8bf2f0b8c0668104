import type { IncomingMessage } from 'node:http';
import { gatewayErrors } from '../../errors.ts';

/** Sent twice, these mean one thing to the gateway and perhaps another to the service behind it. */
const singleHeaders = new Set([
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'origin',
  'x-request-id',
]);

/** Printable ASCII without `#`, which no client sends (RFC 9112 3.2), and without `\`, which some treat as `/`. */
const plainTarget = /^\/(?:[!"$-[\]-~])*$/;

/** Encoded slashes, backslashes, NUL and other control characters hide a path from whoever does not decode it. */
const hiddenInPath = /%(?:2f|5c|[01][0-9a-f]|7f)/i;

/** Dot segments, also half or fully encoded, climb out of the prefix that was checked (RFC 3986 5.2.4). */
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

const validEscape = /%(?![0-9a-f]{2})/i;

/**
 * Refuses requests that two servers could read in two ways, before anything is decided about them.
 *
 * @param raw the request as Node parsed it
 * @throws invalid_request_target, ambiguous_header, upgrade_refused (all 400)
 */
export function guardRequest(raw: IncomingMessage): void {
  guardTarget(raw.url ?? '');
  guardHeaders(raw.rawHeaders);
  const upgrade = raw.headers.upgrade;
  // h2c offers may be ignored (RFC 9110 7.8); a WebSocket client would wait for an answer it can never get.
  if (upgrade?.toLowerCase().includes('websocket')) throw gatewayErrors.upgrade_refused();
}

function guardTarget(target: string): void {
  const queryStart = target.indexOf('?');
  const path = queryStart === -1 ? target : target.slice(0, queryStart);
  const refused =
    !plainTarget.test(target) || hiddenInPath.test(path) || dotSegment.test(path) || validEscape.test(path);
  if (refused) throw gatewayErrors.invalid_request_target();
}

function guardHeaders(rawHeaders: readonly string[]): void {
  let seen: Set<string> | null = null;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (!singleHeaders.has(name)) continue;
    seen ??= new Set();
    if (seen.has(name)) throw gatewayErrors.ambiguous_header();
    seen.add(name);
  }
}
