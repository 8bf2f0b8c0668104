import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { judgeHost } from './guarded-connector.ts';

const strict = { additionalProperties: false } as const;
const milliseconds = (defaultMs: number) =>
  Type.Integer({ minimum: 1, maximum: 600_000, default: defaultMs });
const count = (value: number, maximum: number) => Type.Integer({ minimum: 1, maximum, default: value });

/** What an upstream can be asked to do. */
export const OperationSchema = Type.Union([
  Type.Literal('text.generate'),
  Type.Literal('text.stream'),
  Type.Literal('speech.transcribe'),
  Type.Literal('speech.synthesize'),
  Type.Literal('image.generate'),
  Type.Literal('image.edit'),
]);

const TimeoutsSchema = Type.Object(
  {
    connectMs: milliseconds(3000),
    firstByteMs: milliseconds(15_000),
    firstTokenMs: milliseconds(15_000),
    idleMs: milliseconds(20_000),
    totalMs: milliseconds(60_000),
  },
  { ...strict, default: {} },
);

const LimitsSchema = Type.Object(
  {
    maxRequestBytes: count(4_400_000, 100_000_000),
    maxResponseBytes: count(26_214_400, 100_000_000),
    maxConcurrency: count(64, 10_000),
    maxQueued: Type.Integer({ minimum: 0, maximum: 10_000, default: 64 }),
    queueTimeoutMs: milliseconds(2000),
  },
  { ...strict, default: {} },
);

const UpstreamSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    kind: Type.Union([Type.Literal('rork'), Type.Literal('openai')]),
    baseUrl: Type.String({ pattern: '^https?://[^\\s@?#]+$', maxLength: 2048 }),
    keys: Type.Array(Type.String({ minLength: 1, maxLength: 4096 }), { maxItems: 20, default: [] }),
    capabilities: Type.Optional(Type.Array(OperationSchema, { minItems: 1 })),
    /** The upstream's own name for each alias; `default` is for text, `transcription`, `speech` and `image` for those. */
    models: Type.Record(Type.String(), Type.String({ pattern: '^[\\x21-\\x7e]{1,200}$' }), { default: {} }),
    contextTokens: Type.Integer({ minimum: 256, maximum: 100_000_000, default: 32_000 }),
    allowPrivateNetwork: Type.Boolean({ default: false }),
    timeouts: TimeoutsSchema,
    limits: LimitsSchema,
  },
  strict,
);

const AliasSchema = Type.Object(
  {
    chain: Type.Array(
      Type.Object({ upstream: Type.String(), model: Type.Optional(Type.String({ minLength: 1 })) }, strict),
      { minItems: 1, maxItems: 10 },
    ),
  },
  strict,
);

const RetrySchema = Type.Object(
  {
    maxRetries: Type.Integer({ minimum: 0, maximum: 5, default: 2 }),
    baseDelayMs: milliseconds(250),
    maxDelayMs: milliseconds(4000),
    maxRetryAfterMs: milliseconds(5000),
    minAttemptMs: milliseconds(1000),
    budgetRatio: Type.Number({ minimum: 0, maximum: 1, default: 0.2 }),
    budgetMinPerSecond: Type.Number({ minimum: 0, maximum: 1000, default: 10 }),
  },
  { ...strict, default: {} },
);

const BreakerSchema = Type.Object(
  {
    errorThresholdPercentage: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
    volumeThreshold: count(5, 1000),
    resetTimeoutMs: milliseconds(30_000),
  },
  { ...strict, default: {} },
);

