import type { Operation } from './outcome.ts';
import type { ChainLink } from './run-chain.ts';
import { createUpstream, type Upstream, type UpstreamDependencies } from './upstream.ts';
import type { UpstreamDocument } from './upstream-document.ts';

/** All configured upstreams and the order in which they are asked. */
export type UpstreamRegistry = {
  upstreams: readonly Upstream[];
  /**
   * The upstreams for an operation, in order.
   * @param alias public model name, or null for the default chain.
   * @returns an empty list when nothing is configured for it; null when the alias is unknown.
   */
  chainFor(operation: Operation, alias: string | null): ChainLink[] | null;
  /** Operations that at least one upstream can do. */
  capabilities(): Operation[];
  /** Public model names. */
  aliases(): string[];
  close(): Promise<void>;
};

const operations: Operation[] = [
  'text.generate',
  'text.stream',
  'speech.transcribe',
  'speech.synthesize',
  'image.generate',
  'image.edit',
];

/**
 * Builds every upstream of a document.
 * @param document the checked configuration.
 * @param deps metrics, logger, clock.
 */
export function createUpstreamRegistry(
  document: UpstreamDocument,
  deps: UpstreamDependencies,
): UpstreamRegistry {
  const upstreams = document.upstreams.map((settings) => createUpstream(settings, document.breaker, deps));
  const byId = new Map(upstreams.map((upstream) => [upstream.id, upstream]));
  const defaultChain = (operation: Operation): ChainLink[] => {
    const ids = document.routes[operation] ?? upstreams.map(({ id }) => id);
    return toLinks(ids.map((id) => ({ upstream: id })));
  };
  const toLinks = (places: { upstream: string; model?: string }[]): ChainLink[] =>
    places.flatMap(({ upstream: id, model }) => {
      const upstream = byId.get(id);
      return upstream === undefined ? [] : [{ upstream, model: model ?? null }];
    });
  const links = (operation: Operation, alias: string | null): ChainLink[] | null => {
    if (alias === null) return defaultChain(operation);
    const entry = ownEntry(document.models, alias);
    if (entry !== undefined) return toLinks(entry.chain);
    const own = defaultChain(operation).filter(({ upstream }) =>
      Object.hasOwn(upstream.settings.models, alias),
    );
    return own.length === 0 ? null : own.map((link) => ({ ...link, model: alias }));
  };
  const chainFor = (operation: Operation, alias: string | null) =>
    links(operation, alias)?.filter(({ upstream }) => upstream.can(operation)) ?? null;
  return {
    upstreams,
    chainFor,
    capabilities: () => operations.filter((operation) => (chainFor(operation, null) ?? []).length > 0),
    aliases: () => aliasesOf(document),
    close: async () => {
      await Promise.all(upstreams.map((upstream) => upstream.close()));
    },
  };
}

function aliasesOf(document: UpstreamDocument): string[] {
  const own = document.upstreams.flatMap(({ models }) => Object.keys(models));
  return [...new Set([...Object.keys(document.models), ...own])]
    .filter((alias) => alias !== 'default')
    .sort();
}

/**
 * The model name that an upstream itself knows.
 * @param link an upstream and the alias it is asked for.
 * @returns the upstream's own name, its default, or null when it needs none.
 */
export function modelOf({ upstream, model }: ChainLink): string | null {
  const { models } = upstream.settings;
  if (model === null) return ownEntry(models, 'default') ?? null;
  return ownEntry(models, model) ?? model;
}

/** Purposes other than text, for which an upstream has a model of its own. */
export type ModelPurpose = 'transcription' | 'speech' | 'image';

const _reservedNames = new Set<string>(['default', 'transcription', 'speech', 'image']);

/**
 * The upstream's own model for something other than text: the entry of that name among its models.
 * @returns null when none is configured.
 */
export function modelForPurpose({ upstream }: ChainLink, purpose: ModelPurpose): string | null {
  return ownEntry(upstream.settings.models, purpose) ?? null;
}

// A client may name a model "constructor"; only what was configured counts.
function ownEntry<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
