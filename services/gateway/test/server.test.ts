import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testClient } from '@linguamate/shared/testing/http';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { startService } from './support/gateway.ts';

const entry = fileURLToPath(new URL('../src/server.ts', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function run(env: Record<string, string>): {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
} {
  const child = spawn(process.execPath, [entry], { env: { PATH: process.env.PATH, ...env }, stdio: 'pipe' });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    output += String(chunk);
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return { child, output: () => output, exited };
}

describe('the gateway as a process', () => {
  it('serves on both ports, finishes what is in flight on SIGTERM and exits with 0', {
    timeout: 60_000,
  }, async () => {
    const upstream = await startService();
    const redis = createTestRedis();
    const [port, internalPort] = [await freePort(), await freePort()];
    const { child, output, exited } = run({
      REDIS_URL: redis.url,
      REDIS_PREFIX: redis.prefix.replaceAll(':', '-'),
      AUTH_URL: upstream.url,
      LEARNING_URL: upstream.url,
      TOOLKIT_PROXY_URL: upstream.url,
      PORT: String(port),
      INTERNAL_PORT: String(internalPort),
    });
    const client = testClient(`http://127.0.0.1:${port}`);
    await waitFor(async () => (await client.get('/readyz')).status === 200, {
      timeoutMs: 30_000,
      message: output(),
    });
    assert.equal((await testClient(`http://127.0.0.1:${internalPort}`).get('/metrics')).status, 200);
    assert.equal((await client.get('/metrics')).status, 404);
    const held = replies.held(replies.json(200, {}));
    upstream.reply(held.reply);
    const inFlight = client.get('/api/auth/x');
    await held.reached;
    child.kill('SIGTERM');
    await waitFor(() => output().includes('shutting down'));
    held.release();
    assert.equal((await inFlight).status, 200);
    assert.equal(await exited, 0);
    await upstream.close();
  });

  it('refuses to start without its settings and names each of them, never a value', {
    timeout: 30_000,
  }, async () => {
    const { output, exited } = run({
      AUTH_URL: 'not-a-url-secret',
      CORS_ORIGIN: '*',
      NODE_ENV: 'production',
    });
    assert.equal(await exited, 78);
    for (const name of ['AUTH_URL', 'LEARNING_URL', 'TOOLKIT_PROXY_URL', 'REDIS_URL', 'CORS_ORIGIN']) {
      assert.ok(output().includes(name), name);
    }
    assert.doesNotMatch(output(), /not-a-url-secret/);
  });
});
