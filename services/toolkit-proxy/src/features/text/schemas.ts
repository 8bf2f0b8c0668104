import { strictObject } from '@linguamate/shared/http/schemas';
import Type, { type Static } from 'typebox';

/** Rork measured 256 000 characters as the most its text endpoint takes. */
const maxTextLength = 256_000;
const maxImageLength = 4_000_000;

/** Only inline images: an address would make the upstream fetch whatever a learner asks it to. */
const inlineImagePattern = '^(data:image/(png|jpeg|webp|gif);base64,)?[A-Za-z0-9+/]+={0,2}$';

const TextPart = strictObject({
  type: Type.Literal('text'),
  text: Type.String({ minLength: 1, maxLength: maxTextLength }),
});

const ImagePart = strictObject({
  type: Type.Literal('image'),
  image: Type.String({ minLength: 4, maxLength: maxImageLength, pattern: inlineImagePattern }),
});

const Message = strictObject({
  role: Type.Union([Type.Literal('system'), Type.Literal('user'), Type.Literal('assistant')]),
  content: Type.Union([
    Type.String({ minLength: 1, maxLength: maxTextLength }),
    Type.Array(Type.Union([TextPart, ImagePart]), { minItems: 1, maxItems: 20 }),
  ]),
});

/**
 * A request for text in Rork's shape. The last four fields are sent by existing apps and mean nothing to Rork's own server
 * either; `model` chooses one of the configured aliases.
 */
export const TextBody = strictObject({
  messages: Type.Optional(Type.Array(Message, { minItems: 1, maxItems: 200 })),
  prompt: Type.Optional(Type.String({ minLength: 1, maxLength: maxTextLength })),
  model: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
  max_tokens: Type.Optional(Type.Integer({ minimum: 1 })),
  maxTokens: Type.Optional(Type.Integer({ minimum: 1 })),
  stream: Type.Optional(Type.Literal(false)),
});

/** Type of {@link TextBody}. */
export type TextBody = Static<typeof TextBody>;

/** The generated text in Rork's shape. */
export const TextAnswer = Type.Object({ completion: Type.String() });
