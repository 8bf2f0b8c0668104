import { randomUUID } from 'node:crypto';

/** One request as its sender knows it: `info` means that nobody can know whether it took effect. */
export type Entry = {
  operation: 'signup' | 'session' | 'read';
  key: string;
  outcome: 'ok' | 'fail' | 'info';
  status?: number;
  problem?: { code?: string; requestId?: string; type?: string };
  contentType?: string;
  text: string;
};

export type Client = {
  readonly entries: readonly Entry[];
  /** Ends sending and waits for what is under way. */
  stop(): Promise<void>;
};

export type ClientOptions = { url: string; perSecond: number; token: string; lessonId: string };

/**
 * Sends requests at a fixed rate whether or not earlier ones were answered, and writes a history: sign-ups, practice
 * sessions with an Idempotency-Key, and reads.
 */
export function startClient(options: ClientOptions): Client {
  const entries: Entry[] = [];
  const open = new Set<Promise<void>>();
  let count = 0;
  const timer = setInterval(() => {
    const operation = (['read', 'session', 'read', 'session', 'signup'] as const)[count % 5] ?? 'read';
    count += 1;
    const sent = send(options, operation).then((entry) => {
      entries.push(entry);
      open.delete(sent);
    });
    open.add(sent);
  }, 1_000 / options.perSecond);
  return {
    entries,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
    },
  };
}

async function send(options: ClientOptions, operation: Entry['operation']): Promise<Entry> {
  const key = randomUUID();
  const { path, body } = requestOf(options, operation, key);
  try {
    const response = await fetch(new URL(path, options.url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: operation === 'signup' ? '' : `Bearer ${options.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    const isProblem = contentType.startsWith('application/problem+json');
    return {
      operation,
      key,
      status: response.status,
      contentType,
      text,
      outcome: response.ok ? 'ok' : response.status < 500 ? 'fail' : 'info',
      ...(isProblem ? { problem: JSON.parse(text) as NonNullable<Entry['problem']> } : {}),
    };
  } catch (error) {
    return { operation, key, outcome: 'info', text: String(error) };
  }
}

function requestOf({ lessonId }: ClientOptions, operation: Entry['operation'], key: string) {
  if (operation === 'read') return { path: '/api/progress', body: undefined };
  if (operation === 'session') return { path: '/api/practice/sessions', body: { lessonId } };
  const email = `${key}@example.org`;
  const body = { email, password: `correct horse ${key}`, name: 'Ada', targetLanguage: 'es' };
  return { path: '/api/auth/signup', body };
}
