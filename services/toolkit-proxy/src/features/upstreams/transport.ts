import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { AttemptWatch } from './attempt-watch.ts';
import { type Outcome, type Rejection, UpstreamFailure } from './outcome.ts';

/** One HTTP request to an upstream, below its base URL. */
export type UpstreamCall = {
  method: 'GET' | 'POST';
  /** Path below the base URL, beginning with a slash. */
  path: string;
  headers: Record<string, string>;
  body: string | Buffer | Readable | null;
};

/** Where the calls of one upstream go. */
export type UpstreamTarget = {
  dispatcher: Dispatcher;
  origin: string;
  /** Path part of the base URL without a trailing slash. */
  basePath: string;
};

/** A good response whose body is still to be read. */
export type OpenResponse = {
  headers: Record<string, string | string[] | undefined>;
  body: Readable;
};

/** Error bodies are read for their code only; no provider needs more than this to name it. */
const maxErrorBytes = 65_536;

/**
 * Sends a request and waits for the headers of a 2xx answer.
 * @param target the upstream's address and connections.
 * @param call what to send.
 * @param watch clocks of this attempt.
 * @returns the open response; the caller reads or destroys its body.
 * @throws {UpstreamFailure} for every other ending; the connection is then released.
 */
export async function openResponse(
  target: UpstreamTarget,
  call: UpstreamCall,
  watch: AttemptWatch,
): Promise<OpenResponse> {
  const response = await sendRequest(target, call, watch);
  const { statusCode, headers, body } = response;
  if (statusCode >= 200 && statusCode < 300) return { headers, body };
  if (statusCode < 400) {
    // A redirect is never followed: it could lead anywhere, with our key.
    discard(body);
    throw new UpstreamFailure({ kind: 'bad_answer', reason: 'redirect' });
  }
  const text = await readError(body, watch);
  throw new UpstreamFailure(classifyStatus(statusCode, headers, text));
}

async function sendRequest(target: UpstreamTarget, call: UpstreamCall, watch: AttemptWatch) {
  watch.start('first_byte');
  try {
    return await target.dispatcher.request({
      origin: target.origin,
      path: `${target.basePath}${call.path}`,
      method: call.method,
      headers: call.headers,
      body: call.body,
      signal: watch.signal,
      // The attempt's own clocks rule; undici's defaults of 300 s are far too long and too coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  } catch (error) {
    throw watch.failure(error);
  } finally {
    watch.stop('first_byte');
  }
}

/**
 * Reads a JSON body up to a size limit.
 * @param response an open response.
 * @param watch clocks of this attempt; the idle clock runs between chunks.
 * @param maxBytes the cap: a larger body is cut off and refused.
 * @throws {UpstreamFailure} `bad_answer` for another type, broken JSON, an empty or an oversized body.
 */
export async function readJson(response: OpenResponse, watch: AttemptWatch, maxBytes: number) {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(headerText(response.headers['content-type']))) {
    discard(response.body);
    throw new UpstreamFailure({ kind: 'bad_answer', reason: 'wrong_type' });
  }
  const bytes = await readBytes(response.body, watch, maxBytes);
  if (bytes.length === 0) throw new UpstreamFailure({ kind: 'bad_answer', reason: 'empty' });
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch (error) {
    throw new UpstreamFailure({ kind: 'bad_answer', reason: 'invalid_json' }, error);
  }
}

/**
 * Reads a body up to a size limit.
 * @param body the stream, destroyed when the limit is passed.
 * @param watch clocks of this attempt.
 * @param maxBytes the cap.
 * @throws {UpstreamFailure} `too_large` beyond the cap, else what ended the connection.
 */
export async function readBytes(body: Readable, watch: AttemptWatch, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  watch.start('idle');
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      watch.start('idle');
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw new UpstreamFailure({ kind: 'bad_answer', reason: 'too_large' });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw watch.failure(error);
  } finally {
    watch.stop('idle');
    discard(body);
  }
}

/**
 * Gives up a body and its connection. undici reports that as an error on the stream, which would end the process if nobody listened.
 * @param body read or unread.
 */
export function discard(body: Readable): void {
  body.on('error', () => {});
  body.destroy();
}

async function readError(body: Readable, watch: AttemptWatch): Promise<string> {
  try {
    return (await readBytes(body, watch, maxErrorBytes)).toString('utf8');
  } catch (error) {
    // The status alone decides, unless it was our side that gave up.
    if (watch.signal.aborted) throw error;
    return '';
  }
}

function classifyStatus(status: number, headers: OpenResponse['headers'], text: string): Outcome {
  const { code, detail } = readErrorCode(text);
  // OpenAI answers 429 also to an account without credit; waiting does not help there.
  if (status === 429 && code === 'insufficient_quota') return { kind: 'status', status: 402 };
  if (status === 429) {
    const retryAfterMs = parseRetryAfterMs(headers);
    return retryAfterMs === undefined ? { kind: 'rate_limited' } : { kind: 'rate_limited', retryAfterMs };
  }
  const rejection = rejectionOf(code);
  return { kind: 'status', status, rejection, ...(detail === undefined ? {} : { detail }) };
}

function rejectionOf(code: string): Rejection {
  if (code === 'context_length_exceeded') return 'context_length';
  return code === 'content_policy_violation' || code === 'content_filter' ? 'content_policy' : 'other';
}

function readErrorCode(text: string): { code: string; detail?: string } {
  try {
    const parsed = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } } | null;
    const { code, message } = parsed?.error ?? {};
    const detail = typeof message === 'string' ? { detail: message.slice(0, 500) } : {};
    return { code: typeof code === 'string' ? code : '', ...detail };
  } catch {
    return { code: '' };
  }
}

/**
 * Reads `Retry-After` (RFC 9110 section 10.2.3, seconds or a date) or OpenAI's `retry-after-ms`.
 * @param headers response headers, lower case.
 * @param nowMs present time, needed for dates.
 * @returns milliseconds to wait, or undefined when there is no usable header.
 */
export function parseRetryAfterMs(headers: OpenResponse['headers'], nowMs = Date.now()): number | undefined {
  const exact = headerText(headers['retry-after-ms']);
  if (/^\d{1,9}$/.test(exact)) return Number(exact);
  const value = headerText(headers['retry-after']);
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000;
  const dateMs = value === '' ? Number.NaN : Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

/** A header's value as one string. */
export function headerText(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
