/** A part of an OpenAPI document, as far as the gateway looks into it. */
export type OpenApiDocument = {
  openapi: string;
  info: Record<string, unknown>;
  tags?: { name: string; description?: string }[];
  paths?: Record<string, Record<string, unknown>>;
  components?: Record<string, Record<string, unknown>>;
  [extension: string]: unknown;
};

/** One service's document with the name of the service. */
export type ServiceDocument = { service: string; document: OpenApiDocument };

/**
 * Merges the documents of the services into the gateway's own.
 *
 * @param base the gateway's document; its info and servers are kept
 * @param parts the services' documents, in order of presentation
 * @param isPublic tells whether a path can be reached through the gateway; others are left out
 * @returns one document; component names that mean different things get the service's name in front
 */
export function mergeOpenApi(
  base: OpenApiDocument,
  parts: readonly ServiceDocument[],
  isPublic: (path: string) => boolean,
): OpenApiDocument {
  const merged: OpenApiDocument = structuredClone(base);
  merged.paths ??= {};
  merged.components ??= {};
  merged.tags ??= [];
  for (const { service, document } of parts) {
    mergePart(merged, { service, document: tidied(document) }, isPublic);
  }
  return merged;
}

/**
 * Tidies what generators leave behind: every error writes the problem document out, where one reference saves most
 * of the size, and a parameter that has a default is called required, so that typed clients would demand it.
 */
function tidied(document: OpenApiDocument): OpenApiDocument {
  return JSON.parse(
    JSON.stringify(document, (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      const isProblem = 'title' in value && value.title === 'Problem' && 'properties' in value;
      if (isProblem) return { $ref: '#/components/schemas/Problem' };
      return hasDefault(value) ? { ...value, required: false } : value;
    }),
  );
}

function hasDefault(parameter: object): boolean {
  if (!('in' in parameter && 'required' in parameter && 'schema' in parameter)) return false;
  const { schema } = parameter;
  return typeof schema === 'object' && schema !== null && 'default' in schema;
}

function mergePart(
  merged: OpenApiDocument,
  { service, document }: ServiceDocument,
  isPublic: (path: string) => boolean,
): void {
  const { document: renamed, components } = withDistinctNames(service, document, merged.components ?? {});
  for (const [kind, entries] of Object.entries(components)) {
    merged.components = { ...merged.components, [kind]: { ...merged.components?.[kind], ...entries } };
  }
  for (const [path, item] of Object.entries(renamed.paths ?? {})) {
    if (isPublic(path)) merged.paths = { ...merged.paths, [path]: withOperationIds(service, path, item) };
  }
  const known = new Set(merged.tags?.map(({ name }) => name));
  merged.tags?.push(...(renamed.tags ?? []).filter(({ name }) => !known.has(name)));
}

/** Renames components whose name is taken by something else, and every reference to them. */
function withDistinctNames(
  service: string,
  document: OpenApiDocument,
  taken: Record<string, Record<string, unknown>>,
): { document: OpenApiDocument; components: Record<string, Record<string, unknown>> } {
  const renames = new Map<string, string>();
  for (const [kind, entries] of Object.entries(document.components ?? {})) {
    for (const [name, value] of Object.entries(entries)) {
      const other = taken[kind]?.[name];
      if (other !== undefined && JSON.stringify(other) !== JSON.stringify(value)) {
        renames.set(`#/components/${kind}/${name}`, `#/components/${kind}/${service}.${name}`);
      }
    }
  }
  const renamed: OpenApiDocument = renames.size === 0 ? document : rewriteReferences(document, renames);
  const components = Object.fromEntries(
    Object.entries(renamed.components ?? {}).map(([kind, entries]) => [
      kind,
      Object.fromEntries(
        Object.entries(entries).map(([name, value]) => {
          const target = renames.get(`#/components/${kind}/${name}`);
          return [target?.slice(target.lastIndexOf('/') + 1) ?? name, value];
        }),
      ),
    ]),
  );
  return { document: renamed, components };
}

function rewriteReferences<T>(document: T, renames: ReadonlyMap<string, string>): T {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) =>
      key === '$ref' && typeof value === 'string' ? (renames.get(value) ?? value) : value,
    ),
  );
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** Clients are generated from operation ids, so every operation gets one that cannot collide. */
function withOperationIds(
  service: string,
  path: string,
  item: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).map(([key, operation]) => {
      if (!methods.has(key) || typeof operation !== 'object' || operation === null) return [key, operation];
      const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '' && word !== 'api');
      const operationId = [key, ...words].join('-');
      return [key, { operationId, 'x-service': service, ...operation }];
    }),
  );
}
