import { systemClock } from '@linguamate/shared/clock';
import { parseEnvironment } from '@linguamate/shared/config';
import { createDatabase } from '@linguamate/shared/database';
import { createLogger } from '@linguamate/shared/logger';
import { contentDirOf, migrationEnvironment } from './config.ts';
import type { LearningSchema } from './database.ts';
import { loadContent } from './features/content/load-content.ts';
import type { Publication } from './features/content/publish-course.ts';
import { CourseProblems } from './features/content/read-course.ts';

// biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
const env = parseEnvironment(migrationEnvironment, process.env);
const logger = createLogger({ service: 'learning', level: 'warn' });
const db = createDatabase<LearningSchema>({
  url: env.DATABASE_URL,
  poolMax: 1,
  applicationName: 'learning-content',
  logger,
  // A large course is one transaction with a few long statements.
  statementTimeoutMs: 60_000,
});
const say = ({ slug, change, version, lessons, items }: Publication) =>
  process.stdout.write(`${slug}: ${change}, version ${version}, ${lessons} lessons, ${items} items\n`);
try {
  await loadContent(db, contentDirOf(env), { clock: systemClock, onPublished: say });
} catch (error) {
  const isAuthors = error instanceof CourseProblems;
  process.stderr.write(
    `${isAuthors ? '' : 'The courses could not be loaded: '}${(error as Error).message}\n`,
  );
  process.exitCode = 1;
} finally {
  await db.destroy();
}