/** The whole upstream configuration: who is asked for what, in which order, and how patiently. */
const UpstreamDocumentSchema = Type.Object(
  {
    upstreams: Type.Array(UpstreamSchema, { maxItems: 20, default: [] }),
    /** Order of upstreams per operation; without an entry, every capable upstream in the order of the list. */
    routes: Type.Partial(
      Type.Object({
        'text.generate': Type.Array(Type.String()),
        'text.stream': Type.Array(Type.String()),
        'speech.transcribe': Type.Array(Type.String()),
        'speech.synthesize': Type.Array(Type.String()),
        'image.generate': Type.Array(Type.String()),
        'image.edit': Type.Array(Type.String()),
      }),
      { ...strict, default: {} },
    ),
    models: Type.Record(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$' }), AliasSchema, {
      default: {},
    }),
    /** Silence towards a streaming client is broken by a comment this often, or proxies in between hang up. */
    heartbeatMs: milliseconds(10_000),
    retry: RetrySchema,
    breaker: BreakerSchema,
  },
  strict,
);

/** A checked upstream configuration with every default filled in. */
export type UpstreamDocument = Static<typeof UpstreamDocumentSchema>;

/** The settings of one upstream. */
export type UpstreamSettings = UpstreamDocument['upstreams'][number];

/** One thing that is wrong with a document: where, and why; never the value, which may be a key. */
export type DocumentProblem = { pointer: string; reason: string };

/** The document cannot be used; lists everything that is wrong with it. */
export class UpstreamDocumentError extends Error {
  readonly problems: DocumentProblem[];

  /** @param problems every problem found, by place and reason. */
  constructor(problems: DocumentProblem[]) {
    super(problems.map(({ pointer, reason }) => `${pointer || '/'}: ${reason}`).join('; '));
    this.name = 'UpstreamDocumentError';
    this.problems = problems;
  }
}

/**
 * Checks a configuration document and fills in the defaults.
 * @param input the parsed JSON or YAML.
 * @returns the complete document.
 * @throws {UpstreamDocumentError} naming every problem by JSON pointer, never by value.
 */
export function readUpstreamDocument(input: unknown): UpstreamDocument {
  const filled = Value.Default(UpstreamDocumentSchema, Value.Clone(input));
  if (!Value.Check(UpstreamDocumentSchema, filled)) {
    throw new UpstreamDocumentError(schemaProblems(filled));
  }
  const problems = crossCheck(filled);
  if (problems.length > 0) throw new UpstreamDocumentError(problems);
  return filled;
}

// An unknown setting is reported twice by the validator: once at its own place, once at the object that holds it.
function schemaProblems(input: unknown): DocumentProblem[] {
  return Value.Errors(UpstreamDocumentSchema, input)
    .filter(({ keyword }) => keyword !== 'additionalProperties')
    .map(({ instancePath, message, keyword }) => ({
      pointer: instancePath,
      reason: keyword === 'boolean' ? 'is not a known setting' : message,
    }));
}

function crossCheck(document: UpstreamDocument): DocumentProblem[] {
  const ids = document.upstreams.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const problems = twice.map((id) => ({ pointer: '/upstreams', reason: `the id ${id} is used twice` }));
  const unknown = (pointer: string, id: string) => {
    if (!ids.includes(id)) problems.push({ pointer, reason: `no upstream has the id ${id}` });
  };
  problems.push(...document.upstreams.flatMap(addressProblems));
  for (const [operation, chain] of Object.entries(document.routes)) {
    for (const id of chain ?? []) unknown(`/routes/${operation}`, id);
  }
  for (const [alias, { chain }] of Object.entries(document.models)) {
    for (const { upstream } of chain) unknown(`/models/${alias}/chain`, upstream);
  }
  return problems;
}

// The operator is told at boot; the connector checks again at every connection.
function addressProblems(
  { baseUrl, allowPrivateNetwork }: UpstreamSettings,
  index: number,
): DocumentProblem[] {
  const pointer = `/upstreams/${index}/baseUrl`;
  if (!URL.canParse(baseUrl)) return [{ pointer, reason: 'is not a URL' }];
  const rule = judgeHost(baseUrl);
  if (rule === 'never') return [{ pointer, reason: 'is an address that no upstream may have' }];
  if (rule !== 'private' || allowPrivateNetwork) return [];
  return [{ pointer, reason: 'is an address of the own network, which needs allowPrivateNetwork: true' }];
}
