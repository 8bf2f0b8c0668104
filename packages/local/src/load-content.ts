import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalError } from './failure.ts';
import { stateDir } from './project.ts';
import type { LocalSettings } from './settings.ts';

const run = promisify(execFile);
const loadTimeoutMs = 120_000;

/** Everything that decides what loading would do: the courses, the code that lays them out, and the database. */
function fingerprint(root: string, contentDir: string, databaseUrl: string): string {
  const hash = createHash('sha256').update(new URL(databaseUrl).pathname);
  for (const folder of [contentDir, join(root, 'services/learning/src/features/content')]) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      hash.update(file).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * Publishes the courses that are shipped, by learning's own command; skipped when the embedded database has them already.
 *
 * @throws LocalError with what the command says, for instance the line of a course that an author has to mend.
 */
export async function loadContent(settings: LocalSettings, databaseUrl: string): Promise<string> {
  const { root, environment } = settings;
  const contentDir = environment.CONTENT_DIR || join(root, 'content');
  const stamp = join(stateDir(root), 'postgres', 'content-loaded');
  if (!existsSync(contentDir))
    throw new LocalError(`There are no courses at ${contentDir}: check CONTENT_DIR.`);
  const wanted = fingerprint(root, contentDir, databaseUrl);
  if (!settings.databaseUrl && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return '';
  try {
    const env = { ...environment, DATABASE_URL: databaseUrl, CONTENT_DIR: contentDir };
    const args = ['services/learning/src/load-content.ts'];
    const { stdout } = await run(process.execPath, args, { cwd: root, env, timeout: loadTimeoutMs });
    if (!settings.databaseUrl) writeFileSync(stamp, wanted);
    return stdout.trim();
  } catch (error) {
    const details = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new LocalError('The courses could not be loaded; see below.', { cause: error, details });
  }
}
