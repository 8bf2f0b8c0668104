import { cpSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommandContext } from '../project.ts';
import { runTool } from './run.ts';

const projectFile = 'tsconfig.build.json';

type BuildProject = { references: { path: string }[] };

/** The folders of all packages and services that are compiled. */
function compiledFolders(root: string): string[] {
  const { references } = JSON.parse(readFileSync(join(root, projectFile), 'utf8')) as BuildProject;
  return references.map(({ path }) => join(root, dirname(path)));
}

/** Whatever is not TypeScript (data, templates) goes along as it is. */
function copyAssets(folder: string): void {
  const isAsset = (path: string): boolean => !path.endsWith('.ts');
  cpSync(join(folder, 'src'), join(folder, 'dist'), { recursive: true, filter: isAsset });
}

/**
 * Compiles every package and service to its `dist/`; run the result with
 * `node --conditions=dist services/<name>/dist/server.js`. Begins with nothing: a renamed migration must not be left behind.
 */
export async function build({ root }: CommandContext): Promise<void> {
  const folders = compiledFolders(root);
  for (const folder of folders) rmSync(join(folder, 'dist'), { recursive: true, force: true });
  await runTool(root, 'Compiling', 'tsc', ['-b', projectFile]);
  for (const folder of folders) copyAssets(folder);
}
