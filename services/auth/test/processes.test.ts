import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRedis } from '@linguamate/shared/redis';
import { testClient } from '@linguamate/shared/testing/http';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { type AuthBacking, createBacking, password, signUpSomebody, testEnvironment } from './support.ts';

type Running = { child: ChildProcess; output(): string };

describe('the processes', () => {
  let backing: AuthBacking;
  const children: ChildProcess[] = [];
  before(async () => {
    backing = await createBacking();
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await backing.close();
  });

  const start = (file: string, changes: Record<string, string> = {}, parameters: string[] = []): Running => {
    const path = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
    const environment = {
      ...testEnvironment(backing.database, backing.redis),
      LOG_LEVEL: 'info',
      PATH: process.env.PATH,
    };
    const child = spawn(process.execPath, [path, ...parameters], {
      env: { ...environment, REDIS_PREFIX: `run-${process.pid}`, ...changes },
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    return { child, output: () => output };
  };
  const exitCode = async ({ child }: Running) => child.exitCode ?? ((await once(child, 'exit'))[0] as number);
  const addressOf = async (running: Running) => {
    const match = await waitFor(() => /"address":"(http:[^"]+)"/.exec(running.output()), {
      timeoutMs: 60_000,
      message: 'the server',
    });
    return match[1] ?? '';
  };

  test('migrate applies the schema, can be repeated, and fails loudly without a database', async () => {
    assert.equal(await exitCode(start('migrate.ts')), 0);
    const failing = start('migrate.ts', { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' });
    assert.equal(await exitCode(failing), 1);
    assert.match(failing.output(), /could not be brought up to date/);
  });

  test('a server with a wrong configuration lists every problem and exits with 78', async () => {
    const running = start('server.ts', { AUTH_PEPPER: '', AUTH_BCRYPT_COST: 'many' });
    assert.equal(await exitCode(running), 78);
    assert.match(running.output(), /AUTH_PEPPER is not set/);
    assert.match(running.output(), /AUTH_BCRYPT_COST/);
    assert.ok(!running.output().includes('many'));
  });

  test('server and worker bring a sign-up to the other services, and stop on SIGTERM with exit code 0', async () => {
    const server = start('server.ts');
    const worker = start('worker.ts');
    const http = testClient(await addressOf(server));
    const { user } = await signUpSomebody(http, { email: 'process@example.com' });
    const login = await http.post('/api/auth/login', { body: { email: 'process@example.com', password } });
    assert.equal(login.status, 200);
    const redis = createRedis({ url: backing.redis.url, role: 'cache', logger: silentLogger() });
    try {
      await waitFor(() => hasJob(redis, user.id), {
        timeoutMs: 30_000,
        message: 'the event in the queue of learning',
      });
    } finally {
      const names = await redis.keys(`run-${process.pid}*`);
      if (names.length > 0) await redis.del(...names);
      redis.disconnect();
    }
    for (const running of [server, worker]) {
      running.child.kill('SIGTERM');
      assert.equal(await exitCode(running), 0, running.output());
    }
  });

  test('commands rotate keys and verify the audit log, and say what is wrong when they cannot', async () => {
    const command = async (...parameters: string[]) => {
      const running = start('command.ts', {}, parameters);
      return { code: await exitCode(running), output: running.output() };
    };
    assert.equal((await command('keys:rotate')).code, 1);
    const rotated = await command('keys:rotate', '--force');
    assert.equal(rotated.code, 0, rotated.output);
    const verified = await command('audit:verify');
    assert.match(verified.output, /All \d+ entries/);
    const unknown = await command('no:such');
    assert.equal(unknown.code, 1);
    assert.match(unknown.output, /Commands: keys:rotate/);
  });

  async function hasJob(redis: ReturnType<typeof createRedis>, userId: string): Promise<boolean> {
    for (const name of await redis.keys(`run-${process.pid}*learning*`)) {
      if ((await redis.type(name)) !== 'hash') continue;
      if (((await redis.hget(name, 'data')) ?? '').includes(userId)) return true;
    }
    return false;
  }
});

describe('health', () => {
  test('a server that has lost Redis still takes requests and says that it is degraded', async () => {
    const { startAuth } = await import('./support.ts');
    const auth = await startAuth((config) => ({
      ...config,
      redis: { ...config.redis, url: 'redis://127.0.0.1:1', queueUrl: 'redis://127.0.0.1:1' },
    }));
    try {
      assert.equal((await auth.http.get('/livez')).status, 200);
      assert.equal((await auth.http.get('/readyz')).status, 200);
      const health = await auth.http.get<{ dependencies: Record<string, string> }>('/health');
      assert.equal(health.status, 503);
      assert.deepEqual(health.body.dependencies, { database: 'ok', redis: 'error' });
      const { accessToken } = await signUpSomebody(auth.http);
      assert.equal((await auth.http.post('/api/auth/logout', { token: accessToken })).status, 204);
      assert.equal((await auth.http.get('/api/users/me', { token: accessToken })).status, 401);
      assert.match((await auth.http.get('/metrics')).text, /auth_password_queue_depth/);
      const document = await auth.http.get<{ paths: Record<string, unknown> }>('/internal/openapi.json');
      assert.ok(document.body.paths['/api/auth/login'] && document.body.paths['/.well-known/jwks.json']);
    } finally {
      await auth.close();
    }
  });
});
