import { openBacking } from './backing.ts';
import { loadContent } from './load-content.ts';
import { createOutput } from './output.ts';
import { prepareDatabase } from './prepare-database.ts';
import type { CommandContext } from './project.ts';
import { findRunning } from './running.ts';
import { loadDotEnv, readSettings } from './settings.ts';

/**
 * Brings the schemas and the shipped courses up to date: in DATABASE_URL, in the database of the system that runs from
 * this directory, or in the embedded one, which is started for it.
 */
export async function migrate({ root }: CommandContext): Promise<void> {
  loadDotEnv(root);
  const settings = readSettings(root, process.env);
  const running = settings.databaseUrl ?? findRunning(root)?.databaseUrl;
  // Redis is not needed here; naming any keeps the embedded one off.
  const databaseOnly = { ...settings, redisUrl: 'redis://127.0.0.1' };
  const output = createOutput(process.stdout, process.stderr);
  const backing = running ? undefined : await openBacking(databaseOnly, output);
  try {
    const { urls, applied } = await prepareDatabase(settings, running ?? backing?.adminUrl ?? '');
    const courses = await loadContent(settings, urls.learning ?? '');
    process.stdout.write(
      `Schemas are up to date (${applied} migrations applied). ${courses || 'Courses are up to date.'}\n`,
    );
  } finally {
    await backing?.stop();
  }
}
