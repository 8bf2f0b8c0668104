import { bootstrapDatabase, schemaOf } from '@linguamate/shared/bootstrap';
import { createLogger } from '@linguamate/shared/logger';
import { eventMigrations, runMigrations } from '@linguamate/shared/migrations';
import { checkDatabase } from './database-check.ts';
import { LocalError } from './failure.ts';
import { databaseServices, migrationsFolder } from './project.ts';
import type { LocalSettings } from './settings.ts';

async function bootstrap(settings: LocalSettings, adminUrl: string): Promise<Record<string, string>> {
  const passwords = settings.secrets.databasePasswords;
  const services = databaseServices.map((name) => ({ name, password: passwords[name] ?? '' }));
  try {
    return await bootstrapDatabase({ adminUrl, services });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocalError(
      `The roles and schemas of the services cannot be made (${reason}): the role in DATABASE_URL must be allowed to create roles and schemas.`,
      { cause },
    );
  }
}

/**
 * Makes roles and schemas, then brings the three schemas up to date, each with its own role. All in this process: three
 * processes would cost seconds at every start to find out that there is nothing to do.
 *
 * @returns the URL of each service's own role, and how many migrations were applied.
 * @throws LocalError when the database is not ours or a migration fails.
 */
export async function prepareDatabase(
  settings: LocalSettings,
  adminUrl: string,
): Promise<{ urls: Record<string, string>; applied: number }> {
  await checkDatabase(adminUrl, settings.root);
  const urls = await bootstrap(settings, adminUrl);
  const logger = createLogger({ service: 'migrate', level: 'warn' });
  const results = await Promise.all(
    databaseServices.map((service) => {
      const folders = [eventMigrations, migrationsFolder(settings.root, service)];
      return runMigrations({ url: urls[service] ?? '', schema: schemaOf(service), folders, logger });
    }),
  );
  return { urls, applied: results.flatMap(({ applied }) => applied).length };
}
