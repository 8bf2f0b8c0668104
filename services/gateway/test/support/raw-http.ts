import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/**
 * Sends bytes exactly as given and returns everything that came back until the other side closed, or until
 * `until` matches: for requests that no decent client would send.
 */
export async function sendRaw(
  port: number,
  bytes: string | Buffer,
  options: { until?: RegExp; timeoutMs?: number } = {},
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  const done = Promise.withResolvers<void>();
  const timer = setTimeout(done.resolve, options.timeoutMs ?? 5_000);
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    received += String(chunk);
    if (options.until?.test(received)) done.resolve();
  });
  socket.on('error', () => done.resolve());
  socket.on('close', () => done.resolve());
  socket.write(bytes);
  await done.promise;
  clearTimeout(timer);
  socket.destroy();
  return received;
}

export type RawServer = {
  url: string;
  port: number;
  sockets: Set<Socket>;
  connections(): number;
  close(): Promise<void>;
};

/** A TCP server that answers as the test says: for services that do not speak HTTP properly. */
export async function startRawServer(onConnection: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    sockets,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Status code of a raw answer. */
export function statusOf(answer: string): number {
  return Number(answer.slice(9, 12));
}
