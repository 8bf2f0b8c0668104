import type { FastifyReply } from 'fastify';

/** Server-sent events to a client, one whole event at a time. */
export type EventStream = {
  /** Sends an event, headers first, and waits while the client is slow to read. */
  send(event: string, data: unknown, id?: string): Promise<void>;
  end(): void;
};

/**
 * Takes a reply over and sends its headers at once: a client shall know that its message has arrived before anybody thinks about it.
 * Silence is broken by comments, so that no proxy in between takes it for a dead connection.
 */
export function openEventStream(reply: FastifyReply, heartbeatMs: number): EventStream {
  const { raw } = reply;
  const isOpen = () => !raw.destroyed && !raw.writableEnded;
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    // nginx would otherwise collect the events and hand them over together.
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const timer = setInterval(() => {
    if (isOpen()) raw.write(': ping\n\n');
  }, heartbeatMs);
  raw.once('close', () => clearInterval(timer));
  return {
    send: async (event, data, id) => {
      timer.refresh();
      const lines = [
        ...(id === undefined ? [] : [`id: ${id}`]),
        `event: ${event}`,
        `data: ${JSON.stringify(data)}`,
      ];
      if (isOpen() && !raw.write(`${lines.join('\n')}\n\n`)) await drained(reply);
    },
    end: () => {
      clearInterval(timer);
      if (isOpen()) raw.end();
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
