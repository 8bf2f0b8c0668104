import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Page = {
  /** Runs an expression in the page and gives its value, promises awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** Addresses of everything the page asked for. */
  requested: string[];
  /** What the browser complained about: refused by policy, exceptions, failed requests. */
  complaints: string[];
  close(): Promise<void>;
};

type Message = { id?: number; method?: string; params?: Record<string, unknown>; result?: unknown };

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The first browser on this machine, or null. */
export function findChromium(): string | null {
  for (const name of names) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {
      // Look for the next one.
    }
  }
  return null;
}

/** Opens an address in a headless browser, driven over the DevTools protocol. */
export async function openPage(program: string, url: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'gateway-chromium-'));
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--window-size=1600,1200',
  ];
  const child = spawn(
    program,
    [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const port = await debuggingPort(child);
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as Record<string, string>[];
  const target = targets.find(({ type }) => type === 'page');
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await once(socket, 'open');
  const page = { requested: [] as string[], complaints: [] as string[] };
  const call = protocol(socket, page);
  for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await call(`${domain}.enable`);
  await call('Page.navigate', { url });
  return {
    ...page,
    evaluate: async (expression) => {
      const options = { expression, awaitPromise: true, returnByValue: true };
      const { result } = (await call('Runtime.evaluate', options)) as { result?: { value?: unknown } };
      return result?.value;
    },
    close: async () => {
      socket.close();
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function debuggingPort(child: ChildProcess): Promise<number> {
  let output = '';
  for await (const chunk of child.stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    output += String(chunk);
    const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(output)?.[1];
    if (port !== undefined) {
      // Its later chatter must not fill the pipe.
      child.stderr?.resume();
      return Number(port);
    }
  }
  throw new Error(`The browser did not start: ${output}`);
}

function protocol(socket: WebSocket, page: Pick<Page, 'requested' | 'complaints'>) {
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => {
    const message: Message = JSON.parse(String(data));
    if (message.id !== undefined) waiting.get(message.id)?.(message.result);
    else note(message, page);
  });
  return (method: string, params: object = {}) =>
    new Promise<unknown>((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      socket.send(JSON.stringify({ id: lastId, method, params }));
    });
}

function note({ method, params }: Message, page: Pick<Page, 'requested' | 'complaints'>): void {
  const text = JSON.stringify(params);
  const sent = params?.request as { url: string } | undefined;
  if (method === 'Network.requestWillBeSent' && sent) page.requested.push(sent.url);
  if (method === 'Runtime.exceptionThrown') page.complaints.push(text);
  if (method === 'Log.entryAdded' && /"level":"error"/.test(text)) page.complaints.push(text);
}
