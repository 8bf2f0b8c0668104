import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** How to load a server. */
export type LoadOptions = {
  port: number;
  token: string;
  connections: number;
  durationMs: number;
  /** Requests per second at fixed times, or null for as many as the server takes. */
  ratePerSecond: number | null;
};

/** What came of it; latencies in milliseconds. */
export type LoadResult = {
  requests: number;
  failures: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
};

type Worker = { socket: Socket; free: boolean; dueAtMs: number; received: string };

/**
 * Loads a server over plain sockets, one request per connection at a time. At a fixed rate the latency counts from
 * the moment a request was due, not from when it could be sent: otherwise a slow server would slow its own test.
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const request = Buffer.from(
    `GET /api/progress?limit=20 HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${options.token}\r\n` +
      'Accept: application/json\r\nUser-Agent: bench\r\nOrigin: https://app.example.com\r\n\r\n',
  );
  const latencies: number[] = [];
  let failures = 0;
  const startedAt = performance.now();
  const endAt = startedAt + options.durationMs;
  const waiting: number[] = [];
  const send = (worker: Worker, dueAtMs: number) => {
    worker.free = false;
    worker.dueAtMs = dueAtMs;
    worker.socket.write(request);
  };
  const onDone = (worker: Worker, ok: boolean) => {
    if (!ok) failures += 1;
    latencies.push(performance.now() - worker.dueAtMs);
    worker.free = true;
    if (performance.now() >= endAt) return;
    if (options.ratePerSecond === null) return send(worker, performance.now());
    const due = waiting.shift();
    if (due !== undefined) send(worker, due);
  };
  const workers = await Promise.all(
    Array.from({ length: options.connections }, () => openWorker(options.port, onDone)),
  );
  if (options.ratePerSecond === null) for (const worker of workers) send(worker, performance.now());
  else await sendAtRate(options.ratePerSecond, startedAt, endAt, workers, waiting, send);
  await drain(endAt, workers);
  for (const { socket } of workers) socket.destroy();
  return summarise(latencies, failures, performance.now() - startedAt);
}

async function sendAtRate(
  ratePerSecond: number,
  startedAt: number,
  endAt: number,
  workers: readonly Worker[],
  waiting: number[],
  send: (worker: Worker, dueAtMs: number) => void,
): Promise<void> {
  let sent = 0;
  while (performance.now() < endAt) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * ratePerSecond);
    for (; sent < due; sent++) {
      const dueAtMs = startedAt + (sent / ratePerSecond) * 1000;
      const worker = workers.find(({ free }) => free);
      if (worker === undefined) waiting.push(dueAtMs);
      else send(worker, dueAtMs);
    }
    // Waiting, not spinning: the upstream needs this core too.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function drain(endAt: number, workers: readonly Worker[]): Promise<void> {
  const giveUpAt = endAt + 5_000;
  while (performance.now() < giveUpAt) {
    if (performance.now() >= endAt && workers.every(({ free }) => free)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function openWorker(port: number, onDone: (worker: Worker, ok: boolean) => void): Promise<Worker> {
  const worker: Worker = { socket: await openSocket(port), free: true, dueAtMs: 0, received: '' };
  const listen = () => {
    worker.socket.on('data', async (chunk) => {
      worker.received += chunk.toString('latin1');
      const size = answerSize(worker.received);
      if (size === null || worker.received.length < size) return;
      const ok = worker.received.startsWith('HTTP/1.1 200');
      const isLast = /connection: close/i.test(worker.received);
      worker.received = '';
      if (isLast) {
        // A server may leave the closing to the client, and the connection open until it has been idle for a minute.
        worker.socket.destroy();
        worker.socket = await openSocket(port);
        listen();
      }
      onDone(worker, ok);
    });
  };
  listen();
  return worker;
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Size of the whole answer in bytes, or null while it is not known. */
function answerSize(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const length = /content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1];
  if (length !== undefined) return headEnd + 4 + Number(length);
  return text.endsWith('0\r\n\r\n') ? text.length : null;
}

function summarise(latencies: number[], failures: number, tookMs: number): LoadResult {
  latencies.sort((a, b) => a - b);
  const at = (fraction: number) => latencies[Math.floor((latencies.length - 1) * fraction)] ?? Number.NaN;
  const perSecond = (latencies.length / tookMs) * 1000;
  return { requests: latencies.length, failures, perSecond, p50Ms: at(0.5), p99Ms: at(0.99) };
}

if (import.meta.main) {
  const options: LoadOptions = JSON.parse(process.argv[2] ?? '{}');
  process.stdout.write(`${JSON.stringify(await runLoad(options))}\n`);
}
