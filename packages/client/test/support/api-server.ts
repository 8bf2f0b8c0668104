import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: string };

export type ApiServer = { url: string; seen: Seen[]; close(): Promise<void> };

/** A server on a real socket that answers as the test says. */
export async function startApiServer(
  answer: (seen: Seen, response: ServerResponse) => void | Promise<void>,
): Promise<ApiServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const entry = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    seen.push(entry);
    await answer(entry, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, 'x-request-id': 'request-1' }).end(JSON.stringify(body));
}

export function problem(status: number, code: string) {
  return {
    type: `urn:linguamate:problem:${code}`,
    title: code,
    status,
    detail: 'x',
    code,
    requestId: 'request-1',
  };
}
