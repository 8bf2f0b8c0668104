import { isDroppedRequestHeader } from './header-names.ts';

/** What the gateway tells the service about the request, in place of whatever the client claimed. */
export type ForwardingFacts = {
  clientAddress: string;
  protocol: string;
  host: string;
  requestId: string;
  /** Empty where the telemetry SDK writes the header. */
  traceparent: string;
  /** Time the service has left, in milliseconds. */
  timeoutMs: number;
  /** Size of the body in bytes when it is known, else null. */
  contentLength: number | null;
};

/** Decides whether a header, by its name as sent, goes on to the service. */
export type HeaderFilter = (name: string) => boolean;

const decisionsMax = 500;

/**
 * Makes a filter that remembers its decisions, because clients use few different names.
 *
 * @returns true for the names that are forwarded
 */
export function createHeaderFilter(): HeaderFilter {
  const decisions = new Map<string, boolean>();
  return (name) => {
    const known = decisions.get(name);
    if (known !== undefined) return known;
    const forwarded = !isDroppedRequestHeader(name.toLowerCase());
    // The cap keeps a client that invents names from filling the memory.
    if (decisions.size < decisionsMax) decisions.set(name, forwarded);
    return forwarded;
  };
}

/**
 * Builds the header list for the service in one pass over the client's raw headers.
 *
 * @param rawHeaders names and values as they came over the wire, alternating
 * @param connection the value of the Connection header, which may name further headers to drop (RFC 9110 7.6.1)
 * @param facts what the gateway knows itself
 * @param isForwarded the filter of names
 * @returns names and values, alternating
 */
export function buildRequestHeaders(
  rawHeaders: readonly string[],
  connection: string | undefined,
  facts: ForwardingFacts,
  isForwarded: HeaderFilter,
): string[] {
  const named = namedInConnection(connection);
  const headers: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!isForwarded(name) || named?.has(name.toLowerCase())) continue;
    headers.push(name, rawHeaders[index + 1] ?? '');
  }
  headers.push(
    'x-forwarded-for',
    facts.clientAddress,
    'x-forwarded-proto',
    facts.protocol,
    'x-forwarded-host',
    facts.host,
    'x-request-id',
    facts.requestId,
    'x-request-timeout-ms',
    String(facts.timeoutMs),
  );
  if (facts.traceparent !== '') headers.push('traceparent', facts.traceparent);
  if (facts.contentLength !== null) headers.push('content-length', String(facts.contentLength));
  return headers;
}

function namedInConnection(connection: string | undefined): Set<string> | null {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return null;
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
