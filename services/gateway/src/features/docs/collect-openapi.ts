import type { Clock } from '@linguamate/shared/clock';
import type { Logger } from '@linguamate/shared/logger';
import { type Dispatcher, request } from 'undici';
import type { UpstreamName } from '../proxy/route-table.ts';
import { mergeOpenApi, type OpenApiDocument, type ServiceDocument } from './merge-openapi.ts';

/** What collecting needs. */
export type CollectOptions = {
  base: OpenApiDocument;
  upstreams: Readonly<Record<UpstreamName, string>>;
  isPublic: (path: string) => boolean;
  dispatcher: Dispatcher;
  logger: Logger;
  clock: Clock;
};

/** The merged document, fetched when it is asked for. */
export type OpenApiCollector = { document(): Promise<OpenApiDocument> };

const freshMs = 30_000;
const fetchTimeoutMs = 3_000;
const documentMaxBytes = 5 * 1024 * 1024;

/**
 * Collects the documents of all services. A service that does not answer is represented by the last document it
 * gave; one that never answered is missing, and named in `x-missing-services`.
 *
 * @param options where the services are
 */
export function createOpenApiCollector(options: CollectOptions): OpenApiCollector {
  const lastGood = new Map<string, OpenApiDocument>();
  let cached: { document: Promise<OpenApiDocument>; atMs: number; complete: boolean } | null = null;
  return {
    document() {
      const now = options.clock.now();
      if (cached?.complete && now - cached.atMs < freshMs) return cached.document;
      // Callers at the same moment share one round of fetches.
      const entry = { document: collect(options, lastGood), atMs: now, complete: true };
      cached = entry;
      entry.document.then(
        (document) => {
          entry.complete = !('x-missing-services' in document);
        },
        () => {
          entry.complete = false;
        },
      );
      return entry.document;
    },
  };
}

async function collect(
  options: CollectOptions,
  lastGood: Map<string, OpenApiDocument>,
): Promise<OpenApiDocument> {
  const services = Object.entries(options.upstreams);
  await Promise.all(
    services.map(async ([service, origin]) => {
      try {
        lastGood.set(service, await fetchDocument(origin, options.dispatcher));
      } catch (error) {
        options.logger.warn({ err: error, service }, 'The OpenAPI document of a service cannot be fetched');
      }
    }),
  );
  const parts = services.flatMap(([service]): ServiceDocument[] => {
    const document = lastGood.get(service);
    return document === undefined ? [] : [{ service, document }];
  });
  const missing = services.map(([service]) => service).filter((service) => !lastGood.has(service));
  const merged = mergeOpenApi(options.base, parts, options.isPublic);
  return missing.length === 0 ? merged : { ...merged, 'x-missing-services': missing };
}

async function fetchDocument(origin: string, dispatcher: Dispatcher): Promise<OpenApiDocument> {
  const { statusCode, body } = await request(`${origin}/internal/openapi.json`, {
    dispatcher,
    signal: AbortSignal.timeout(fetchTimeoutMs),
  });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`Status ${statusCode}`);
  }
  const text = await body.text();
  if (text.length > documentMaxBytes) throw new Error('The document is too large');
  const document: unknown = JSON.parse(text);
  if (!isOpenApi(document)) throw new Error('Not an OpenAPI 3.1 document');
  return document;
}

function isOpenApi(value: unknown): value is OpenApiDocument {
  return (
    typeof value === 'object' &&
    value !== null &&
    'openapi' in value &&
    String(value.openapi).startsWith('3.1')
  );
}
