import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ConfigError,
  flag,
  freeze,
  optional,
  parseEnvironment,
  port,
  postgresUrl,
  redisUrl,
  text,
} from '@linguamate/shared/config';
import { Type } from 'typebox';
import { LocalError } from './failure.ts';
import { describePortHolder, tryPort } from './port-holder.ts';
import { gatewayPortDefault } from './project.ts';
import { readOrCreateSecrets, type Secrets } from './secrets.ts';

/** What `npm start` reads for itself; every other variable goes to the services as it is. */
export const environmentSchema = Type.Object({
  PORT: port({ default: gatewayPortDefault, description: 'Port of the gateway, the only public one' }),
  HOST: text({
    default: '127.0.0.1',
    description: 'Address that the gateway listens on; 0.0.0.0 lets other machines in',
  }),
  DATABASE_URL: optional(
    postgresUrl({
      description:
        'A Postgres of your own, with a role that may create roles and schemas; unset means the embedded one',
    }),
  ),
  REDIS_URL: optional(redisUrl({ description: 'A Redis of your own; unset means one that npm start runs' })),
  LINGUAMATE_STATE_DIR: text({
    default: '.linguamate',
    description: 'Where npm start keeps data and secrets; two systems need two of them',
  }),
  METRICS_PUBLIC: flag({ default: true, description: 'Whether /metrics is on the gateway too' }),
});

export type LocalSettings = {
  readonly root: string;
  readonly host: string;
  readonly port: number;
  /** Where a browser on this machine finds the gateway. */
  readonly gatewayUrl: string;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly metricsPublic: boolean;
  readonly secrets: Secrets;
  /** The commit that runs, where it can be known. */
  readonly commit?: string;
  /** Everything else in the environment; the services read it. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
};

/** Reads the checked-out commit from git's own files: asking git would cost a process at every start. */
function readCommit(root: string): string | undefined {
  try {
    const head = readFileSync(join(root, '.git/HEAD'), 'utf8').trim();
    const branch = /^ref: (.+)$/.exec(head)?.[1];
    const commit = branch === undefined ? head : readFileSync(join(root, '.git', branch), 'utf8').trim();
    return /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
  } catch {
    return undefined;
  }
}

function commitOf(root: string, environment: NodeJS.ProcessEnv): { commit?: string } {
  const commit = environment.GIT_COMMIT_SHA || readCommit(root);
  return commit === undefined ? {} : { commit };
}

/** Adds the variables of the project's `.env`, if there is one; what the shell has set wins. */
export function loadDotEnv(root: string): void {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** An address that can be called: one that means "every interface" is called by way of the loopback. */
export function urlOf(host: string, gatewayPort: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${gatewayPort}`;
}

/**
 * Reads the settings of the local system, making its secrets on first use.
 *
 * @throws LocalError naming every variable that cannot be used, and why.
 */
export function readSettings(root: string, environment: NodeJS.ProcessEnv): LocalSettings {
  try {
    const env = parseEnvironment(environmentSchema, environment);
    return freeze({
      root,
      host: env.HOST,
      port: env.PORT,
      gatewayUrl: urlOf(env.HOST, env.PORT),
      ...(env.DATABASE_URL === undefined ? {} : { databaseUrl: env.DATABASE_URL }),
      ...(env.REDIS_URL === undefined ? {} : { redisUrl: env.REDIS_URL }),
      metricsPublic: env.METRICS_PUBLIC,
      secrets: readOrCreateSecrets(root),
      ...commitOf(root, environment),
      environment: { ...environment },
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const list = error.problems.map(({ name, reason }) => `${name} ${reason}`).join('; ');
    throw new LocalError(`The settings cannot be used: ${list}.`, { cause: error });
  }
}

/**
 * Makes sure that the gateway's port is free before anything is started.
 *
 * @throws LocalError that names the holder of the port where it can be known.
 */
export async function requireFreePort(host: string, wanted: number): Promise<void> {
  const code = await tryPort(host, wanted);
  if (code === undefined) return;
  if (code === 'EADDRINUSE') {
    const holder = await describePortHolder(wanted);
    throw new LocalError(
      `Port ${wanted} is taken${holder ? ` (${holder})` : ''}: stop what holds it, or choose another with PORT=8081 npm start.`,
    );
  }
  const why = code === 'EACCES' ? 'this account may not listen there' : `the system says ${code}`;
  throw new LocalError(`The gateway cannot listen on ${host}, port ${wanted}: ${why}.`);
}
