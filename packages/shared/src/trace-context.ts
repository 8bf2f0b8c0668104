import { randomFillSync } from 'node:crypto';
import {
  context,
  isSpanContextValid,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** The parts of a W3C `traceparent` header. */
export type TraceContext = {
  /** 32 lower-case hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits, not all zero. */
  readonly spanId: string;
  readonly sampled: boolean;
};

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const zeros = /^0+$/;

/**
 * Reads a `traceparent` header (W3C Trace Context level 1, version 00).
 *
 * @param header what the client sent
 * @returns the parts, or undefined when the header is absent or not well-formed; the caller then starts a new trace
 */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  const match = header === undefined ? null : traceparentPattern.exec(header);
  const [, traceId, spanId, flags] = match ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (zeros.test(traceId) || zeros.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Writes the parts as a `traceparent` header. */
export function formatTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`;
}

const pool = Buffer.alloc(4_096);
let poolOffset = pool.length;

// Asking the kernel once for many ids is several times cheaper than once per id.
function randomHex(sizeBytes: number): string {
  if (poolOffset + sizeBytes > pool.length) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  poolOffset += sizeBytes;
  return pool.toString('hex', poolOffset - sizeBytes, poolOffset);
}

/** Starts a trace of our own; not sampled, because whoever samples decides at the start of a trace. */
export function newTraceContext(): TraceContext {
  return { traceId: randomHex(16), spanId: randomHex(8), sampled: false };
}

/** The same trace with a span id of our own: what to send to the next service. */
export function childTraceContext(parent: TraceContext): TraceContext {
  return { ...parent, spanId: randomHex(8) };
}

/**
 * Says whether the telemetry SDK traces what runs now. Where it does it writes the header itself, and two of them would be
 * none.
 */
export function isTraced(): boolean {
  const active = trace.getActiveSpan()?.spanContext();
  return active !== undefined && isSpanContextValid(active);
}

/**
 * Does work that somebody else's trace asked for, as a span of that trace: what a queue carries would otherwise begin a
 * new one. Without the telemetry SDK it only does the work.
 *
 * @param name what the span is called
 * @param traceparent as it was stored with the work
 */
export function inTrace<T>(
  name: string,
  traceparent: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const parent = propagation.extract(context.active(), traceparent === undefined ? {} : { traceparent });
  const tracer = trace.getTracer('linguamate');
  return tracer.startActiveSpan(name, { kind: SpanKind.CONSUMER }, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
