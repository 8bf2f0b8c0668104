import Type, { type Static } from 'typebox';

const maxTextLength = 256_000;

/** Only inline images: an address would make the upstream fetch whatever a learner asks it to. */
const inlineImagePattern = '^data:image/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$';

const ContentPart = Type.Union([
  Type.Object({
    type: Type.Literal('text'),
    text: Type.String({ maxLength: maxTextLength }),
  }),
  Type.Object({
    type: Type.Literal('image_url'),
    image_url: Type.Object({ url: Type.String({ pattern: inlineImagePattern, maxLength: 4_000_000 }) }),
  }),
]);

const Message = Type.Object({
  role: Type.Union([
    Type.Literal('system'),
    Type.Literal('developer'),
    Type.Literal('user'),
    Type.Literal('assistant'),
    Type.Literal('tool'),
  ]),
  content: Type.Optional(
    Type.Union([
      Type.String({ maxLength: maxTextLength }),
      Type.Array(ContentPart, { maxItems: 20 }),
      Type.Null(),
    ]),
  ),
});

/**
 * OpenAI's chat request. Unlike our own bodies it takes unknown fields: clients of a newer API version must keep working, and
 * such fields are passed on to upstreams of the same kind only.
 */
export const ChatBody = Type.Object({
  model: Type.String({ minLength: 1, maxLength: 100 }),
  messages: Type.Array(Message, { minItems: 1, maxItems: 500 }),
  stream: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  stream_options: Type.Optional(
    Type.Union([Type.Object({ include_usage: Type.Optional(Type.Boolean()) }), Type.Null()]),
  ),
  // Each of the n answers costs as much as a request of its own.
  n: Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: 4 }), Type.Null()])),
  max_tokens: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
  max_completion_tokens: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
  tools: Type.Optional(Type.Array(Type.Object({}), { maxItems: 128 })),
  response_format: Type.Optional(Type.Object({ type: Type.String() })),
});

/** Type of {@link ChatBody}. */
export type ChatBody = Static<typeof ChatBody>;

/** OpenAI's list of models. */
export const ModelList = Type.Object({
  object: Type.Literal('list'),
  data: Type.Array(
    Type.Object({
      id: Type.String(),
      object: Type.Literal('model'),
      created: Type.Integer(),
      owned_by: Type.String(),
    }),
  ),
});
