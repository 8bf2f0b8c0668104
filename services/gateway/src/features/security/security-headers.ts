/**
 * Headers on every answer. An API answer is never a page, so nothing may run in it or frame it; the docs page
 * alone replaces the policy.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  // Answers are read by pages of other origins where CORS allows it; without CORS nobody else may embed them.
  'cross-origin-resource-policy': 'same-site',
  'permissions-policy': 'interest-cohort=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** The same headers as a raw list for proxied answers, made once. */
export const securityHeaderList: readonly string[] = Object.entries(securityHeaders).flat();
