import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '@linguamate/shared/embedded/free-port';
import { waitFor } from '@linguamate/shared/testing/wait-for';

const root = join(import.meta.dirname, '../..');
const startTimeoutMs = 120_000;

type Command = { process: ChildProcess; said: () => string; ended: Promise<number | null> };

/** Every process whose environment names the state directory, by what it runs; on Linux alone. */
function processesOf(stateDir: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const owned = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`LINGUAMATE_STATE_DIR=${stateDir}`);
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
      return words !== '' && (owned || words.includes(stateDir)) ? [`${pid} ${words}`] : [];
    } catch {
      return [];
    }
  });
}

describe('The system on one machine, started as the README says', () => {
  let folder = '';
  let stateDir = '';
  let env: NodeJS.ProcessEnv = {};
  let url = '';
  const started: ChildProcess[] = [];

  function linguamate(...args: string[]): Command {
    const child = spawn(process.execPath, ['bin/linguamate.mjs', ...args], { cwd: root, env });
    started.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    return {
      process: child,
      said: () => said,
      ended: new Promise((resolve) => child.once('close', resolve)),
    };
  }

  async function run(...args: string[]): Promise<{ code: number | null; said: string }> {
    const command = linguamate(...args);
    return { code: await command.ended, said: command.said() };
  }

  async function start(): Promise<Command> {
    const command = linguamate('start');
    const code = command.ended.then((end) => `ended with ${end}`);
    const ready = waitFor(() => command.said().includes('is ready after'), { timeoutMs: startTimeoutMs });
    assert.equal(await Promise.race([ready, code]), true, command.said());
    return command;
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linguamate-start-'));
    stateDir = join(folder, 'state');
    // The account that the servers run as under root has to reach its data through this directory.
    chmodSync(folder, 0o711);
    const port = await findFreePort();
    url = `http://127.0.0.1:${port}`;
    // Without the servers of the test run: the point is that the system brings its own.
    const { DATABASE_URL, REDIS_URL, NODE_ENV, ...rest } = process.env;
    // One course is enough, and what is wrong in another one is the content check's to say.
    const content = join(folder, 'content');
    cpSync(join(root, 'content/es-from-en'), join(content, 'es-from-en'), { recursive: true });
    env = {
      ...rest,
      CONTENT_DIR: content,
      PORT: String(port),
      LINGUAMATE_STATE_DIR: stateDir,
      LOG_LEVEL: 'warn',
    };
  });
  after(() => {
    // A test that failed leaves its system running; everything that it started ends with it.
    for (const child of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  test('serves a learner, answers the other commands, and stops in order with exit code 0', async () => {
    const system = await start();
    const account = /Demo account +(\S+) +(\S+)/.exec(system.said());
    const login = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: account?.[1], password: account?.[2] }),
    });
    assert.equal(login.status, 200, 'the demo account of the table can log in');

    const journey = await run('demo');
    assert.equal(journey.code, 0, journey.said);
    assert.match(journey.said, /The lesson is done: \d+ XP/);

    const doctor = await run('doctor');
    assert.equal(doctor.code, 0, doctor.said);
    const checked = [...doctor.said.matchAll(/^(?:ok|warn) +(\w+)/gm)].map((match) => match[1]);
    assert.deepEqual(checked, ['node', 'port', 'disk', 'secrets', 'database', 'clock', 'redis']);

    const seeded = await run('seed');
    assert.equal(seeded.code, 0, seeded.said);
    assert.match(seeded.said, /Demo account: demo@linguamate\.dev/);

    const second = await run('start');
    assert.equal(second.code, 1);
    assert.match(second.said, /already running from this directory/);

    const reset = await run('reset', '--yes');
    assert.equal(reset.code, 1);
    assert.match(reset.said, /is running .*: stop it first/);

    system.process.kill('SIGTERM');
    assert.equal(await system.ended, 0, system.said());
    assert.doesNotMatch(system.said(), /did not end in order/);
    if (process.platform === 'linux') assert.deepEqual(processesOf(stateDir), []);
  });

  test('keeps accounts from one start to the next, and leaves nothing running when it is killed', async () => {
    const system = await start();
    const { pid } = JSON.parse(readFileSync(join(stateDir, 'running.json'), 'utf8')) as { pid: number };
    const journey = await run('seed');
    assert.equal(journey.code, 0, 'the demo account of the first start still has its password');
    process.kill(pid, 'SIGKILL');
    await system.ended;
    if (process.platform === 'linux') {
      await waitFor(() => processesOf(stateDir).length === 0, {
        timeoutMs: 20_000,
        message: 'every process to end',
      });
    }
  });

  test('migrates while nothing runs, and reset forgets everything', async () => {
    const migrated = await run('migrate');
    assert.equal(migrated.code, 0, migrated.said);
    assert.match(migrated.said, /Schemas are up to date \(0 migrations applied\)/);
    const asked = await run('reset');
    assert.equal(asked.code, 1);
    assert.match(asked.said, /no terminal to ask/);
    assert.equal((await run('reset', '--yes')).code, 0);
    // A Redis that had to be fetched is a program, not data: it stays.
    const left = readdirSync(stateDir).filter((name) => name !== 'tools');
    assert.deepEqual(left, []);
    assert.match((await run('demo')).said, /Nothing answers at/);
  });
});
