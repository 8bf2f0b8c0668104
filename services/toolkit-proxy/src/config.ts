import {
  type CommonConfig,
  ConfigError,
  commonConfig,
  commonEnvironment,
  databaseConfig,
  databaseEnvironment,
  type Environment,
  flag,
  freeze,
  identityConfig,
  identityEnvironment,
  optional,
  parseEnvironment,
  port,
  redisConfig,
  redisEnvironment,
  text,
  textList,
  url,
} from '@linguamate/shared/config';
import Type, { type Static } from 'typebox';
import { findProgram } from './features/local/find-program.ts';
import { type QuotaPlans, readPlans } from './features/quotas/plans.ts';
import { judgeHost } from './features/upstreams/guarded-connector.ts';
import { loadDocumentFile, loadDocumentText } from './features/upstreams/load-document.ts';
import {
  readUpstreamDocument,
  type UpstreamDocument,
  UpstreamDocumentError,
} from './features/upstreams/upstream-document.ts';

/** Every variable of this service. */
export const environmentSchema = Type.Object({
  ...commonEnvironment,
  ...databaseEnvironment,
  ...redisEnvironment,
  ...identityEnvironment,
  PORT: port({ default: 8103, description: 'Port to listen on; 0 lets the system choose' }),
  EXPO_PUBLIC_TOOLKIT_URL: optional(
    url({
      description: 'Base URL of a Rork toolkit, the AI upstream; unset means that AI capabilities are off',
    }),
  ),
  TOOLKIT_API_KEY: optional(text({ description: 'Key that is sent to the AI upstream as a bearer token' })),
  TOOLKIT_ALLOW_PRIVATE_NETWORK: flag({
    default: false,
    description: 'Whether the host of EXPO_PUBLIC_TOOLKIT_URL may have an address of the own network',
  }),
  TOOLKIT_UPSTREAMS_FILE: optional(
    text({
      description: 'JSON or YAML file that describes all AI upstreams; replaces the two variables above',
    }),
  ),
  TOOLKIT_UPSTREAMS: optional(
    text({ description: 'The same description as JSON or YAML text, instead of a file' }),
  ),
  TOOLKIT_ESPEAK_PROGRAM: text({
    default: 'espeak-ng',
    description: 'Program for speech and phonetic letters on this machine; used when it is installed',
  }),
  TOOLKIT_QUOTA_FREE: textList({
    default: [],
    description:
      'What a free learner may use per day, replacing messages=5,tokens=50000,audioSeconds=600,images=3,concurrent=3',
  }),
  TOOLKIT_QUOTA_PREMIUM: textList({
    default: [],
    description:
      'What a paying learner may use per day, replacing messages=1000,tokens=2000000,audioSeconds=14400,images=50,concurrent=6',
  }),
});

/** The settings of this service. */
export type ToolkitConfig = Readonly<
  CommonConfig & {
    database: ReturnType<typeof databaseConfig>;
    redis: ReturnType<typeof redisConfig>;
    identity: ReturnType<typeof identityConfig>;
    upstreams: UpstreamDocument;
    quotas: QuotaPlans;
    /** Absolute path of espeak-ng; null where it is not installed. */
    espeakProgram: string | null;
  }
>;

/**
 * Reads the settings from the environment.
 * @param environment usually `process.env`.
 * @throws {ConfigError} listing everything that is wrong.
 */
export function readConfig(environment: Environment): ToolkitConfig {
  const env = parseEnvironment(environmentSchema, environment);
  return freeze({
    ...commonConfig(env),
    database: databaseConfig(env),
    redis: redisConfig(env),
    identity: identityConfig(env),
    upstreams: upstreamsOf(env, environment),
    espeakProgram: findProgram(env.TOOLKIT_ESPEAK_PROGRAM, environment.PATH),
    quotas: readPlans(env.TOOLKIT_QUOTA_FREE, env.TOOLKIT_QUOTA_PREMIUM),
  });
}

type ToolkitEnvironment = Static<typeof environmentSchema>;

function upstreamsOf(env: ToolkitEnvironment, environment: Environment): UpstreamDocument {
  const { TOOLKIT_UPSTREAMS_FILE: file, TOOLKIT_UPSTREAMS: inline } = env;
  if (file !== undefined && inline !== undefined) {
    throw new ConfigError([
      { name: 'TOOLKIT_UPSTREAMS', reason: 'must not be set together with TOOLKIT_UPSTREAMS_FILE' },
    ]);
  }
  if (file !== undefined) {
    return checked('TOOLKIT_UPSTREAMS_FILE', () => loadDocumentFile(file, environment));
  }
  if (inline !== undefined) return checked('TOOLKIT_UPSTREAMS', () => loadDocumentText(inline, environment));
  return checked('EXPO_PUBLIC_TOOLKIT_URL', () => documentOfOriginal(env));
}

/** The two variables of the original backend stand for a document with one upstream. */
function documentOfOriginal(env: ToolkitEnvironment): unknown {
  const { EXPO_PUBLIC_TOOLKIT_URL: baseUrl, TOOLKIT_API_KEY: key } = env;
  if (baseUrl === undefined) return {};
  const keys = key === undefined ? [] : [key];
  // Who writes a private address out has said that it is meant; a name may lead there only when that is said too.
  const allowPrivateNetwork = env.TOOLKIT_ALLOW_PRIVATE_NETWORK || judgeHost(baseUrl) === 'private';
  return { upstreams: [{ id: 'toolkit', kind: 'rork', baseUrl, keys, allowPrivateNetwork }] };
}

function checked(name: string, load: () => unknown): UpstreamDocument {
  try {
    return readUpstreamDocument(load());
  } catch (error) {
    if (!(error instanceof UpstreamDocumentError)) throw error;
    const problems = error.problems.map(({ pointer, reason }) => ({
      name,
      reason: pointer === '' ? reason : `at ${pointer}: ${reason}`,
    }));
    throw new ConfigError(problems);
  }
}
