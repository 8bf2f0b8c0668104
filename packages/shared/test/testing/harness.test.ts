import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { asAdmin } from '../../src/testing/database.ts';
import { isAlive } from '../../src/testing/processes.ts';
import { currentRun, namePrefix } from '../../src/testing/run.ts';
import { waitFor } from '../../src/testing/wait-for.ts';

const source = new URL('../../src/', import.meta.url);
const outer = currentRun();
const isOuterRun = (name: string) => name.startsWith(namePrefix(outer.id));

// A test file as a service would have it; it reports where its database is, and may hang.
const FIXTURE = `
import test from 'node:test';
import { writeFileSync } from 'node:fs';
import { createTestDatabase } from '${new URL('testing/database.ts', source).href}';
import { currentRun } from '${new URL('testing/run.ts', source).href}';
import { eventMigrations } from '${new URL('migrations.ts', source).href}';
test('fixture', async () => {
  const { url } = await createTestDatabase('auth', { folders: [eventMigrations] });
  writeFileSync(process.env.REPORT, JSON.stringify({ url, run: currentRun() }));
  if (process.env.HANG) await new Promise((resolve) => setTimeout(resolve, 60_000));
});
`;

describe('test harness', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harness-'));
    await writeFile(join(folder, 'fixture.test.mjs'), FIXTURE);
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const runTests = (environment: Record<string, string>) => {
    const report = join(folder, `report-${children.length}.json`);
    // Variables of the run that this file belongs to must not reach the inner one.
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(LM_TEST|NODE_|TEST_|DATABASE_URL|REDIS_URL)/.test(name),
    );
    const setup = fileURLToPath(new URL('testing/global-setup.ts', source));
    const child = spawn(
      process.execPath,
      ['--test', `--test-global-setup=${setup}`, join(folder, 'fixture.test.mjs')],
      { env: { ...Object.fromEntries(inherited), ...environment, REPORT: report } },
    );
    children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const started = () => waitFor(() => import(report, { with: { type: 'json' } }), { timeoutMs: 30_000 });
    return { child, ended, started, output: () => output };
  };
  const given = {
    LM_TEST_BACKING: 'environment',
    TEST_DATABASE_URL: outer.postgresUrl,
    TEST_REDIS_URL: outer.redisUrl,
  };
  const embedded = { LM_TEST_BACKING: 'embedded' };
  const foreignNames = () =>
    asAdmin(outer.postgresUrl, async (admin) => {
      const { rows } = await admin.query<{ name: string }>(
        `select datname as name from pg_database where datname like 'linguamate\\_test\\_%'
         union select rolname from pg_roles where rolname like 'linguamate\\_test\\_%'`,
      );
      return rows.map((row) => row.name).filter((name) => !isOuterRun(name));
    });
  const directoriesOf = async (pid: number | undefined) =>
    (await readdir(tmpdir())).filter((name) => name.startsWith(`linguamate-test-${pid}-`));
  const answers = (url: string) =>
    asAdmin(url, (admin) => admin.query('select 1')).then(
      () => true,
      () => false,
    );

  it('uses the servers of the environment, says so, and leaves no database or role there', async () => {
    const run = runTests(given);
    assert.equal(await run.ended, 0, run.output());
    assert.match(run.output(), /Tests run on Postgres and Redis of the environment/);
    assert.equal(run.output().includes(new URL(outer.postgresUrl).password), false);
    assert.deepEqual(await foreignNames(), []);
  });

  it('cleans up on Ctrl-C', async () => {
    const run = runTests({ ...given, HANG: '1' });
    await run.started();
    assert.notDeepEqual(await foreignNames(), []);
    run.child.kill('SIGINT');
    await run.ended;
    assert.deepEqual(await foreignNames(), []);
  });

  it('lets the next run clean up after one that was killed, and leaves living runs alone', async () => {
    const [killed, living] = [runTests({ ...given, HANG: '1' }), runTests({ ...given, HANG: '1' })];
    const dead = (await killed.started()).default.run.id;
    const alive = (await living.started()).default.run.id;
    killed.child.kill('SIGKILL');
    await killed.ended.catch(() => {});
    const next = runTests(given);
    assert.equal(await next.ended, 0, next.output());
    const names = await foreignNames();
    assert.equal(
      names.some((name) => name.startsWith(namePrefix(dead))),
      false,
    );
    assert.equal(
      names.some((name) => name.startsWith(namePrefix(alive))),
      true,
    );
    living.child.kill('SIGINT');
    await living.ended;
    assert.deepEqual(await foreignNames(), []);
  });

  it('starts embedded servers, says so, and leaves no process and no file behind', async () => {
    const run = runTests(embedded);
    const { url } = (await run.started()).default;
    assert.equal(await run.ended, 0, run.output());
    assert.match(run.output(), /Tests run on embedded Postgres 18 and Redis/);
    assert.equal(await answers(url), false);
    assert.deepEqual(await directoriesOf(run.child.pid), []);
  });

  it('ends the embedded servers when the runner is killed, and the next run removes their files', async () => {
    const run = runTests({ ...embedded, HANG: '1' });
    const { url } = (await run.started()).default;
    const { pid } = run.child;
    run.child.kill('SIGKILL');
    await waitFor(async () => !(await answers(url)), { timeoutMs: 15_000 });
    await waitFor(() => !isAlive(pid ?? 0));
    const next = runTests(embedded);
    assert.equal(await next.ended, 0, next.output());
    assert.deepEqual(await directoriesOf(pid), []);
  });

  it('fails with a clear sentence when containers are demanded and no engine answers', async () => {
    const nowhere = `unix://${join(folder, 'no.sock')}`;
    const run = runTests({ LM_TEST_BACKING: 'containers', DOCKER_HOST: nowhere, HOME: folder });
    assert.notEqual(await run.ended, 0);
    assert.match(run.output(), /Tests in containers need a container engine with postgres:18 and redis:7/);
  });

  it('fails with a clear sentence when the environment is demanded and empty, or the kind is unknown', async () => {
    for (const [kind, sentence] of [
      ['environment', /needs TEST_DATABASE_URL and TEST_REDIS_URL/],
      ['magic', /must be one of environment, containers, embedded/],
    ] as const) {
      const run = runTests({ LM_TEST_BACKING: kind });
      assert.notEqual(await run.ended, 0);
      assert.match(run.output(), sentence);
    }
  });

  it('falls back to the embedded servers where no engine answers', async () => {
    const run = runTests({ DOCKER_HOST: `unix://${join(folder, 'no.sock')}`, HOME: folder });
    assert.equal(await run.ended, 0, run.output());
    assert.match(run.output(), /Tests run on embedded/);
  });
});
