export type ReceivedEvent = { id?: string; event: string; data: Record<string, unknown> };

/** A stream of server-sent events as a client reads it. */
export type EventReader = {
  readonly status: number;
  readonly events: ReceivedEvent[];
  /** Resolves when an event of this name has come. */
  until(event: string): Promise<ReceivedEvent>;
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  /** Goes away in the middle. */
  leave(): void;
};

/** Opens a stream over a real socket. */
export async function openEvents(
  url: string,
  options: { method?: string; token: string; body?: unknown; lastEventId?: string | undefined },
): Promise<EventReader> {
  const gone = new AbortController();
  const response = await fetch(url, {
    method: options.method ?? 'POST',
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${options.token}`,
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: AbortSignal.any([gone.signal, AbortSignal.timeout(30_000)]),
  });
  const events: ReceivedEvent[] = [];
  let look = Promise.withResolvers<void>();
  const wake = () => {
    look.resolve();
    look = Promise.withResolvers<void>();
  };
  let isOver = false;
  const ended = read(response, (event) => {
    events.push(event);
    wake();
  }).finally(() => {
    isOver = true;
    wake();
  });
  ended.catch(() => {});
  return {
    status: response.status,
    events,
    ended,
    leave: () => gone.abort(),
    until: async (name) => {
      for (;;) {
        const found = events.find(({ event }) => event === name);
        if (found !== undefined) return found;
        if (isOver) throw new Error(`no ${name} in ${JSON.stringify(events)}`);
        await look.promise;
      }
    },
  };
}

/** The text that a client shows which follows the rules: pieces in order, thrown away at a restart. */
export function shownText(events: readonly ReceivedEvent[], before = ''): string {
  return events.reduce((text, { event, data }) => {
    if (event === 'restart') return '';
    return event === 'token' ? text + String(data.text) : text;
  }, before);
}

async function read(response: Response, take: (event: ReceivedEvent) => void): Promise<void> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const bytes of response.body ?? []) {
    pending += decoder.decode(bytes, { stream: true });
    const blocks = pending.split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
      if (fields.event === undefined) continue;
      take({ ...(fields.id ? { id: fields.id } : {}), event: fields.event, data: JSON.parse(fields.data) });
    }
  }
}
