import { environmentSchema as local } from '@linguamate/local/settings';
import { environmentSchema as auth } from '../../services/auth/src/config.ts';
import { environmentSchema as gateway } from '../../services/gateway/src/config.ts';
import { environmentSchema as learning } from '../../services/learning/src/config.ts';
import { environmentSchema as toolkitProxy } from '../../services/toolkit-proxy/src/config.ts';
import { root } from './project-files.ts';

/** One environment variable as one or more programs read it. */
export type Variable = {
  name: string;
  description: string;
  /** As it would be written in a `.env` file; undefined when there is none. */
  default: string | undefined;
  required: boolean;
  secret: boolean;
  /** Who reads it. */
  readers: string[];
};

type Field = {
  description?: string;
  default?: unknown;
  writeOnly?: boolean;
  enum?: unknown[];
  '~optional'?: boolean;
};

const localReader = 'npm start';

const schemas: Record<string, { properties: object }> = {
  [localReader]: local,
  gateway,
  auth,
  learning,
  'toolkit-proxy': toolkitProxy,
};

// Defaults that are paths are absolute on this machine; the documents speak of the project's own folders.
function writeDefault(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? value.join(',') : String(value)).replaceAll(`${root}/`, '');
}

function describe(reader: string, name: string, field: Field): Variable {
  const choices = field.enum ? ` (${field.enum.join(', ')})` : '';
  return {
    name,
    description: `${field.description ?? ''}${choices}`,
    default: writeDefault(field.default),
    required: field.default === undefined && field['~optional'] !== true,
    secret: field.writeOnly === true,
    readers: [reader],
  };
}

/** Every variable of every program; those that mean the same to several programs are listed once. */
export function collectVariables(): Variable[] {
  const found = new Map<string, Variable>();
  for (const [reader, { properties }] of Object.entries(schemas)) {
    for (const [name, field] of Object.entries<Field>({ ...properties })) {
      const variable = describe(reader, name, field);
      const key = [name, variable.description, variable.default].join('\n');
      const known = found.get(key);
      if (known) known.readers.push(reader);
      else found.set(key, variable);
    }
  }
  return [...found.values()];
}

/** Names in the order of who reads them, for headings: "gateway, auth". */
export function groupByReaders(variables: readonly Variable[]): [readers: string, Variable[]][] {
  const groups = new Map<string, Variable[]>();
  for (const variable of variables) {
    const readers = variable.readers.join(', ');
    groups.set(readers, [...(groups.get(readers) ?? []), variable]);
  }
  return [...groups];
}
