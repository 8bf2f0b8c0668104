import { encodeCursor } from '@linguamate/shared/http/schemas';
import type { Static } from 'typebox';
import type { Message } from './repository.ts';
import type { MessageView, ReplyView, ThreadView } from './schemas.ts';
import type { Thread } from './thread.repository.ts';

/** One page of what was found; one more than `limit` must have been asked for. */
export function pageById<T extends { id: string }, V>(
  found: readonly T[],
  limit: number,
  view: (item: T) => V,
) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last !== undefined ? encodeCursor({ id: last.id }) : null;
  return { items: items.map(view), nextCursor };
}

/** A conversation as clients see it. */
export function toThreadView(thread: Thread): Static<typeof ThreadView> {
  const { id, courseId, title } = thread;
  return {
    id,
    courseId,
    title,
    createdAt: thread.createdAt.toISOString(),
    updatedAt: thread.updatedAt.toISOString(),
  };
}

/** A message as clients see it. */
export function toMessageView(message: Message): MessageView {
  const { id, role, text, details } = message;
  return {
    id,
    role,
    text,
    ...(details.translation === undefined ? {} : { translation: details.translation }),
    corrections: [...(details.corrections ?? [])],
    suggestions: [...(details.suggestions ?? [])],
    degraded: details.degraded ?? false,
    ...(details.degradedReason === undefined ? {} : { degradedReason: details.degradedReason }),
    stopped: details.stopped ?? false,
    createdAt: message.createdAt.toISOString(),
  };
}

/** A message of the learner with the answer to it. */
export function toReplyView(asked: Message, answer: Message): Static<typeof ReplyView> {
  const message = toMessageView(answer);
  const { text: reply, translation, corrections, suggestions, degraded } = message;
  return {
    reply,
    ...(translation === undefined ? {} : { translation }),
    corrections,
    suggestions,
    degraded,
    message,
    userMessage: toMessageView(asked),
  };
}
