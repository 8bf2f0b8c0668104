import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findFreePorts } from '@linguamate/shared/embedded/free-port';
import { type DatabaseService, stateDir } from './project.ts';
import type { LocalSettings } from './settings.ts';
import type { ProcessSpec } from './supervisor.ts';

/** What the processes connect to. */
export type Connections = { databaseUrls: Record<string, string>; redisUrl: string };

type Ports = Record<DatabaseService | 'gatewayInternal', number>;

async function choosePorts(): Promise<Ports> {
  const [auth = 0, learning = 0, toolkit = 0, gatewayInternal = 0] = await findFreePorts(4);
  return { auth, learning, 'toolkit-proxy': toolkit, gatewayInternal };
}

const local = (port: number): string => `http://127.0.0.1:${port}`;

function sharedEnvironment(settings: LocalSettings, ports: Ports, redisUrl: string): NodeJS.ProcessEnv {
  return {
    // Compiled code is kept between starts: seven processes then start in half the time.
    NODE_COMPILE_CACHE: join(stateDir(settings.root), 'compile-cache'),
    ...settings.environment,
    ...(settings.commit === undefined ? {} : { GIT_COMMIT_SHA: settings.commit }),
    HOST: '127.0.0.1',
    REDIS_URL: redisUrl,
    AUTH_URL: local(ports.auth),
    LEARNING_URL: local(ports.learning),
    TOOLKIT_PROXY_URL: local(ports['toolkit-proxy']),
  };
}

function serviceEnvironment(
  service: DatabaseService,
  settings: LocalSettings,
  ports: Ports,
): NodeJS.ProcessEnv {
  const own: NodeJS.ProcessEnv = { PORT: String(ports[service]) };
  if (service !== 'auth') return own;
  const { environment, secrets } = settings;
  return {
    ...own,
    // A machine of one's own has no mail server: accounts work at once unless the environment says otherwise.
    AUTH_SIGNUP_MODE: environment.AUTH_SIGNUP_MODE || 'immediate',
    AUTH_PEPPER: environment.AUTH_PEPPER || secrets.pepper,
    AUTH_KEY_ENCRYPTION_KEY: environment.AUTH_KEY_ENCRYPTION_KEY || secrets.keyEncryptionKey,
    APP_URL: environment.APP_URL || settings.gatewayUrl,
    MAIL_FOLDER: environment.MAIL_FOLDER || join(stateDir(settings.root), 'mail'),
    // Only the gateway, on this machine, speaks for somebody else.
    TRUSTED_PROXIES: '127.0.0.0/8,::1/128',
  };
}

function gatewayEnvironment(settings: LocalSettings, ports: Ports): NodeJS.ProcessEnv {
  return {
    HOST: settings.host,
    PORT: String(settings.port),
    INTERNAL_PORT: settings.environment.INTERNAL_PORT || String(ports.gatewayInternal),
    METRICS_PUBLIC: String(settings.metricsPublic),
  };
}

function specsOf(
  service: DatabaseService,
  base: NodeJS.ProcessEnv,
  databaseUrl: string,
  port: number,
): ProcessSpec[] {
  const env = { ...base, DATABASE_URL: databaseUrl };
  return [
    { name: service, args: [`services/${service}/src/server.ts`], env, readyUrl: `${local(port)}/readyz` },
    { name: `${service}-worker`, args: [`services/${service}/src/worker.ts`], env },
  ];
}

/** The telemetry SDK costs every request something, so it is loaded only where there is somewhere to send to. */
function telemetryFlags({ root, environment }: LocalSettings): string[] {
  if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT) return [];
  return ['--import', pathToFileURL(join(root, 'packages/shared/src/telemetry.ts')).href];
}

/**
 * Lays out the processes of the system: server and worker of each service on free private ports, and the gateway.
 *
 * @param watch restart a process when a file that it loaded changes
 */
export async function planProcesses(
  settings: LocalSettings,
  connections: Connections,
  watch: boolean,
): Promise<ProcessSpec[]> {
  const ports = await choosePorts();
  const shared = sharedEnvironment(settings, ports, connections.redisUrl);
  const services = (['auth', 'learning', 'toolkit-proxy'] as const).flatMap((service) => {
    const env = { ...shared, ...serviceEnvironment(service, settings, ports) };
    return specsOf(service, env, connections.databaseUrls[service] ?? '', ports[service]);
  });
  const { DATABASE_URL: _notForTheGateway, ...withoutDatabase } = shared;
  const gateway: ProcessSpec = {
    name: 'gateway',
    args: ['services/gateway/src/server.ts'],
    env: { ...withoutDatabase, ...gatewayEnvironment(settings, ports) },
    readyUrl: `${settings.gatewayUrl}/readyz`,
  };
  const flags = [...(watch ? ['--watch', '--watch-preserve-output'] : []), ...telemetryFlags(settings)];
  return [...services, gateway].map((spec) => ({ ...spec, args: [...flags, ...spec.args] }));
}

/** Where the mails can be read that a machine without a mail server keeps, or undefined where a server sends them. */
export function mailsUrl(specs: readonly ProcessSpec[]): string | undefined {
  const auth = specs.find(({ name }) => name === 'auth');
  return auth?.env.PORT && !auth.env.MAIL_SMTP_URL
    ? `${local(Number(auth.env.PORT))}/internal/mails`
    : undefined;
}

/** The order of ending: first nobody new comes in, then what works ends. */
export const stopOrder = [
  ['gateway'],
  ['auth', 'auth-worker', 'learning', 'learning-worker', 'toolkit-proxy', 'toolkit-proxy-worker'],
] as const;
