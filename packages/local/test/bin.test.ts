import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

const root = join(import.meta.dirname, '../../..');
const pnpmVersion = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { config: { pnpm: string } }
).config.pnpm;

// Stands in for the pnpm that is kept in .tools: notes that it was called, and takes long enough to be overtaken.
const fakePnpm = `import { appendFileSync, mkdirSync } from 'node:fs';
appendFileSync('pnpm.calls', process.argv.slice(2).join(' ') + '\\n');
await new Promise((resolve) => setTimeout(resolve, 300));
if (process.env.FAKE_PNPM_SAYS) { console.error(process.env.FAKE_PNPM_SAYS); process.exit(1); }
mkdirSync('node_modules', { recursive: true });
`;

type Result = { code: number | null; said: string };

describe('bin/linguamate.mjs', () => {
  let project = '';

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'linguamate-bin-'));
    cpSync(join(root, 'bin'), join(project, 'bin'), { recursive: true });
    for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.node-version']) {
      cpSync(join(root, file), join(project, file));
    }
    const pnpm = join(project, `.tools/pnpm-${pnpmVersion}/node_modules/pnpm/bin`);
    mkdirSync(pnpm, { recursive: true });
    writeFileSync(join(pnpm, 'pnpm.mjs'), fakePnpm);
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [join(project, 'bin/linguamate.mjs'), ...args], {
        env: { ...process.env, npm_execpath: '', ...env },
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString();
        });
      }
      child.on('close', (code) => resolve({ code, said }));
    });
  }

  function pnpmCalls(): string[] {
    const file = join(project, 'pnpm.calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  test('the second run installs nothing; a changed lockfile makes it install again', async () => {
    const first = await run(['setup']);
    assert.equal(first.code, 0, first.said);
    assert.match(first.said, /installing the packages of the lockfile: done/);
    const second = await run(['setup']);
    assert.deepEqual(second, { code: 0, said: '' });
    assert.equal(pnpmCalls().length, 1);
    assert.match(pnpmCalls()[0] ?? '', /^install --frozen-lockfile/);
    writeFileSync(join(project, 'pnpm-lock.yaml'), 'changed');
    await run(['setup']);
    assert.equal(pnpmCalls().length, 2);
  });

  test('two commands that start together install once', async () => {
    const results = await Promise.all([run(['setup']), run(['setup'])]);
    assert.deepEqual(
      results.map(({ code }) => code),
      [0, 0],
    );
    assert.equal(pnpmCalls().length, 1);
  });

  test('the lock of a command that died is taken over', async () => {
    writeFileSync(join(project, '.tools/install.lock'), '999999999');
    const { code, said } = await run(['setup']);
    assert.equal(code, 0, said);
    assert.equal(existsSync(join(project, '.tools/install.lock')), false);
  });

  const failures: [says: string, advice: RegExp][] = [
    [
      'error sending request: tcp connect error: Connection refused ECONNREFUSED',
      /the npm registry does not answer/,
    ],
    ['write ENOSPC: no space left on device', /the disk is full/],
    ['EACCES: permission denied, mkdir', /may not write in/],
    ['ERR_PNPM_FROZEN_LOCKFILE_WITH_OUTDATED_LOCKFILE', /does not fit the package\.json files/],
    ['a riddle', /see below[\s\S]*a riddle/],
  ];
  for (const [says, advice] of failures) {
    test(`a failed installation ("${says.slice(0, 30)}") names the step, says what to do, and is tried again`, async () => {
      const failed = await run(['setup'], { FAKE_PNPM_SAYS: says });
      assert.equal(failed.code, 1);
      assert.match(failed.said, /installing the packages of the lockfile failed: /);
      assert.match(failed.said, advice);
      assert.equal((await run(['setup'])).code, 0);
      assert.equal(pnpmCalls().length, 2);
    });
  }

  test('a Node that cannot be fetched is a failed step with advice, and leaves nothing half-done', async () => {
    writeFileSync(join(project, '.node-version'), '99\n');
    const npm = join(project, 'npm-cli.js');
    writeFileSync(npm, 'console.error("npm error code ENOTFOUND"); process.exit(1);');
    const { code, said } = await run(['setup'], { npm_execpath: npm });
    assert.equal(code, 1);
    assert.match(said, /getting Node 99 failed: the npm registry does not answer/);
    assert.deepEqual(readdirSync(join(project, '.tools')), [`pnpm-${pnpmVersion}`]);
  });

  test('a directory that cannot be written to is said, not thrown', {
    skip: process.getuid?.() === 0 && 'root may write anywhere',
  }, async () => {
    writeFileSync(join(project, '.node-version'), '99\n');
    chmodSync(join(project, '.tools'), 0o555);
    const { code, said } = await run(['setup']);
    chmodSync(join(project, '.tools'), 0o755);
    assert.equal(code, 1);
    assert.match(said, /may not write in/);
  });

  test('an unknown command is answered with the list of commands and exit code 2', async () => {
    const { code, said } = await run(['strat']);
    assert.equal(code, 2);
    assert.match(said, /no command "strat"[\s\S]*start +start the whole system/);
  });
});
