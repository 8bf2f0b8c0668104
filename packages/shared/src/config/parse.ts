import type { Static, TObject, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { checkKey, type FieldCheck } from './fields.ts';

/** Variables of a process by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable that cannot be used, and why; never its value, because values may be secrets. */
export type ConfigProblem = { readonly name: string; readonly reason: string };

/** The environment cannot be used. Lists every problem at once, so that one restart is enough to fix them all. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(`The configuration has ${problems.length} problem(s)`);
    this.problems = problems;
  }
}

type Field = TSchema & {
  type?: string;
  default?: unknown;
  enum?: unknown[];
  [checkKey]?: FieldCheck;
  '~optional'?: true;
};
type Outcome = { value: unknown } | { reason: string } | undefined;

/**
 * Reads the variables that a schema names, converts them by its types and fills in its defaults. Variables that the
 * schema does not name are ignored: the environment of a process is full of other people's.
 *
 * @param schema object of fields from `config/fields.ts`
 * @param environment usually `process.env`; an empty text counts as not set
 * @returns typed values
 * @throws ConfigError listing every problem
 */
export function parseEnvironment<T extends TObject>(schema: T, environment: Environment): Static<T> {
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<Field>(schema.properties)) {
    const outcome = readField(field, environment[name], environment);
    if (outcome === undefined) continue;
    if ('reason' in outcome) problems.push({ name, reason: outcome.reason });
    else values[name] = outcome.value;
  }
  if (problems.length > 0) throw new ConfigError(problems);
  // Every field was checked on its own just above; together they are the object.
  return values as Static<T>;
}

/**
 * Freezes a configuration with everything in it, so that nobody can change a setting at run time.
 *
 * @returns the same object
 */
export function freeze<T extends object>(config: T): Readonly<T> {
  for (const part of Object.values(config)) {
    // The bytes of a buffer cannot be frozen; the attempt would throw.
    if (ArrayBuffer.isView(part)) continue;
    if (typeof part === 'object' && part !== null && !Object.isFrozen(part)) freeze(part);
  }
  return Object.freeze(config);
}

function readField(field: Field, raw: string | undefined, environment: Environment): Outcome {
  if (raw === undefined || raw.trim() === '') return absent(field);
  const value = convert(field, raw.trim());
  if (value === undefined) return { reason: conversionReason(field) };
  const reason = firstReason(field, value) ?? field[checkKey]?.(value, environment);
  return reason === undefined ? { value } : { reason };
}

function absent(field: Field): Outcome {
  if (field.default !== undefined) return { value: structuredClone(field.default) };
  return field['~optional'] === true ? undefined : { reason: 'is not set' };
}

function convert(field: Field, raw: string): unknown {
  if (field.type === 'integer') return /^-?\d{1,15}$/.test(raw) ? Number(raw) : undefined;
  if (field.type === 'number') return /^-?\d{1,15}(\.\d{1,15})?$/.test(raw) ? Number(raw) : undefined;
  if (field.type === 'boolean') return raw === 'true' ? true : raw === 'false' ? false : undefined;
  if (field.type === 'array') return splitList(raw);
  return raw;
}

function splitList(raw: string): string[] {
  return raw
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function conversionReason(field: Field): string {
  if (field.type === 'boolean') return 'must be true or false';
  return field.type === 'integer' ? 'must be a whole number' : 'must be a number';
}

function firstReason(field: Field, value: unknown): string | undefined {
  const [error] = Value.Errors(field, value);
  if (error === undefined) return undefined;
  return field.enum === undefined ? error.message : `must be one of ${field.enum.join(', ')}`;
}
