import type { CommandContext } from '../project.ts';
import { runTool } from './run.ts';

/** Writes the documents that are made from code. The generator lies with the tests, which may import the services. */
export function generate({ root }: CommandContext): Promise<void> {
  return runTool(root, 'Generating', process.execPath, ['tests/repository/generate.ts']);
}
