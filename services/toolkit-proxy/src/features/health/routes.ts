import type { HttpServer } from '@linguamate/shared/http/server';
import Type from 'typebox';
import { spellingLanguages } from '../local/engine.ts';
import type { Espeak } from '../local/espeak.ts';
import type { UpstreamRegistry } from '../upstreams/registry.ts';

const UpstreamHealth = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  breakers: Type.Record(Type.String(), Type.String()),
});

const ToolkitHealth = Type.Object({
  ok: Type.Boolean({ description: 'False while an upstream is configured and none can be used' }),
  base: Type.String({ description: 'Path below which this service answers' }),
  ai: Type.String({ description: 'configured or not_configured' }),
  capabilities: Type.Array(Type.String()),
  upstreams: Type.Array(UpstreamHealth),
});

/** What the health routes look at. */
type HealthDependencies = { registry: UpstreamRegistry; espeak: Espeak | null };

const paths = [
  ['/api/toolkit/health', 'getToolkitHealth'],
  ['/api/stt/health', 'getSpeechHealth'],
] as const;

/**
 * `GET /api/toolkit/health`: what this installation can do. Public, and therefore silent about addresses; it asks no upstream,
 * because a model's answer costs money and Rork has no such path.
 */
export function getToolkitHealth(server: HttpServer, deps: HealthDependencies): void {
  for (const [path, operationId] of paths) {
    const schema = {
      tags: ['toolkit'],
      summary: 'What this installation can do',
      operationId,
      security: [],
      response: { 200: ToolkitHealth },
    };
    server.get(path, { schema, config: { quiet: true } }, () => toolkitHealth(deps));
  }
}

/** What this machine can do by itself. */
const localCapabilities = ['language.detect', ...spellingLanguages.map((language) => `spelling:${language}`)];

function toolkitHealth({ registry, espeak }: HealthDependencies) {
  const voices = espeak === null ? [] : ['speech.synthesize', 'ipa'];
  const upstreams = registry.upstreams.map(({ id, settings, breakerStates }) => ({
    id,
    kind: settings.kind,
    breakers: breakerStates(),
  }));
  return {
    ok: upstreams.length === 0 || upstreamsUsable(registry),
    base: '/api/toolkit',
    ai: upstreams.length === 0 ? 'not_configured' : 'configured',
    capabilities: [...new Set([...registry.capabilities(), ...localCapabilities, ...voices])],
    upstreams,
  };
}

/**
 * Whether at least one upstream has a breaker that is not open, judged by the traffic so far.
 * @param registry the configured upstreams.
 */
export function upstreamsUsable(registry: UpstreamRegistry): boolean {
  return registry.upstreams.some(({ breakerStates }) => {
    const states = Object.values(breakerStates());
    return states.length === 0 || states.some((state) => state !== 'open');
  });
}

/** Every route of this feature. */
export const healthRoutes = [getToolkitHealth];
