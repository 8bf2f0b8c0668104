import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { type Backing, createBacking, environmentOf } from './support/service.ts';

let backing: Backing;

before(async () => {
  backing = await createBacking();
});

after(() => backing.close());

type Started = { child: ChildProcess; output: () => string; exit: Promise<number | null> };

function start(file: string, environment: Record<string, string>): Started {
  const path = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
  const child = spawn(process.execPath, [path], { env: { PATH: process.env.PATH, ...environment } });
  const chunks: string[] = [];
  child.stdout.on('data', (chunk) => chunks.push(String(chunk)));
  child.stderr.on('data', (chunk) => chunks.push(String(chunk)));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return { child, output: () => chunks.join(''), exit };
}

const environment = () => ({
  ...environmentOf(backing),
  LOG_LEVEL: 'info',
  REDIS_PREFIX: 'lmtoolkitprocess',
});

for (const file of ['server.ts', 'worker.ts']) {
  test(`${file} starts without an upstream and stops with exit code 0 on SIGTERM`, async () => {
    const started = start(file, { ...environment(), EXPO_PUBLIC_TOOLKIT_URL: '' });
    await waitFor(() => started.output().includes('is ready'), {
      timeoutMs: 15_000,
      message: started.output(),
    });
    started.child.kill('SIGTERM');
    assert.equal(await started.exit, 0, started.output());
  });
}

test('a wrong configuration ends with exit code 78, named and without its value', async () => {
  const started = start('server.ts', { ...environment(), DATABASE_URL: 'mysql://secret-value' });
  assert.equal(await started.exit, 78);
  assert.match(started.output(), /DATABASE_URL/);
  assert.doesNotMatch(started.output(), /secret-value/);
});

test('migrate.ts is done when there is nothing left to migrate, and says why it cannot', async () => {
  assert.equal(await start('migrate.ts', environment()).exit, 0);
  const unconfigured = start('migrate.ts', {});
  assert.equal(await unconfigured.exit, 78);
  assert.match(unconfigured.output(), /DATABASE_URL/);
  const unreachable = start('migrate.ts', { DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/db' });
  assert.equal(await unreachable.exit, 1);
  assert.doesNotMatch(unreachable.output(), /hidden/);
});
