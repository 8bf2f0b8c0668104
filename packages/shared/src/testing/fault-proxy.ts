import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** `pass` carries bytes, `freeze` accepts connections and says nothing, `refuse` breaks every connection. */
export type FaultMode = 'pass' | 'freeze' | 'refuse';

export type FaultProxy = {
  /** The target's URL with the proxy's address in it. */
  url: string;
  /** Changes what happens to present and future connections, or to future ones alone. */
  setMode(mode: FaultMode, scope?: 'all' | 'future'): void;
  close(): Promise<void>;
};

/**
 * Starts a TCP proxy that a test can make fail: what a network, a frozen process or a dead one looks like from the
 * outside.
 *
 * @param targetUrl where to carry bytes to, for instance the URL of a Redis
 */
export async function createFaultProxy(targetUrl: string): Promise<FaultProxy> {
  const target = new URL(targetUrl);
  const pairs = new Set<Pair>();
  let mode: FaultMode = 'pass';
  const server = createServer((client) => {
    const pair = join(client, target, () => pairs.delete(pair));
    pairs.add(pair);
    pair.apply(mode);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    setMode: (next, scope = 'all') => {
      mode = next;
      if (scope === 'future') return;
      for (const pair of pairs) pair.apply(mode);
    },
    close: async () => {
      for (const pair of pairs) pair.apply('refuse');
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Pair = { apply(mode: FaultMode): void };

function join(client: Socket, target: URL, forget: () => void): Pair {
  const upstream = connect(Number(target.port), target.hostname);
  const end = (): void => {
    client.destroy();
    upstream.destroy();
    forget();
  };
  for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  client.on('data', (chunk) => upstream.write(chunk));
  upstream.on('data', (chunk) => client.write(chunk));
  return {
    apply: (mode) => {
      if (mode === 'refuse') return end();
      for (const socket of [client, upstream]) mode === 'freeze' ? socket.pause() : socket.resume();
    },
  };
}
