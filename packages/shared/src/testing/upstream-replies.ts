import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange, UpstreamReply } from './upstream.ts';

/** A reply that waits until the test lets it go on; it stands in for every "slow" upstream without a sleep. */
export type HeldReply = { reply: UpstreamReply; reached: Promise<void>; release(): void };

const wavHeader = Buffer.from('524946462400000057415645666d7420', 'hex');
const pngHeader = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** A status with a JSON body (a string is sent as it is). */
function json(status: number, body: unknown, headers: Record<string, string> = {}): UpstreamReply {
  return ({ response }) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** Rork's text shape, `{completion}`. */
const rorkText = (completion: string): UpstreamReply => json(200, { completion });

/** Rork's transcription shape. */
const rorkTranscript = (text: string, language?: string): UpstreamReply =>
  json(200, language === undefined ? { text } : { text, language });

/** Rork's image shape of July 2026, which lacks the `size` that older clients demand. */
const rorkImage = (): UpstreamReply =>
  json(200, {
    image: { base64Data: pngHeader.toString('base64'), mimeType: 'image/png' },
    aspectRatio: '1:1',
  });

/** OpenAI's chat completion object. */
function openAiChat(content: string, extra: Record<string, unknown> = {}): UpstreamReply {
  return json(200, {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'scripted-model',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
    ...extra,
  });
}

/** OpenAI's verbose transcription object. */
const openAiTranscript = (text: string, language = 'spanish'): UpstreamReply =>
  json(200, { task: 'transcribe', language, duration: 1.5, text });

/** OpenAI's image list with base64 data. */
const openAiImage = (): UpstreamReply =>
  json(200, { created: 1_700_000_000, data: [{ b64_json: pngHeader.toString('base64') }] });

/** Audio bytes as OpenAI's speech endpoint sends them. */
const openAiSpeech = (): UpstreamReply => raw(200, 'audio/wav', wavHeader);

/** An OpenAI error object with any status. */
function openAiError(status: number, code: string, message = code): UpstreamReply {
  return json(status, { error: { message, type: 'invalid_request_error', param: null, code } });
}

/** 429, with `Retry-After` in seconds when it is given. */
function tooManyRequests(retryAfterSeconds?: number): UpstreamReply {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return json(429, { error: { message: 'slow down' } }, headers as Record<string, string>);
}

/** Any body with any type. */
function raw(status: number, contentType: string, body: string | Buffer): UpstreamReply {
  return ({ response }) => {
    response.writeHead(status, { 'content-type': contentType });
    response.end(body);
  };
}

/** The HTML page a load balancer sends in place of JSON. */
const garbage = (status = 200): UpstreamReply =>
  raw(status, 'text/html', '<html><h1>Bad gateway</h1></html>');

/** A JSON answer of the given size in bytes, sent without a content length. */
function huge(sizeBytes: number): UpstreamReply {
  return async ({ response, signal }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"completion":"');
    const block = 'a'.repeat(65_536);
    for (let sent = 0; sent < sizeBytes && !signal.aborted; sent += block.length) {
      if (!response.write(block)) await drained(response, signal);
    }
    response.end('"}');
  };
}

function drained(response: Exchange['response'], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Resets the connection (RST) instead of answering. */
const reset = (): UpstreamReply => (exchange) => void exchange.socket.resetAndDestroy();

/** Promises more bytes than it sends, then closes the connection. */
function truncated(partial = '{"completion":"ho'): UpstreamReply {
  return ({ response, socket }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write(partial, () => socket.destroy());
  };
}

/** Sends headers and the beginning of a body, then nothing, until the caller goes away. */
function stalled(partial = '{"completion":"ho', contentType = 'application/json'): UpstreamReply {
  return async ({ response, signal }) => {
    response.writeHead(200, { 'content-type': contentType });
    response.write(partial);
    await gone(signal);
  };
}

/** Accepts the request and never answers. */
const silent = (): UpstreamReply => (exchange) => gone(exchange.signal);

function gone(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Waits for `delayMs` of real time, then plays the other reply. */
function slow(delayMs: number, then: UpstreamReply): UpstreamReply {
  return async (exchange) => {
    await delay(delayMs, undefined, { signal: exchange.signal });
    await then(exchange);
  };
}

/** Holds the reply until the test calls `release()`; `reached` settles when a request is waiting. */
function held(then: UpstreamReply): HeldReply {
  const arrival = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const reply: UpstreamReply = async (exchange) => {
    arrival.resolve();
    await Promise.race([gate.promise, gone(exchange.signal)]);
    if (!exchange.signal.aborted) await then(exchange);
  };
  return { reply, reached: arrival.promise, release: gate.resolve };
}

/** Redirects elsewhere, which a gateway must never follow. */
function redirect(location: string): UpstreamReply {
  return ({ response }) => void response.writeHead(307, { location }).end();
}

/** The answer a healthy upstream gives to each known path, in Rork's and in OpenAI's shape. */
function natural(): UpstreamReply {
  const byPath: [RegExp, UpstreamReply][] = [
    [/\/chat\/completions$/, openAiChat('¡Hola!')],
    [/\/audio\/transcriptions$/, openAiTranscript('hola')],
    [/\/audio\/speech$/, openAiSpeech()],
    [/\/images\/(generations|edits)$/, openAiImage()],
    [/\/models$/, json(200, { object: 'list', data: [{ id: 'scripted-model', object: 'model' }] })],
    [/\/(text\/llm|llm\/text)\/?$/, rorkText('¡Hola!')],
    [/\/stt\/transcribe\/?$/, rorkTranscript('hola', 'es')],
    [/\/images\/(generate|edit)\/?$/, rorkImage()],
  ];
  return (exchange) => {
    const known = byPath.find(([pattern]) => pattern.test(exchange.request.path));
    return (known?.[1] ?? json(404, { error: 'no such path' }))(exchange);
  };
}

/** The vocabulary of scripts: honest answers in both shapes, and every fault a network or a provider can have. */
export const replies = {
  json,
  raw,
  status: (status: number) => json(status, { error: `scripted ${status}` }),
  rorkText,
  rorkTranscript,
  rorkImage,
  openAiChat,
  openAiTranscript,
  openAiImage,
  openAiSpeech,
  openAiError,
  tooManyRequests,
  garbage,
  huge,
  reset,
  truncated,
  stalled,
  silent,
  slow,
  held,
  redirect,
  natural,
};
