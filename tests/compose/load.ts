import { randomUUID } from 'node:crypto';
import { setInterval } from 'node:timers';

/** What a client saw of one request that did not succeed. */
export type Failure = { atMs: number; request: string; saw: string };

export type LoadReport = { requests: number; failures: Failure[]; slowestMs: number };

export type Load = { stop(): Promise<LoadReport> };

type Step = { method: 'GET' | 'POST'; path: string; body?: object };

/**
 * Sends requests at a fixed rate, whether earlier ones were answered or not (open loop): a system that stands still for a
 * second is seen to do so. Reads and writes of one learner take turns.
 *
 * @param baseUrl where the system is
 * @param options.perSecond requests a second
 */
export function startLoad(
  baseUrl: string,
  options: { perSecond: number; token: string; lessonId: string },
): Load {
  const startedAt = performance.now();
  const failures: Failure[] = [];
  const inFlight = new Set<Promise<void>>();
  let requests = 0;
  let slowestMs = 0;
  const steps: Step[] = [
    { method: 'GET', path: '/api/courses' },
    { method: 'GET', path: `/api/lessons/${options.lessonId}` },
    { method: 'GET', path: '/api/users/me' },
    { method: 'POST', path: '/api/practice/sessions', body: { lessonId: options.lessonId } },
  ];
  const timer = setInterval(() => {
    const step = steps[requests % steps.length] ?? { method: 'GET', path: '/api/' };
    requests += 1;
    const sentAt = performance.now();
    const request = send(baseUrl, step, options.token)
      .catch((error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error))
      .then((saw) => {
        slowestMs = Math.max(slowestMs, performance.now() - sentAt);
        if (saw === undefined) return;
        failures.push({ atMs: Math.round(sentAt - startedAt), request: `${step.method} ${step.path}`, saw });
      })
      .finally(() => inFlight.delete(request));
    inFlight.add(request);
  }, 1_000 / options.perSecond);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(inFlight);
      return { requests, failures, slowestMs: Math.round(slowestMs) };
    },
  };
}

/** Returns what was wrong with the answer, or undefined. */
async function send(baseUrl: string, step: Step, token: string): Promise<string | undefined> {
  const response = await fetch(new URL(step.path, baseUrl), {
    method: step.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(step.body === undefined
        ? {}
        : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(step.body === undefined ? {} : { body: JSON.stringify(step.body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  return response.ok ? undefined : `${response.status} ${text.slice(0, 300)}`;
}
