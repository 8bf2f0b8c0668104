import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ToolkitCall = { path: string; headers: IncomingHttpHeaders; body: Buffer };
export type ToolkitAnswer = { status: number; body: unknown };

/** Stands where toolkit-proxy stands: a real server that answers what the test has said last. */
export type ScriptedToolkit = {
  readonly url: string;
  readonly calls: ToolkitCall[];
  /** What every call gets from now on. */
  answer(status: number, body: unknown): void;
  close(): void;
};

export async function createScriptedToolkit(): Promise<ScriptedToolkit> {
  const calls: ToolkitCall[] = [];
  let next: ToolkitAnswer = { status: 503, body: {} };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      const type = next.status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(next.status, { 'content-type': type }).end(JSON.stringify(next.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer: (status, body) => {
      next = { status, body };
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
