import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { replies } from './upstream-replies.ts';

/** One request as the scripted upstream saw it. */
export type RecordedRequest = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The complete body; empty until the request has been read to its end. */
  body: Buffer;
  /** True when the caller closed the connection before the reply was finished. */
  aborted: boolean;
  /** True when the reply was written to its end. */
  finished: boolean;
  /** `performance.now()` at which the caller's connection closed early, for abort latency tests. */
  abortedAtMs?: number;
};

/** What a reply gets to work with. */
export type Exchange = {
  request: RecordedRequest;
  response: ServerResponse;
  socket: Socket;
  /** Aborted when the caller goes away or the upstream is closed, so that a slow reply ends at once. */
  signal: AbortSignal;
};

/** One scripted reply; it may misbehave in any way a real upstream does. */
export type UpstreamReply = (exchange: Exchange) => Promise<void> | void;

/** A real HTTP server on a port of its own that plays an AI upstream by script. */
export type ScriptedUpstream = {
  url: string;
  port: number;
  requests: RecordedRequest[];
  /** Queues replies: each request takes the next one, afterwards the default reply answers. */
  reply(...queue: UpstreamReply[]): void;
  /** Replaces the reply given when the queue is empty. */
  always(reply: UpstreamReply): void;
  /** Number of connections that are open right now. */
  openSockets(): number;
  /** Stops listening and drops every connection: from now on connections are refused. */
  refuse(): Promise<void>;
  /** Listens again on the same port after `refuse()`. */
  accept(): Promise<void>;
  close(): Promise<void>;
};

type State = {
  requests: RecordedRequest[];
  queue: UpstreamReply[];
  fallback: UpstreamReply;
  sockets: Set<Socket>;
};

/**
 * Starts a scripted upstream on 127.0.0.1 and a free port.
 *
 * @returns the running upstream; the caller closes it.
 */
export async function createScriptedUpstream(): Promise<ScriptedUpstream> {
  const state: State = { requests: [], queue: [], fallback: replies.natural(), sockets: new Set() };
  let server = await listen(state, 0);
  const port = (server.address() as AddressInfo).port;
  const stop = () => closeServer(server, state);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests: state.requests,
    reply: (...queue) => void state.queue.push(...queue),
    always: (reply) => {
      state.fallback = reply;
    },
    openSockets: () => state.sockets.size,
    refuse: stop,
    accept: async () => {
      server = await listen(state, port);
    },
    close: stop,
  };
}

async function listen(state: State, port: number) {
  // Errors inside a reply must fail the exchange, not the test process: the socket is cut instead.
  const server = createServer((incoming, response) => {
    serve(state, incoming, response).catch(() => incoming.socket.destroy());
  });
  server.on('connection', (socket) => {
    state.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => state.sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function closeServer(server: ReturnType<typeof createServer>, state: State) {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  for (const socket of state.sockets) socket.destroy();
  await closed;
}

async function serve(state: State, incoming: IncomingMessage, response: ServerResponse) {
  const request: RecordedRequest = {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    body: Buffer.alloc(0),
    aborted: false,
    finished: false,
  };
  state.requests.push(request);
  const reply = state.queue.shift() ?? state.fallback;
  const gone = new AbortController();
  response.once('close', () => {
    request.finished = response.writableFinished;
    request.aborted = !response.writableFinished;
    if (request.aborted) request.abortedAtMs = performance.now();
    gone.abort();
  });
  request.body = await readAll(incoming);
  await reply({ request, response, socket: incoming.socket, signal: gone.signal });
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
