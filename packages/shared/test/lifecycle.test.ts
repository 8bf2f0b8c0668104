import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, type TestContext, test } from 'node:test';
import { testClient } from '../src/testing/http.ts';
import { waitFor } from '../src/testing/wait-for.ts';

const fixture = new URL('./fixtures/service.ts', import.meta.url).pathname;

type Running = {
  child: ChildProcess;
  lines: Record<string, unknown>[];
  stderr(): string;
  exit: Promise<[code: number | null, signal: string | null]>;
  said(message: string): boolean;
};

function start(t: TestContext, environment: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [fixture], {
    env: { PATH: process.env.PATH, TOKEN: 'a-long-secret', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const lines: Record<string, unknown>[] = [];
  let pending = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    const parts = `${pending}${chunk}`.split('\n');
    pending = parts.pop() ?? '';
    lines.push(...parts.map((part) => JSON.parse(part)));
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return {
    child,
    lines,
    stderr: () => stderr,
    exit: once(child, 'close') as Running['exit'],
    said: (message) => lines.some((line) => String(line.msg).includes(message)),
  };
}

async function ready(t: TestContext, environment: Record<string, string> = {}) {
  const running = start(t, environment);
  const line = await waitFor(() => running.lines.find((entry) => entry.msg === 'fixture is ready'), {
    timeoutMs: 15_000,
    message: 'the service to be ready',
  });
  return { ...running, client: testClient(String(line.address)) };
}

describe('SIGTERM', () => {
  test('lets the request in flight finish, closes in order and exits with 0', async (t) => {
    const { child, client, lines, exit, said } = await ready(t);
    const answer = client.get('/slow');
    await waitFor(() => said('slow began'), { message: 'the request to begin' });
    child.kill('SIGTERM');
    assert.equal((await answer).status, 200);
    assert.deepEqual(await exit, [0, null]);
    const order = lines.map((line) => line.msg).filter((msg) => /shutting|closed|stopped/.test(String(msg)));
    assert.deepEqual(order, ['shutting down', 'closed queue', 'closed database', 'stopped']);
  });

  test('keeps serving as a lame duck, but not ready, until load balancers have noticed', async (t) => {
    const { child, client, exit, said } = await ready(t, { SHUTDOWN_LAME_DUCK_MS: '1500' });
    assert.equal((await client.get('/readyz')).status, 200);
    child.kill('SIGTERM');
    await waitFor(() => said('shutting down'), { message: 'the shutdown to begin' });
    const probe = await client.get('/readyz');
    assert.deepEqual([probe.status, probe.body.reason], [503, 'shutting down']);
    assert.equal((await client.get('/livez')).status, 200);
    assert.equal((await client.get('/slow')).status, 200);
    assert.deepEqual(await exit, [0, null]);
  });

  test('gives a request no more than the grace, and then still closes the rest', async (t) => {
    const { child, client, exit, said } = await ready(t, { SLOW_MS: '60000', SHUTDOWN_GRACE_MS: '200' });
    const answer = client.get('/slow').catch(() => 'cut');
    await waitFor(() => said('slow began'), { message: 'the request to begin' });
    child.kill('SIGTERM');
    assert.deepEqual(await exit, [0, null]);
    assert.equal(await answer, 'cut');
    assert.ok(said('a closer took too long'));
    assert.ok(said('closed database'));
  });

  test('exits at once with 1 when it comes a second time', async (t) => {
    const { child, exit, said } = await ready(t, { SHUTDOWN_LAME_DUCK_MS: '60000' });
    child.kill('SIGTERM');
    await waitFor(() => said('shutting down'), { message: 'the shutdown to begin' });
    child.kill('SIGINT');
    assert.deepEqual(await exit, [1, null]);
  });

  for (const MODE of ['broken-closer', 'hung-closer']) {
    test(`closes the rest after a ${MODE}`, async (t) => {
      const { child, exit, said } = await ready(t, { MODE, SHUTDOWN_GRACE_MS: '100' });
      child.kill('SIGINT');
      assert.deepEqual(await exit, [0, null]);
      assert.ok(said('closed database'));
    });
  }
});

describe('a service that cannot start', () => {
  test('lists every wrong setting by name and reason, never by value, and exits with 78', async (t) => {
    const { exit, stderr, lines } = start(t, { TOKEN: 'shrt', PORT: 'http', LOG_LEVEL: 'loud' });
    assert.deepEqual(await exit, [78, null]);
    assert.match(stderr(), /^fixture cannot start/);
    assert.match(stderr(), /PORT must be a whole number/);
    assert.match(stderr(), /LOG_LEVEL must be one of trace, debug/);
    assert.match(stderr(), /TOKEN must have at least 8 bytes/);
    assert.doesNotMatch(stderr(), /shrt|http|loud|at .*\.ts/);
    assert.deepEqual(lines, []);
  });
  test('says why in one fatal line and exits with 1', async (t) => {
    const { exit, lines } = start(t, { MODE: 'broken-start' });
    assert.deepEqual(await exit, [1, null]);
    assert.deepEqual(
      lines.map((line) => [line.level, line.msg, (line.err as Error).message]),
      [['fatal', 'The service could not start', 'no database']],
    );
  });
  test('because its port is taken says so and exits with 1', async (t) => {
    const first = await ready(t);
    const address = first.lines.find((line) => line.msg === 'fixture is ready')?.address;
    const { exit, said } = start(t, { PORT: new URL(String(address)).port });
    assert.deepEqual(await exit, [1, null]);
    assert.ok(said('could not listen'));
  });
});

test('a promise that was rejected without anybody listening ends the process with 1', async (t) => {
  const { client, exit, lines } = await ready(t);
  await client.get('/reject').catch(() => undefined);
  assert.deepEqual(await exit, [1, null]);
  assert.ok(lines.some((line) => line.level === 'fatal'));
});
