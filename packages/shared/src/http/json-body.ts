import type { FastifyInstance } from 'fastify';
import { commonErrors } from '../errors.ts';
import { isJsonInUtf8 } from './screening.ts';

const maxDepth = 20;
const maxKeysPerObject = 200;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes a body strictly. Lenient decoding would put replacement characters into the database, and two names that
 * differ only in broken bytes would become one. A byte order mark is skipped, as RFC 8259 section 8.1 allows.
 *
 * @throws malformed_json when the bytes are not UTF-8
 */
export function decodeUtf8(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch (error) {
    throw commonErrors.malformed_json({ detail: 'The request body is not valid UTF-8.', cause: error });
  }
}

/**
 * Refuses bodies whose shape alone is an attack, before anything is built from them: deep nesting overflows
 * recursive code further on, and tens of thousands of keys make every later loop over them slow.
 *
 * @param body the bytes as received
 * @throws bad_request beyond 20 levels or 200 keys in one object
 */
export function checkJsonShape(body: Uint8Array): void {
  const keys = new Uint32Array(maxDepth + 1);
  let depth = 0;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === quote) index = endOfString(body, index);
    else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      if (depth > maxDepth) throw tooComplex(`nested deeper than ${maxDepth} levels`);
      keys[depth] = 0;
    } else if (byte === closeBrace || byte === closeBracket) depth = Math.max(0, depth - 1);
    else if (byte === colon) {
      const count = (keys[depth] ?? 0) + 1;
      if (count > maxKeysPerObject) throw tooComplex(`made of objects with over ${maxKeysPerObject} fields`);
      keys[depth] = count;
    }
  }
}

function endOfString(body: Uint8Array, start: number): number {
  let index = start + 1;
  while (index < body.length && body[index] !== quote) index += body[index] === backslash ? 2 : 1;
  return index;
}

function tooComplex(how: string): Error {
  return commonErrors.bad_request({ detail: `The request body is ${how}.` });
}

/**
 * Refuses strings that PostgreSQL cannot store (NUL) or that are not Unicode text (lone surrogates), and the key that
 * changes the prototype of the object it is copied to. In valid UTF-8 the first two can only be written as escapes,
 * so a text without escapes and without that key is not walked.
 *
 * @param text the body as text
 * @param value the body as parsed
 * @throws validation_failed pointing at the place
 */
export function checkStrings(text: string, value: unknown): void {
  if (text.includes('\\u') || text.includes(poisonousKey)) walk(value, '');
}

const poisonousKey = '__proto__';

function walk(value: unknown, pointer: string): void {
  if (typeof value === 'string') checkString(value, pointer);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    checkString(key, pointer);
    if (key === poisonousKey) throw wrongAt(pointer, `must not have a field ${poisonousKey}`);
    walk(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

function checkString(value: string, pointer: string): void {
  if (!value.includes('\0') && value.isWellFormed()) return;
  throw wrongAt(pointer, 'must be Unicode text without NUL characters');
}

function wrongAt(pointer: string, detail: string): Error {
  return commonErrors.validation_failed({ fieldErrors: [{ pointer, detail }] });
}

function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw commonErrors.malformed_json({ cause: error });
  }
}

/**
 * Leaves JSON as the only body that the server reads; routes for audio or images add their own parser in a scope.
 */
export function acceptOnlyJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>(/^application\//i, { parseAs: 'buffer' }, (request, body, done) => {
    const contentType = request.headers['content-type'] ?? '';
    if (!isJsonInUtf8(contentType)) throw commonErrors.unsupported_media_type();
    // A client library that sends its JSON header with every DELETE means no body at all.
    if (body.length === 0 && request.method === 'DELETE') return done(null, undefined);
    checkJsonShape(body);
    const text = decodeUtf8(body);
    const value = parseStrictly(text);
    checkStrings(text, value);
    done(null, value);
  });
}
