import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from '../failure.ts';
import type { CommandContext } from '../project.ts';
import { runTool } from './run.ts';

/**
 * Runs one benchmark beside its peers, for instance `npm run bench -- gateway`.
 *
 * @throws LocalError when there is no benchmark of that name
 */
export function bench({ root, options }: CommandContext): Promise<void> {
  const [name = ''] = options;
  const script = join('bench', name, 'run.ts');
  if (!/^[a-z-]+$/.test(name) || !existsSync(join(root, script)))
    throw new LocalError(`There is no benchmark "${name}": name a folder of bench/ that has a run.ts.`);
  return runTool(root, `The benchmark ${name}`, process.execPath, [script]);
}
