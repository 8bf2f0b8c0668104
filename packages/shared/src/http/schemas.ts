import { type Static, type TObjectOptions, type TProperties, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { commonErrors, ProblemSchema } from '../errors.ts';

/** An object that refuses unknown fields: a misspelt optional field must not be ignored in silence. */
export function strictObject<P extends TProperties>(properties: P, options: TObjectOptions = {}) {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

/** Any UUID in canonical form. */
export const Uuid = Type.String({ format: 'uuid' });

/** A point in time, RFC 3339 with an offset. */
export const Timestamp = Type.String({ format: 'date-time' });

const maxCursorLength = 500;

/** Query of a list: how many, and where the last page ended. */
export const CursorQuery = strictObject({
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: maxCursorLength })),
});

/** One page of a list; `nextCursor` is null on the last one. */
export function Page<S extends TSchema>(item: S) {
  return Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) });
}

/**
 * Writes the position of the last item of a page as opaque text. It is not a secret and not signed: it may only
 * hold what the caller could have asked for anyway.
 */
export function encodeCursor(position: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a cursor that a client sent back.
 *
 * @param cursor text from `encodeCursor`, or anything else
 * @param schema what a position of this list looks like
 * @throws bad_request when it is not a cursor of this list
 */
export function decodeCursor<S extends TSchema>(cursor: string, schema: S): Static<S> {
  const position = parseCursor(cursor);
  if (!Value.Check(schema, position)) throw invalidCursor();
  return position;
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    throw invalidCursor(error);
  }
}

function invalidCursor(cause?: unknown): Error {
  return commonErrors.bad_request({ detail: 'The cursor does not belong to this list.', cause });
}

const problemContent = { 'application/problem+json': { schema: ProblemSchema } };

/**
 * Documents the errors of a route, to be spread into its `response` schemas.
 *
 * @param statuses HTTP statuses that the route may answer with
 */
export function problemResponses(...statuses: readonly number[]): Record<number, TSchema> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: titleOf(status), content: problemContent, type: 'object' },
    ]),
  );
}

function titleOf(status: number): string {
  const entry = Object.values(commonErrors.catalogue).find((candidate) => candidate.status === status);
  return entry?.title ?? 'Problem';
}
