import { modelOf } from './registry.ts';
import type { Served } from './run-chain.ts';

/**
 * Response headers that tell how an answer was come by.
 * @param served the answer and its attempts.
 * @returns upstream, model, number of attempts, and whether the first choice answered.
 */
export function servedHeaders({ link, attempts }: Served<unknown>): Record<string, string> {
  const model = modelOf(link);
  return {
    'x-toolkit-provider': link.upstream.id,
    'x-toolkit-attempts': String(attempts.length),
    'x-toolkit-fallback': String(attempts.some(({ upstream }) => upstream !== link.upstream.id)),
    ...(model === null ? {} : { 'x-toolkit-model': model }),
  };
}
