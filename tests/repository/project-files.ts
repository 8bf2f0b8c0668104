import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's root. */
export const root = dirname(dirname(import.meta.dirname));

/**
 * Lists the repository's files, relative to its root: what is committed and what is new, without what git ignores.
 *
 * @param pattern only files whose path matches
 */
export function listFiles(pattern: RegExp): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const files = [...new Set(listed.split('\0'))].filter((file) => file !== '' && pattern.test(file));
  return files.filter((file) => existsSync(join(root, file))).sort();
}
