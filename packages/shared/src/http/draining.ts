import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long a connection that has not said anything yet may still do so when the server closes. */
const silentGraceMs = 500;

/**
 * Makes `close()` end when the last answer is out. By itself it waits for the keep-alive timeout of every connection
 * that had a request in flight (72 s by default), because Node only closes connections that are idle at that very
 * moment.
 *
 * @returns aborts when the server begins to close; endless answers (server-sent events) must end then
 */
export function closeWithoutHanging(server: FastifyInstance): AbortSignal {
  const closing = new AbortController();
  const dropSilent = trackSilent(server);
  server.addHook('preClose', (done) => {
    closing.abort();
    dropSilent();
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (closing.signal.aborted) reply.header('connection', 'close');
    done(null, payload);
  });
  // An answer that had sent its headers before promised keep-alive; its connection is closed when it becomes idle.
  server.addHook('onRequest', (_request, reply, done) => {
    reply.raw.once('close', () => {
      if (closing.signal.aborted) setImmediate(() => server.server.closeIdleConnections());
    });
    done();
  });
  return closing.signal;
}

// Browsers and HTTP clients open connections ahead of need. Node does not count one without any request as idle, and
// at close() it stops the timer that would end it, so it would keep the server open for as long as the client likes.
function trackSilent(server: FastifyInstance): () => void {
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const destroySilent = () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  return () => {
    // A first request may be on its way at this very moment.
    if (sockets.size > 0) setTimeout(destroySilent, silentGraceMs).unref();
  };
}
