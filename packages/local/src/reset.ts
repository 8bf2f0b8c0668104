import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { LocalError } from './failure.ts';
import { type CommandContext, stateDir } from './project.ts';
import { findRunning } from './running.ts';

// Tools that were fetched are no data: getting them again would only cost time.
const kept = new Set(['tools']);

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new LocalError(
      'There is no terminal to ask: say "npm run reset -- --yes" if the local data shall go.',
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

/** Removes a directory, and, when it is a link to where root's servers keep their data, that too. */
function removeWithTarget(path: string): void {
  if (existsSync(path)) rmSync(realpathSync(path), { recursive: true, force: true });
  rmSync(path, { recursive: true, force: true });
}

/**
 * Forgets the local data: database, queues, secrets and the demo account. Asks first, unless told `--yes`.
 *
 * @throws LocalError while the system is running, and when there is nobody to ask.
 */
export async function reset({ root, options }: CommandContext): Promise<void> {
  const running = findRunning(root);
  if (running) throw new LocalError(`Linguamate is running (process ${running.pid}): stop it first.`);
  const state = stateDir(root);
  const names = existsSync(state) ? readdirSync(state).filter((name) => !kept.has(name)) : [];
  if (names.length === 0) {
    process.stdout.write('There is no local data.\n');
    return;
  }
  const question = `This removes all accounts, progress and secrets in ${state}. Type "yes" to go on: `;
  if (!options.includes('--yes') && !(await confirm(question))) throw new LocalError('Nothing was removed.');
  for (const name of names) removeWithTarget(join(state, name));
  process.stdout.write('The local data is gone; npm start makes everything anew.\n');
}
