import type { CommandContext } from '../project.ts';
import { runTool } from './run.ts';

/** Checks the types of everything. */
export function typecheck({ root, options }: CommandContext): Promise<void> {
  return runTool(root, 'The type check', 'tsc', ['-p', 'tsconfig.json', '--noEmit', ...options]);
}

/** Checks style and likely mistakes. */
export function lint({ root, options }: CommandContext): Promise<void> {
  return runTool(root, 'Linting', 'biome', ['check', '--error-on-warnings', ...options, '.']);
}

/** Formats, and mends what can be mended safely. */
export function format({ root, options }: CommandContext): Promise<void> {
  return runTool(root, 'Formatting', 'biome', ['check', '--write', ...options, '.']);
}

/** Finds files, exports and dependencies that nothing uses. */
export function knip({ root, options }: CommandContext): Promise<void> {
  return runTool(root, 'knip', 'knip', options);
}
