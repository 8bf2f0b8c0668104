import { once } from 'node:events';
import { Pool } from 'undici';

/** Something that answers chat completions. */
export type Target = {
  name: string;
  origin: string;
  path: string;
  headers: Record<string, string>;
  model: string;
};

/** Latencies in milliseconds. */
export type Latency = { p50Ms: number; p99Ms: number };

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

function summarise(latencies: number[]): Latency {
  const sorted = latencies.toSorted((a, b) => a - b);
  return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99) };
}

const bodyOf = (target: Target, extra: object) =>
  JSON.stringify({ model: target.model, messages: [{ role: 'user', content: 'Say hello' }], ...extra });

const requestOf = (target: Target, extra: object = {}) => ({
  path: target.path,
  method: 'POST' as const,
  headers: { 'content-type': 'application/json', ...target.headers },
  body: bodyOf(target, extra),
});

/** One whole answer; throws unless it is a good one. */
async function askOnce(pool: Pool, target: Target): Promise<number> {
  const startedAtMs = performance.now();
  const { statusCode, body } = await pool.request(requestOf(target));
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${target.name} answered ${statusCode}: ${text.slice(0, 200)}`);
  return performance.now() - startedAtMs;
}

/** Latency of one request after the other. */
export async function measureSequential(target: Target, requests: number): Promise<Latency> {
  const pool = new Pool(target.origin, { connections: 1 });
  for (let warm = 0; warm < requests / 4; warm += 1) await askOnce(pool, target);
  const latencies: number[] = [];
  for (let request = 0; request < requests; request += 1) latencies.push(await askOnce(pool, target));
  await pool.close();
  return summarise(latencies);
}

/** Requests per second with so many at once. */
export async function measureThroughput(
  target: Target,
  connections: number,
  durationMs: number,
): Promise<number> {
  const pool = new Pool(target.origin, { connections });
  const endsAtMs = performance.now() + durationMs;
  let answered = 0;
  const ask = async () => {
    while (performance.now() < endsAtMs) {
      await askOnce(pool, target);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  await pool.close();
  return answered / (durationMs / 1000);
}

/** Time until the first content of a stream; throws when a frame is lost. */
export async function measureFirstToken(target: Target, streams: number, expected: number): Promise<Latency> {
  const pool = new Pool(target.origin, { connections: 1 });
  const latencies: number[] = [];
  for (let index = 0; index < streams; index += 1) {
    const startedAtMs = performance.now();
    const { statusCode, body } = await pool.request(requestOf(target, { stream: true }));
    let text = '';
    let firstMs: number | undefined;
    for await (const chunk of body) {
      text += String(chunk);
      if (firstMs === undefined && text.includes('"w0 "')) firstMs = performance.now() - startedAtMs;
    }
    const received = text.match(/"w\d+ "/g)?.length ?? 0;
    if (statusCode !== 200 || received !== expected || firstMs === undefined) {
      throw new Error(
        `${target.name}: ${statusCode}, ${received} of ${expected} frames: ${text.slice(0, 200)}`,
      );
    }
    latencies.push(firstMs);
  }
  await pool.close();
  return summarise(latencies);
}

/** Many streams at once; returns how many arrived whole. */
export async function countWholeStreams(target: Target, streams: number, expected: number): Promise<number> {
  const pool = new Pool(target.origin, { connections: streams });
  const read = async () => {
    const { body } = await pool.request(requestOf(target, { stream: true }));
    const text = await body.text();
    return (text.match(/"w\d+ "/g)?.length ?? 0) === expected && text.includes('[DONE]');
  };
  const whole = await Promise.all(Array.from({ length: streams }, () => read().catch(() => false)));
  await pool.destroy();
  return whole.filter(Boolean).length;
}

/** Opens streams and leaves each after its first bytes, so many at a time. */
export async function abortStreams(target: Target, streams: number, atOnce: number): Promise<void> {
  let left = streams;
  const leave = async () => {
    const pool = new Pool(target.origin, { connections: 1 });
    while (left > 0) {
      left -= 1;
      const { body } = await pool.request(requestOf(target, { stream: true, user: 'endless' }));
      body.on('error', () => {});
      await once(body, 'data');
      body.destroy();
    }
    await pool.destroy();
  };
  await Promise.all(Array.from({ length: atOnce }, leave));
}
