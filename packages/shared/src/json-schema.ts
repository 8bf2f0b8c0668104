import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const compiled = new WeakMap<TSchema, (value: unknown) => boolean>();

/**
 * Tells whether a value fits a schema; the schema is compiled once per process.
 *
 * @param schema a TypeBox schema that lives as long as the process, as constants do
 */
export function fits<S extends TSchema>(schema: S, value: unknown): value is Static<S> {
  let check = compiled.get(schema);
  if (check === undefined) {
    const validator = Compile(schema);
    check = (candidate) => validator.Check(candidate);
    compiled.set(schema, check);
  }
  return check(value);
}
