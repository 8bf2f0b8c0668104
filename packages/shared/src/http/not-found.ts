import type { FastifyInstance } from 'fastify';
import { commonErrors } from '../errors.ts';

type SeenRoute = { readonly pattern: RegExp; readonly methods: Set<string> };

/**
 * Answers what no route answers: 405 with `Allow` where the path exists for other methods (RFC 9110 section
 * 15.5.6), else 404. Must be called before the first route is declared.
 */
export function answerUnmatched(server: FastifyInstance): void {
  const seen = new Map<string, SeenRoute>();
  server.addHook('onRoute', ({ url, method }) => {
    // A catch-all says nothing about which paths exist behind it.
    if (url.includes('*')) return;
    const route = seen.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const name of [method].flat()) route.methods.add(name);
    seen.set(url, route);
  });
  server.setNotFoundHandler((request) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const matching = [...seen.values()].filter((route) => route.pattern.test(path));
    const allowed = new Set(matching.flatMap((route) => [...route.methods]));
    if (allowed.size === 0 || allowed.has(request.method)) throw commonErrors.not_found();
    throw commonErrors.method_not_allowed({ headers: { allow: [...allowed].sort().join(', ') } });
  });
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[A-Za-z0-9_]+/g, '[^/]+')}$`);
}
