import path from 'node:path';
import {
  type CommonConfig,
  commonConfig,
  commonEnvironment,
  databaseConfig,
  databaseEnvironment,
  freeze,
  identityConfig,
  identityEnvironment,
  integer,
  optional,
  parseEnvironment,
  redisConfig,
  redisEnvironment,
  text,
  url,
} from '@linguamate/shared/config';
import { Type } from 'typebox';

const shippedContent = path.join(import.meta.dirname, '../../../content');

/** Every variable that this service reads. */
export const environmentSchema = Type.Object({
  ...commonEnvironment,
  ...databaseEnvironment,
  ...redisEnvironment,
  ...identityEnvironment,
  TOOLKIT_PROXY_URL: url({ description: 'Base URL of toolkit-proxy, which the tutor speaks through' }),
  TUTOR_FREE_MESSAGES_PER_DAY: integer({
    description: 'Messages that the AI answers per learner and day without premium',
    minimum: 0,
    maximum: 1_000_000,
    default: 5,
  }),
  CONTENT_DIR: optional(
    text({ description: 'Folder with one sub-folder per course; the shipped courses when unset' }),
  ),
});

/** The settings of a process, frozen; nothing else reads the environment. */
export type LearningConfig = CommonConfig & {
  readonly database: { readonly url: string; readonly poolMax: number };
  readonly redis: { readonly url: string; readonly queueUrl: string; readonly prefix: string };
  readonly identity: { readonly authUrl: string; readonly issuer: string; readonly audience: string };
  readonly toolkitProxyUrl: string;
  readonly tutor: { readonly freeMessagesPerDay: number };
  readonly contentDir: string;
};

/** Validates the environment whole. Throws ConfigError with every problem by name. */
export function readConfig(environment: Record<string, string | undefined>): LearningConfig {
  const env = parseEnvironment(environmentSchema, environment);
  return freeze({
    ...commonConfig(env),
    database: databaseConfig(env),
    redis: redisConfig(env),
    identity: identityConfig(env),
    toolkitProxyUrl: env.TOOLKIT_PROXY_URL,
    tutor: { freeMessagesPerDay: env.TUTOR_FREE_MESSAGES_PER_DAY },
    contentDir: contentDirOf(env),
  });
}

/** The variables of the commands that need nothing but the database: migrate and load-content. */
export const migrationEnvironment = Type.Object({
  LOG_LEVEL: commonEnvironment.LOG_LEVEL,
  DATABASE_URL: databaseEnvironment.DATABASE_URL,
  CONTENT_DIR: environmentSchema.properties.CONTENT_DIR,
});

/** The content folder that an environment names, or the shipped one. */
export function contentDirOf(env: { CONTENT_DIR?: string }): string {
  return path.resolve(env.CONTENT_DIR ?? shippedContent);
}
