import assert from 'node:assert/strict';
import { Agent, request as send } from 'node:http';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import type { HttpServer } from '../../src/http/server.ts';
import { waitFor } from '../../src/testing/wait-for.ts';
import { startServer } from './kit-server.ts';

/** A server with a route that answers when the test says so. */
async function gated(t: import('node:test').TestContext, declare: (server: HttpServer) => void = () => {}) {
  const gate = Promise.withResolvers<void>();
  const seen = { begun: 0 };
  const started = await startServer(t, (server) => {
    server.get('/slow', async () => {
      seen.begun += 1;
      await gate.promise;
      return { ok: true };
    });
    server.get('/quick', async () => ({ ok: true }));
    declare(server);
  });
  return { ...started, open: gate.resolve, seen };
}

function get(port: number, path: string, agent: Agent) {
  return new Promise<{ status: number | undefined; connection: string | undefined; body: string }>(
    (resolve, reject) => {
      const call = send({ port, path, agent, host: '127.0.0.1' }, (answer) => {
        let body = '';
        answer.on('data', (chunk) => {
          body += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode, connection: answer.headers.connection, body }),
        );
        answer.on('error', reject);
      });
      call.on('error', reject);
      call.end();
    },
  );
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await work;
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs < ms, `took ${Math.round(tookMs)} ms`);
}

describe('close()', () => {
  test('lets the request in flight finish, says Connection: close and ends at once', async (t) => {
    const { server, port, open, seen } = await gated(t);
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    const answer = get(port, '/slow', agent);
    await waitFor(() => seen.begun === 1, { message: 'the request to begin' });
    const closed = server.close();
    await waitFor(() => server.closing.aborted, { message: 'the close to begin' });
    open();
    assert.deepEqual(await answer, { status: 200, connection: 'close', body: '{"ok":true}' });
    await within(1_000, closed);
  });

  test('does not wait for idle keep-alive connections', async (t) => {
    const { server, port } = await gated(t);
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    await get(port, '/quick', agent);
    await within(1_000, server.close());
  });

  test('does not wait for connections that have never sent anything', async (t) => {
    const { server, port } = await gated(t);
    const socket = connect(port, '127.0.0.1');
    t.after(() => socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));
    await get(port, '/quick', new Agent());
    await within(1_000, server.close());
  });

  test('refuses new connections while requests are in flight', async (t) => {
    const { server, port, open, seen } = await gated(t);
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    const answer = get(port, '/slow', agent);
    await waitFor(() => seen.begun === 1, { message: 'the request to begin' });
    const closed = server.close();
    await waitFor(
      async () => (await get(port, '/quick', new Agent()).catch((error) => error.code)) === 'ECONNREFUSED',
      { message: 'the listener to be gone' },
    );
    open();
    await answer;
    await closed;
  });

  test('ends with an answer whose headers had promised keep-alive before', async (t) => {
    const gate = Promise.withResolvers<void>();
    const { server, port } = await gated(t, (target) => {
      target.get('/stream', (_request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-length': 4 });
        reply.raw.write('ab');
        void gate.promise.then(() => reply.raw.end('cd'));
      });
    });
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    const received = Promise.withResolvers<void>();
    const call = send({ port, path: '/stream', agent, host: '127.0.0.1' }, (answer) => {
      answer.once('data', () => received.resolve());
      answer.resume();
    });
    call.end();
    await received.promise;
    const closed = server.close();
    await waitFor(() => !server.server.listening, { message: 'the listener to be gone' });
    gate.resolve();
    await within(1_000, closed);
  });

  test('tells server-sent events to end', async (t) => {
    const { server, port } = await gated(t, (target) => {
      target.get('/events', { config: { timeoutMs: 60_000 } }, (request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
        reply.raw.write(': hello\n\n');
        request.server.closing.addEventListener('abort', () => reply.raw.end('event: shutdown\n\n'));
      });
    });
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    const opened = Promise.withResolvers<void>();
    const body = new Promise<string>((resolve) => {
      send({ port, path: '/events', agent, host: '127.0.0.1' }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
          opened.resolve();
        });
        answer.on('end', () => resolve(text));
      }).end();
    });
    await opened.promise;
    await within(1_000, server.close());
    assert.equal(await body, ': hello\n\nevent: shutdown\n\n');
  });
});
