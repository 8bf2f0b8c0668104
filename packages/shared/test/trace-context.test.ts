import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  childTraceContext,
  formatTraceparent,
  newTraceContext,
  parseTraceparent,
} from '../src/trace-context.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

test('a well-formed traceparent is read and written back', () => {
  for (const header of [`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-00`]) {
    const context = parseTraceparent(header);
    assert.ok(context);
    assert.equal(formatTraceparent(context), header);
  }
});

test('whatever is not well-formed is no trace', () => {
  const wrong = [
    undefined,
    '',
    'nonsense',
    `01-${traceId}-${spanId}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}-01-extra`,
    ` 00-${traceId}-${spanId}-01`,
  ];
  for (const header of wrong) assert.equal(parseTraceparent(header), undefined, header);
});

test('a child stays in the trace under a span of its own', () => {
  const parent = newTraceContext();
  const child = childTraceContext(parent);
  assert.equal(child.traceId, parent.traceId);
  assert.notEqual(child.spanId, parent.spanId);
  assert.ok(parseTraceparent(formatTraceparent(child)));
});
