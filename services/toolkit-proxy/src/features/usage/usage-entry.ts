import Type, { type Static } from 'typebox';

const Label = Type.String({ minLength: 1, maxLength: 200 });
const Units = Type.Number({ minimum: 0 });

/** One use of an AI capability, as it travels from the server to the worker. Holds no text of the learner's. */
export const UsageEntry = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    userId: Type.String({ format: 'uuid' }),
    operation: Label,
    upstream: Type.Union([Label, Type.Null()]),
    model: Type.Union([Label, Type.Null()]),
    outcome: Label,
    attempts: Type.Integer({ minimum: 0 }),
    inputUnits: Units,
    outputUnits: Units,
    estimated: Type.Boolean(),
    durationMs: Type.Integer({ minimum: 0 }),
    at: Type.String({ format: 'date-time' }),
  },
  { additionalProperties: false },
);

/** Type of {@link UsageEntry}. */
export type UsageEntry = Static<typeof UsageEntry>;
