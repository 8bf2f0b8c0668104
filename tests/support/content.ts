import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestSystem } from './system.ts';

const script = fileURLToPath(new URL('../../services/learning/src/load-content.ts', import.meta.url));

/** Publishes the shipped courses in a test system, by learning's own command. */
export async function loadShippedCourses(system: TestSystem): Promise<void> {
  const env = { PATH: process.env.PATH, DATABASE_URL: system.database.urls.learning };
  await promisify(execFile)(process.execPath, [script], { env, timeout: 60_000 });
}
