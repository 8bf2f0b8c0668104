/** RFC 9110 7.6.1: meant for one connection only, so a proxy forwards none of them. */
const hopByHop = [
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Names by which servers are commonly told who calls, from where, or which method or path is "really" meant. */
const identityAndForwarding = [
  'cf-connecting-ip',
  'fastly-client-ip',
  'forwarded',
  'true-client-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-host',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-host',
  'x-original-url',
  'x-real-ip',
  'x-rewrite-url',
];

/** Headers of a request that the gateway deletes: hop-by-hop, forged identity, and those it sets itself. */
export const droppedRequestHeaders: ReadonlySet<string> = new Set([
  ...hopByHop,
  ...identityAndForwarding,
  // Public baggage is unbounded data from strangers; the trace is continued by traceparent alone.
  'baggage',
  // Node has answered "100 Continue" already, and undici refuses to send the header on.
  'expect',
  'content-length',
  'host',
  'traceparent',
  'x-request-id',
  'x-request-timeout-ms',
]);

const droppedRequestPrefixes = [
  'proxy-',
  'x-auth-',
  'x-forwarded-',
  'x-gateway-',
  'x-internal-',
  'x-role',
  'x-session-',
  'x-user-',
];

/** Headers of an answer that the gateway deletes: hop-by-hop, those that describe our insides, those it sets itself. */
export const droppedResponseHeaders: ReadonlySet<string> = new Set([
  ...hopByHop,
  'alt-svc',
  'content-security-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'server',
  'strict-transport-security',
  'via',
  'x-content-type-options',
  'x-frame-options',
  'x-powered-by',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
]);

const droppedResponsePrefixes = ['access-control-', 'proxy-', 'x-gateway-', 'x-internal-'];

/**
 * @param name lower-case name of a request header
 * @returns whether the header must not reach a service
 */
export function isDroppedRequestHeader(name: string): boolean {
  if (droppedRequestHeaders.has(name)) return true;
  // CGI-style servers read x_user_id and x-user-id as one name, so an underscore is a way around this list.
  if (name.includes('_')) return true;
  return hasPrefix(name, droppedRequestPrefixes);
}

/**
 * @param name lower-case name of a response header
 * @returns whether the header must not reach the client
 */
export function isDroppedResponseHeader(name: string): boolean {
  return droppedResponseHeaders.has(name) || hasPrefix(name, droppedResponsePrefixes);
}

function hasPrefix(name: string, prefixes: readonly string[]): boolean {
  const first = name.charCodeAt(0);
  // Nearly every ordinary header begins with another letter than a, p or x.
  if (first !== 0x78 && first !== 0x70 && first !== 0x61) return false;
  return prefixes.some((prefix) => name.startsWith(prefix));
}
