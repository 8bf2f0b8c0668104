import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@linguamate/shared/testing/database';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import { createScriptedUpstream, type ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { waitFor } from '@linguamate/shared/testing/wait-for';

/** A toolkit-proxy in a process of its own, before a scripted AI upstream of OpenAI's kind. */
export type ToolkitProcess = {
  readonly url: string;
  readonly upstream: ScriptedUpstream;
  /** Starts the process that issues of tokens at `authUrl` are believed in; call once, or again after `kill`. */
  start(authUrl: string): Promise<void>;
  /** Ends the process as a crash would. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

/** Takes a port and prepares everything; nothing listens on it yet. */
export async function createToolkitProcess(): Promise<ToolkitProcess> {
  const [upstream, database] = await Promise.all([
    createScriptedUpstream(),
    createTestDatabase('toolkit-proxy'),
  ]);
  const redis = createTestRedis();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (child === undefined || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    child = undefined;
  };
  const settings = {
    PORT: String(port),
    LOG_LEVEL: 'warn',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix.replaceAll(':', '-'),
    TOOLKIT_UPSTREAMS: JSON.stringify(documentOf(upstream)),
    TOOLKIT_QUOTA_FREE: 'messages=100000,tokens=10000000,audioSeconds=100000,images=1000,concurrent=1000',
  };
  return {
    url,
    upstream,
    start: async (authUrl) => {
      child = await startServer({ ...settings, AUTH_URL: authUrl }, url);
    },
    kill,
    close: async () => {
      await kill();
      await Promise.all([upstream.close(), redis.flush()]);
      await database.drop();
    },
  };
}

function documentOf({ url }: ScriptedUpstream) {
  const models = { default: 'scripted-model' };
  return {
    upstreams: [{ id: 'ai', kind: 'openai', baseUrl: `${url}/v1`, allowPrivateNetwork: true, models }],
  };
}

async function startServer(environment: Record<string, string>, url: string): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../../../toolkit-proxy/src/server.ts', import.meta.url));
  const child = spawn(process.execPath, [file], { env: { PATH: process.env.PATH, ...environment } });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  const isReady = async () => {
    if (child.exitCode !== null) throw new Error(`toolkit-proxy did not start: ${output.join('')}`);
    return (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true;
  };
  await waitFor(isReady, { timeoutMs: 30_000, message: 'toolkit-proxy to be ready' });
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
