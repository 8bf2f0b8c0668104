import { type TSchema, Type } from 'typebox';

/** What every variable says about itself; the README's table and `.env.example` are made from it. */
type Described = { readonly description: string };
type WithDefault<T> = Described & { readonly default?: T };

/** Says what is wrong with a converted value without repeating it, or undefined when it is fine. */
export type FieldCheck = (
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
) => string | undefined;

/** Under this key a field carries a check that JSON Schema cannot express. */
export const checkKey = 'x-check';

const maxDurationMs = 24 * 60 * 60 * 1000;

/** Texts that were printed in our documents and examples: whoever runs them in production has no secret at all. */
const publishedSecrets = [
  'changeme',
  'change-me',
  'secret',
  'password',
  'linguamate',
  'development',
  'example',
];

/** A TCP port; 0 lets the system choose one. */
export function port(options: WithDefault<number>) {
  return Type.Integer({ minimum: 0, maximum: 65535, ...options });
}

/** A length of time in milliseconds. */
export function durationMs(options: WithDefault<number> & { minimum?: number; maximum?: number }) {
  return Type.Integer({ minimum: 0, maximum: maxDurationMs, ...options });
}

/** A whole number. */
export function integer(options: WithDefault<number> & { minimum?: number; maximum?: number }) {
  return Type.Integer({ ...options });
}

/** A number. */
export function decimal(options: WithDefault<number> & { minimum?: number; maximum?: number }) {
  return Type.Number({ ...options });
}

/** `true` or `false`. */
export function flag(options: WithDefault<boolean>) {
  return Type.Boolean({ ...options });
}

/** Any text that is not empty. */
export function text(options: WithDefault<string> & { pattern?: string; maxLength?: number }) {
  return Type.String({ ...options });
}

/** Texts separated by commas; spaces around them and empty parts are dropped. */
export function textList(options: WithDefault<string[]>) {
  return Type.Array(Type.String(), { ...options });
}

/** One of the given texts. */
export function choice<const V extends readonly string[]>(values: V, options: WithDefault<V[number]>) {
  return Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...options });
}

/** An absolute URL of one of the protocols (default: http and https), without a trailing slash in the result. */
export function url(options: WithDefault<string> & { protocols?: readonly string[] }) {
  const { protocols = ['http', 'https'], ...rest } = options;
  return Type.String({ ...rest, [checkKey]: urlCheck(protocols) });
}

/** A `postgres://` or `postgresql://` URL that names a database. */
export function postgresUrl(options: WithDefault<string>) {
  return Type.String({ ...options, [checkKey]: urlCheck(['postgres', 'postgresql'], { path: true }) });
}

/** A `redis://` or `rediss://` URL. */
export function redisUrl(options: WithDefault<string>) {
  return Type.String({ ...options, [checkKey]: urlCheck(['redis', 'rediss']) });
}

/** A secret text. Has no default on purpose; texts that were ever published are refused in production. */
export function secret(options: Described & { minBytes: number }) {
  const { minBytes, ...rest } = options;
  return Type.String({ ...rest, writeOnly: true, [checkKey]: secretCheck(minBytes) });
}

/** A key of exactly `sizeBytes` bytes, written in base64. */
export function base64Key(options: Described & { sizeBytes: number }) {
  const { sizeBytes, ...rest } = options;
  const check: FieldCheck = (value) =>
    Buffer.from(String(value), 'base64').length === sizeBytes
      ? undefined
      : `must be ${sizeBytes} bytes in base64`;
  return Type.String({ ...rest, writeOnly: true, [checkKey]: check });
}

/** A variable that may be absent. */
export function optional<S extends TSchema>(field: S) {
  return Type.Optional(field);
}

function urlCheck(protocols: readonly string[], needs: { path?: boolean } = {}): FieldCheck {
  return (value) => {
    const parsed = URL.parse(String(value));
    if (parsed === null) return 'must be an absolute URL';
    const known = protocols.some((protocol) => parsed.protocol === `${protocol}:`);
    if (!known) return `must be a URL that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`;
    if (parsed.hostname === '') return 'must be a URL with a host';
    return needs.path === true && parsed.pathname.length < 2
      ? 'must be a URL that names a database'
      : undefined;
  };
}

function secretCheck(minBytes: number): FieldCheck {
  return (value, environment) => {
    const candidate = String(value);
    if (Buffer.byteLength(candidate) < minBytes) return `must have at least ${minBytes} bytes`;
    if (environment.NODE_ENV !== 'production') return undefined;
    return isPublished(candidate) ? 'must not be a text that was ever published in examples' : undefined;
  };
}

// A published word repeated or padded to the required length is no more secret than the word.
function isPublished(candidate: string): boolean {
  const letters = candidate.toLowerCase();
  const rest = publishedSecrets.reduce((left, word) => left.replaceAll(word, ''), letters);
  return new Set(rest).size < Math.min(4, letters.length);
}
