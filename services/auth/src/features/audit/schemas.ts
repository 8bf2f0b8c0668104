import { decodeCursor, encodeCursor, Page, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import Type, { type Static } from 'typebox';
import type { AuditEntry } from './repository.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const AuditEntrySchema = Type.Object(
  {
    id: Uuid,
    userId: nullable(Uuid),
    action: Type.String({ examples: ['login.succeeded'] }),
    network: nullable(Type.String()),
    sessionId: nullable(Uuid),
    detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
    occurredAt: Timestamp,
  },
  { title: 'AuditEntry' },
);

export const AuditPage = Page(AuditEntrySchema);
const Position = Type.Object({ before: Type.Integer({ minimum: 0 }) });

/** The position that a cursor stands for. Throws bad_request when it is none of ours. */
export function positionOf(cursor: string | undefined): number | undefined {
  return cursor === undefined ? undefined : decodeCursor(cursor, Position).before;
}

/** One page of entries, given one entry more than fits if there are more. */
export function toAuditPage(entries: readonly AuditEntry[], limit: number): Static<typeof AuditPage> {
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(({ position: _position, occurredAt, ...entry }) => ({
    ...entry,
    occurredAt: occurredAt.toISOString(),
  }));
  const nextCursor = last && entries.length > limit ? encodeCursor({ before: last.position }) : null;
  return { items, nextCursor };
}
