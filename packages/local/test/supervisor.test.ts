import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '@linguamate/shared/embedded/free-port';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { LocalError } from '../src/failure.ts';
import type { Output } from '../src/output.ts';
import { createSupervisor, type ProcessSpec, type Supervisor } from '../src/supervisor.ts';
import { isRunning } from './fixtures/processes.ts';

const child = join(import.meta.dirname, 'fixtures/supervised.mjs');

describe('Supervisor', () => {
  let folder = '';
  let events: string[] = [];
  const output: Output = {
    log: () => undefined,
    event: (_level, message) => events.push(message),
    say: () => undefined,
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'linguamate-supervisor-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function journalOf(name: string): string {
    return join(folder, `${name}.journal`);
  }

  function lines(name: string): string[] {
    const file = journalOf(name);
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  async function specOf(journal: string, name: string, behaviour = ''): Promise<ProcessSpec> {
    const port = await findFreePort();
    const args = [child, journalOf(journal), name, String(port), behaviour];
    return { name, args, env: process.env, readyUrl: `http://127.0.0.1:${port}/` };
  }

  function supervise(): Supervisor {
    events = [];
    return createSupervisor({ root: folder, output, backoffMs: [10] });
  }

  test('a process that crashed is started again', async () => {
    const supervisor = supervise();
    await supervisor.start(await specOf('crash', 'one'));
    await supervisor.whenReady(10_000);
    const first = supervisor.pidOf('one');
    assert.ok(first !== undefined);
    process.kill(first, 'SIGKILL');
    const second = await waitFor(() => {
      const pid = supervisor.pidOf('one');
      return pid !== first && pid;
    });
    assert.ok(isRunning(second));
    assert.ok(events.some((message) => message.startsWith('one ended unexpectedly')));
    await waitFor(() => lines('crash').length === 2);
    await supervisor.stop([['one']]);
  });

  test('a process that never starts ends the wait with its own last words', async () => {
    const supervisor = supervise();
    await supervisor.start(await specOf('hopeless', 'broken', 'crash'));
    await assert.rejects(supervisor.whenReady(20_000), (error) => {
      assert.ok(error instanceof LocalError);
      assert.match(error.message, /^broken does not start \(exit code 3\)/);
      assert.match(error.details, /the cellar is flooded/);
      return true;
    });
    await supervisor.stop([]);
  });

  test('stopping ends one group after the other, and nothing is started again', async () => {
    const supervisor = supervise();
    for (const name of ['door', 'worker'])
      await supervisor.start(await specOf('order', name, name === 'door' ? 'slow' : ''));
    await supervisor.whenReady(10_000);
    const pids = ['door', 'worker'].map((name) => supervisor.pidOf(name) ?? 0);
    await supervisor.stop([['door'], ['worker']]);
    const ended = lines('order').filter((line) => line.includes('ended'));
    assert.deepEqual(
      ended.map((line) => line.split(' ')[0]),
      ['door', 'worker'],
    );
    assert.deepEqual(pids.map(isRunning), [false, false]);
    assert.equal(lines('order').filter((line) => line.includes('started')).length, 2);
  });

  test('a supervisor that is killed leaves no process behind', async () => {
    const port = await findFreePort();
    const script = join(import.meta.dirname, 'fixtures/run-supervisor.ts');
    const running = spawn(process.execPath, [script, folder, child, journalOf('orphans'), String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    running.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await waitFor(() => said.includes('all ready') && lines('orphans').length === 2, { timeoutMs: 15_000 });
    const pids = lines('orphans').map((line) => Number(line.split(' ')[2]));
    assert.deepEqual(pids.map(isRunning), [true, true]);
    running.kill('SIGKILL');
    await waitFor(() => pids.every((pid) => !isRunning(pid)), {
      timeoutMs: 10_000,
      message: 'the children to end',
    });
  });
});
