import openapiTS, { astToString } from 'openapi-typescript';

/** The files that are made from the API's description, relative to this one. */
export const documentFile = new URL('../../openapi.generated.json', import.meta.url);
export const schemaFile = new URL('../../src/schema.generated.ts', import.meta.url);

const banner =
  '// Made from openapi.generated.json; see the README of this package. Changes by hand are lost.\n\n';

/** The description as it is committed: without what differs from one run to the next, in a fixed order. */
export function renderDocument(document: Record<string, unknown>): string {
  const { paths = {}, ...rest } = document as { paths?: Record<string, unknown> };
  const sorted = Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ ...rest, paths: sorted }, null, 2)}\n`;
}

/** The types of the client, made from the committed description. */
export async function renderSchema(documentText: string): Promise<string> {
  const nodes = await openapiTS(documentText, { alphabetize: true, immutable: true });
  return banner + astToString(nodes);
}
