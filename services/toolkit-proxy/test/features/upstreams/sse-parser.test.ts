import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSseParser, SseOverflow } from '../../../src/features/upstreams/sse-parser.ts';

function parse(chunks: readonly Uint8Array[]): string[] {
  const parser = createSseParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
}

const bytes = (text: string) => Buffer.from(text, 'utf8');

function cut(text: string, places: readonly number[]): Buffer[] {
  const whole = bytes(text);
  const sorted = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
  const edges = [0, ...sorted, whole.length];
  return edges.slice(1).map((edge, index) => whole.subarray(edges[index], edge));
}

test('however the bytes are split, the events are the same', () => {
  const event = fc.array(
    fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll(/[\r\n]/g, '')),
    { minLength: 1, maxLength: 3 },
  );
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const property = fc.property(
    fc.array(event, { maxLength: 6 }),
    lineEnd,
    fc.array(fc.nat()),
    (events, eol, places) => {
      const text = events
        .map((lines) => `${lines.map((line) => `data: ${line}${eol}`).join('')}: ping${eol}${eol}`)
        .join('');
      // A lone CR at the very end may still become CRLF, so one more line settles it.
      assert.deepEqual(
        parse(cut(`${text}:end${eol}x`, places)),
        events.map((lines) => lines.join('\n')),
      );
    },
  );
  fc.assert(property, { numRuns: 500 });
});

test('skips a byte order mark, comments and unknown fields; strips one space', () => {
  assert.deepEqual(parse([bytes('\ufeffdata:a\n\n: comment\nevent: x\nid: 1\ndata:  b\n\ndata\n\n')]), [
    'a',
    ' b',
    '',
  ]);
});

test('drops an event that the stream ends in the middle of', () => {
  assert.deepEqual(parse([bytes('data: a\n\ndata: b\n')]), ['a']);
});

test('refuses an event that grows without end', () => {
  const parser = createSseParser(100);
  assert.throws(() => parser.push(bytes(`data: ${'a'.repeat(101)}`)), SseOverflow);
});
