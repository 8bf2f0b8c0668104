import { once } from 'node:events';
import { createServer } from 'node:net';

/** Finds `count` different free ports: each stays taken until the last one is found. */
export async function findFreePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer());
  try {
    await Promise.all(probes.map((probe) => once(probe.listen(0, '127.0.0.1'), 'listening')));
    return probes.map((probe) => {
      const address = probe.address();
      return typeof address === 'object' && address ? address.port : 0;
    });
  } finally {
    await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  }
}

/** Asks the system for a TCP port that is free on 127.0.0.1 now; someone else may still take it before it is used. */
export async function findFreePort(): Promise<number> {
  const [port = 0] = await findFreePorts(1);
  return port;
}
