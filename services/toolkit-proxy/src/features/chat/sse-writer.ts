import type { FastifyReply } from 'fastify';

/** Writes server-sent events past Fastify's reply, one whole event at a time. */
export type SseWriter = {
  /** Sends the headers; from here on errors can only be told inside the stream. Harmless when called again. */
  begin(headers?: Record<string, string>): void;
  hasBegun(): boolean;
  /** Sends one event and waits while the client is slow to read. */
  send(data: unknown): Promise<void>;
  /** Ends what has begun; with the terminator only when the answer is complete. */
  end(terminator?: '[DONE]'): void;
};

/**
 * Creates a writer that keeps the connection alive by itself: silence is broken by comments, before the first event as well as
 * between events.
 * @param reply the reply to take over.
 * @param heartbeatMs longest silence in milliseconds.
 */
export function createSseWriter(reply: FastifyReply, heartbeatMs: number): SseWriter {
  const { raw } = reply;
  let hasBegun = false;
  const isOpen = () => !raw.destroyed && !raw.writableEnded;
  const begin = (headers: Record<string, string> = {}) => {
    if (hasBegun || !isOpen()) return;
    hasBegun = true;
    reply.headers(headers);
    reply.hijack();
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // nginx would otherwise collect the events and hand them over together.
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
  };
  const timer = setInterval(() => {
    begin();
    if (isOpen()) raw.write(': ping\n\n');
  }, heartbeatMs);
  raw.once('close', () => clearInterval(timer));
  return {
    begin,
    hasBegun: () => hasBegun,
    send: async (data) => {
      timer.refresh();
      if (isOpen() && !raw.write(`data: ${JSON.stringify(data)}\n\n`)) await drained(reply);
    },
    end: (terminator) => {
      clearInterval(timer);
      if (hasBegun && isOpen()) raw.end(terminator === undefined ? undefined : `data: ${terminator}\n\n`);
    },
  };
}

function drained({ raw }: FastifyReply): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      raw.off('drain', settle);
      raw.off('close', settle);
      resolve();
    };
    raw.once('drain', settle);
    raw.once('close', settle);
  });
}
