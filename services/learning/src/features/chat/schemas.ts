import { CursorQuery, strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import { type Static, Type } from 'typebox';

const Short = Type.String({ maxLength: 400 });

export const Correction = Type.Object({
  original: Short,
  corrected: Short,
  explanation: Type.String({ maxLength: 1000 }),
  kind: Type.String({ maxLength: 40 }),
});
export type Correction = Static<typeof Correction>;

/** What the tutor must answer with; anything else is shown as plain text without corrections. */
export const TutorReply = Type.Object({
  reply: Type.String({ minLength: 1, maxLength: 4000 }),
  translation: Type.Optional(Type.String({ maxLength: 4000 })),
  corrections: Type.Optional(Type.Array(Correction, { maxItems: 20 })),
  suggestions: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 20 })),
});
export type TutorReply = Static<typeof TutorReply>;

/** What the coach asked last, kept with its message so that any instance can grade the answer. */
export type CoachTask = {
  readonly itemId: string;
  readonly direction: 'to_target' | 'to_source';
  readonly hintsGiven: number;
  /** A sentence with a gap, and what belongs into it; without one the item itself is asked for. */
  readonly gap?: { readonly sentence: string; readonly translation: string; readonly answer: string };
};

/** Everything about a message besides its text. */
export type MessageDetails = {
  readonly translation?: string | undefined;
  readonly corrections?: readonly Correction[] | undefined;
  readonly suggestions?: readonly string[] | undefined;
  readonly degraded?: boolean | undefined;
  /** Why the coach answered: the AI was away, or today's messages were used up. */
  readonly degradedReason?: 'away' | 'quota' | undefined;
  /** The learner had the answer stopped; what stands here is its beginning. */
  readonly stopped?: boolean | undefined;
  /** Which try the text stems from, for readers who come back in the middle. */
  readonly attempt?: string | undefined;
  readonly prompt?: string | undefined;
  readonly task?: CoachTask | undefined;
};

export const ThreadBody = strictObject({
  courseId: Type.Optional(
    Type.String({ minLength: 1, maxLength: 80, description: 'Id or slug of a course.' }),
  ),
  title: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
});
export const MessageBody = strictObject({
  text: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
  clientEventId: Type.Optional(
    Type.String({ format: 'uuid', description: 'Sending the same id again gives the same answer.' }),
  ),
});
export const RenameBody = strictObject({
  title: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
});
export const MessagesQuery = CursorQuery;
export const AcceptedCorrectionView = Type.Object({ itemId: Uuid, courseId: Uuid });
export const QuotaView = Type.Object({
  canSend: Type.Boolean({
    description: 'Whether the AI answers another message today; the coach always does.',
  }),
  messagesLeft: Type.Integer({ description: 'Messages left today; -1 means without limit.' }),
  used: Type.Integer(),
  limit: Type.Union([Type.Integer(), Type.Null()]),
  resetsAt: Timestamp,
});
export const StartersQuery = strictObject({
  courseId: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  language: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 })),
  level: Type.Optional(
    Type.Unsafe<'beginner' | 'intermediate' | 'advanced'>({
      type: 'string',
      enum: ['beginner', 'intermediate', 'advanced'],
    }),
  ),
  topic: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
});
export const StartersView = Type.Object({
  language: Type.String(),
  starters: Type.Array(
    Type.Object({ text: Type.String(), translation: Type.String(), topic: Type.String() }),
  ),
});

export const MessageView = Type.Object({
  id: Uuid,
  role: Type.Unsafe<'learner' | 'tutor'>({ type: 'string', enum: ['learner', 'tutor'] }),
  text: Type.String(),
  translation: Type.Optional(Type.String()),
  corrections: Type.Array(Correction),
  suggestions: Type.Array(Type.String()),
  degraded: Type.Boolean({ description: 'True when the coach answered, without AI.' }),
  degradedReason: Type.Optional(Type.Unsafe<'away' | 'quota'>({ type: 'string', enum: ['away', 'quota'] })),
  stopped: Type.Boolean({
    description: 'True when the learner stopped the answer: only its beginning is here.',
  }),
  createdAt: Timestamp,
});
export type MessageView = Static<typeof MessageView>;

export const ThreadView = Type.Object({
  id: Uuid,
  courseId: Uuid,
  title: Type.String(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export const OpenedThreadView = Type.Object({ ...ThreadView.properties, messages: Type.Array(MessageView) });

export const ReplyView = Type.Object({
  reply: Type.String(),
  translation: Type.Optional(Type.String()),
  corrections: Type.Array(Correction),
  suggestions: Type.Array(Type.String()),
  degraded: Type.Boolean(),
  message: MessageView,
  userMessage: MessageView,
});
