import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, Transform } from 'node:stream';
import { ClientClosedError, commonErrors } from '@linguamate/shared/errors';

/** A body ready for undici: a buffer when it is small, a stream when it is not, null when there is none. */
export type RequestBody = {
  content: Buffer | Readable | null;
  /** Size in bytes, or null when the client streams without saying. */
  contentLength: number | null;
};

/** What a route allows its clients. */
export type BodyRules = { bodyLimitBytes: number; receiveTimeoutMs: number };

/** Up to this size a body is collected first, so that a slow client never occupies a connection to a service. */
const bufferedMaxBytes = 64 * 1024;

const tooLarge = () =>
  // The rest of the body is still on its way: without closing, it would be read as the next request.
  commonErrors.payload_too_large({ headers: { connection: 'close' } });

const tooSlow = () =>
  commonErrors.request_timeout({
    detail: 'The request body was not received in time.',
    message: 'The client did not send its body in time',
    headers: { connection: 'close' },
  });

/**
 * Takes the body of a request on its way to a service, counting its bytes. Fastify's bodyLimit does not see
 * bodies that are passed through as streams.
 *
 * @param raw the client's request
 * @param rules the limit in bytes and the time in milliseconds the client has
 * @returns the body and its announced size
 * @throws payload_too_large (413), request_timeout (408), ClientClosedError
 */
export async function takeRequestBody(raw: IncomingMessage, rules: BodyRules): Promise<RequestBody> {
  const announced = raw.headers['content-length'];
  if (announced === undefined) {
    if (raw.headers['transfer-encoding'] === undefined) return { content: null, contentLength: null };
    return { content: countedStream(raw, rules), contentLength: null };
  }
  const contentLength = Number(announced);
  if (contentLength > rules.bodyLimitBytes) throw tooLarge();
  if (contentLength === 0) return { content: null, contentLength: 0 };
  if (contentLength > bufferedMaxBytes) return { content: countedStream(raw, rules), contentLength };
  return { content: await collect(raw, contentLength, rules.receiveTimeoutMs), contentLength };
}

function collect(raw: IncomingMessage, sizeBytes: number, timeoutMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  const timer = setTimeout(() => reject(tooSlow()), timeoutMs);
  raw.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
  });
  raw.once('end', () =>
    resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, sizeBytes)),
  );
  raw.once('error', () => reject(new ClientClosedError()));
  raw.once('close', () => reject(new ClientClosedError()));
  return promise.finally(() => clearTimeout(timer));
}

/** A stream that fails with 413 after the limit and with 408 when the client is slower than allowed. */
function countedStream(raw: IncomingMessage, rules: BodyRules): Readable {
  let receivedBytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      receivedBytes += chunk.length;
      if (receivedBytes > rules.bodyLimitBytes) done(tooLarge());
      else done(null, chunk);
    },
  });
  const timer = setTimeout(() => counter.destroy(tooSlow()), rules.receiveTimeoutMs);
  pipeline(raw, counter, () => clearTimeout(timer));
  return counter;
}
