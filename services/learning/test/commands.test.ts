import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventMigrations } from '@linguamate/shared/migrations';
import { createTestDatabase, type TestDatabase } from '@linguamate/shared/testing/database';
import { createTestIssuer, type TestIssuer } from '@linguamate/shared/testing/identity';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { fixtureContent } from './support/learning-app.ts';

const source = path.join(import.meta.dirname, '../src');

function start(command: string, environment: Record<string, string>, args: string[] = []) {
  const child = spawn(process.execPath, [path.join(source, command), ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exit = once(child, 'close').then(([code]) => code as number);
  return { child, exit, output: () => output };
}
async function run(command: string, environment: Record<string, string>, args: string[] = []) {
  const running = start(command, environment, args);
  return { code: await running.exit, output: running.output() };
}

describe('the commands of the service', () => {
  let database: TestDatabase;
  let issuer: TestIssuer;
  let environment: Record<string, string>;
  before(async () => {
    // Only the kit's tables: migrate itself is under test.
    database = await createTestDatabase('learning', { folders: [eventMigrations] });
    issuer = await createTestIssuer();
    const redis = createTestRedis();
    environment = {
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: redis.prefix.replaceAll(':', '-'),
      AUTH_URL: issuer.url,
      TOOLKIT_PROXY_URL: 'http://127.0.0.1:9',
      CONTENT_DIR: fixtureContent,
    };
  });
  after(async () => {
    await issuer.close();
    await database.drop();
  });

  it('migrate brings the schema up to date, can be repeated, and fails loudly without a database', async () => {
    assert.equal((await run('migrate.ts', environment)).code, 0);
    assert.equal((await run('migrate.ts', environment)).code, 0);
    const dead = await run('migrate.ts', { ...environment, DATABASE_URL: 'postgres://x:y@127.0.0.1:9/none' });
    assert.equal(dead.code, 1);
    assert.match(dead.output, /could not be brought up to date/);
  });

  it('load-content publishes once, changes nothing the second time, and names what it cannot load', async () => {
    const first = await run('load-content.ts', environment);
    assert.deepEqual(
      [first.code, first.output],
      [0, 'mini-es-en: created, version 1, 3 lessons, 17 items\n'],
    );
    assert.match((await run('load-content.ts', environment)).output, /mini-es-en: unchanged, version 1/);
    const missing = await run('load-content.ts', { ...environment, CONTENT_DIR: '/nonexistent' });
    assert.equal(missing.code, 1);
    assert.match(missing.output, /could not be loaded/);
  });

  it('check-content exits with 0 on a good folder and 1 on one without courses', async () => {
    assert.deepEqual(await run('check-content.ts', {}, [fixtureContent]), {
      code: 0,
      output: '1 courses checked, 0 problems\n',
    });
    assert.equal(
      (await run('check-content.ts', {}, [path.join(fixtureContent, 'mini-es-en/units')])).code,
      1,
    );
  });

  it('server verifies tokens with auth’s keys, answers, and stops with 0 on SIGTERM', async () => {
    const server = start('server.ts', environment);
    const address = await waitFor(() => /"address":"([^"]+)"/.exec(server.output())?.[1], {
      timeoutMs: 20_000,
    });
    const token = await issuer.issueToken();
    const progress = await fetch(`${address}/api/progress`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(progress.status, 200);
    assert.equal((await fetch(`${address}/livez`)).status, 200);
    assert.equal((await fetch(`${address}/readyz`)).status, 200);
    const health = (await (await fetch(`${address}/health`)).json()) as {
      dependencies: Record<string, string>;
    };
    assert.deepEqual(health.dependencies, { database: 'ok', redis: 'ok' });
    assert.match(await (await fetch(`${address}/metrics`)).text(), /http_requests_total/);
    const document = (await (await fetch(`${address}/internal/openapi.json`)).json()) as { paths: object };
    assert.ok('/api/practice/sessions' in document.paths);
    server.child.kill('SIGTERM');
    assert.equal(await server.exit, 0);
  });

  it('worker starts and stops with 0 on SIGTERM', async () => {
    const worker = start('worker.ts', environment);
    await waitFor(() => worker.output().includes('is ready'), { timeoutMs: 20_000 });
    worker.child.kill('SIGTERM');
    assert.equal(await worker.exit, 0);
  });

  it('a wrong configuration is listed by name and exits with 78', async () => {
    const { code, output } = await run('server.ts', { DATABASE_URL: 'mysql://x', PORT: 'many' });
    assert.equal(code, 78);
    for (const name of ['DATABASE_URL', 'PORT', 'REDIS_URL', 'AUTH_URL', 'TOOLKIT_PROXY_URL']) {
      assert.ok(output.includes(name), name);
    }
  });
});
