import { Type } from 'typebox';
import { commonEnvironment, databaseEnvironment, type Environment, parseEnvironment } from './config.ts';
import { runTask } from './lifecycle.ts';
import { createLogger } from './logger.ts';
import { eventMigrations, runMigrations } from './migrations.ts';

/** All that a migration reads: it must be able to run before any secret exists. */
export const migrationEnvironment = {
  LOG_LEVEL: commonEnvironment.LOG_LEVEL,
  DATABASE_URL: databaseEnvironment.DATABASE_URL,
};

const schema = Type.Object(migrationEnvironment);

/** Whose schema is migrated, and from where. */
export type ServiceMigration = {
  /** Name of the service; its schema has the same name with underscores. */
  readonly service: string;
  /** Folder of the service's own migrations. */
  readonly folder: URL;
  readonly environment: Environment;
};

/**
 * Is the whole `migrate.ts` of a service: brings its schema up to date, the tables of the kit included, with the
 * service's own role. The process exits with 0, with 78 when its configuration is wrong, else with 1.
 */
export function migrateService({ service, folder, environment }: ServiceMigration): Promise<void> {
  return runTask({
    name: `${service}-migrate`,
    environment,
    failure: 'The schema could not be brought up to date',
    run: async () => {
      const env = parseEnvironment(schema, environment);
      await runMigrations({
        url: env.DATABASE_URL,
        schema: service.replaceAll('-', '_'),
        folders: [eventMigrations, folder],
        logger: createLogger({ service: `${service}-migrate`, level: env.LOG_LEVEL }),
      });
    },
  });
}
