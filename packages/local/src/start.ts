import { styleText } from 'node:util';
import { type Backing, openBacking } from './backing.ts';
import { ensureDemoAccount } from './demo-account.ts';
import { LocalError } from './failure.ts';
import { loadContent } from './load-content.ts';
import { createOutput, type Output } from './output.ts';
import { prepareDatabase } from './prepare-database.ts';
import { mailsUrl, planProcesses, stopOrder } from './process-plan.ts';
import type { CommandContext } from './project.ts';
import { announceRunning, findRunning, withdrawRunning } from './running.ts';
import { type LocalSettings, loadDotEnv, readSettings, requireFreePort } from './settings.ts';
import { type StopRequest, stopOnSignals } from './stop-request.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { twoColumns } from './table.ts';

const readyTimeoutMs = 90_000;

type Running = { settings: LocalSettings; backing: Backing; supervisor: Supervisor; output: Output };

function requireAlone(root: string): void {
  const other = findRunning(root);
  if (!other) return;
  throw new LocalError(
    `Linguamate is already running from this directory (process ${other.pid}, ${other.gatewayUrl}): stop it first (kill ${other.pid}).`,
  );
}

type Started = { courses: string; mails: string | undefined };

async function startProcesses(running: Running, watch: boolean): Promise<Started> {
  const { settings, backing, supervisor } = running;
  const { urls } = await prepareDatabase(settings, backing.adminUrl);
  const specs = await planProcesses(settings, { databaseUrls: urls, redisUrl: backing.redisUrl }, watch);
  const servers = specs.filter(({ readyUrl }) => readyUrl !== undefined);
  const workers = specs.filter(({ readyUrl }) => readyUrl === undefined);
  await Promise.all(servers.map((spec) => supervisor.start(spec)));
  const [courses] = await Promise.all([
    loadContent(settings, urls.learning ?? ''),
    supervisor.whenReady(readyTimeoutMs),
  ]);
  // Nobody waits for a worker: what it has to do lies in the outbox. Starting it now leaves the processors to the servers.
  await Promise.all(workers.map((spec) => supervisor.start(spec)));
  return { courses, mails: mailsUrl(specs) };
}

async function describeDemoAccount({ settings, backing, output }: Running): Promise<string> {
  try {
    const options = {
      gatewayUrl: settings.gatewayUrl,
      databaseUrl: backing.adminUrl,
      password: settings.secrets.demoPassword,
    };
    const { email, password } = await ensureDemoAccount(settings.root, options);
    return `${email}  ${password}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    output.event('warn', 'the demo account could not be made', { reason });
    return `none (${reason})`;
  }
}

async function announceReady(running: Running, startedAt: number, mails: string | undefined): Promise<void> {
  const { settings, backing, output } = running;
  const { gatewayUrl: url, root } = settings;
  const databaseUrl = backing.adminUrl;
  announceRunning(root, { pid: process.pid, gatewayUrl: url, databaseUrl, redisUrl: backing.redisUrl });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const account = await describeDemoAccount(running);
  output.event('info', 'ready', { gatewayUrl: url, seconds: Number(seconds) });
  const rows: [string, string][] = [
    ['API', `${url}/api/`],
    ['Reference', `${url}/api/docs`],
    ['Health', `${url}/health`],
    ...(settings.metricsPublic ? ([['Metrics', `${url}/metrics`]] as [string, string][]) : []),
    ...(mails === undefined ? [] : ([['Mails', mails]] as [string, string][])),
    ['Demo account', account],
    ['Data', backing.dataAt],
    ['Try', 'npm run demo   (in another terminal)'],
  ];
  const title = styleText('bold', `Linguamate is ready after ${seconds} s.`);
  output.say(`\n${title} Ctrl-C stops it.\n\n${twoColumns(rows)}\n`);
}

async function stopAll({ settings, backing, supervisor, output }: Running): Promise<void> {
  output.event('info', 'stopping');
  withdrawRunning(settings.root);
  await supervisor.stop(stopOrder);
  await backing.stop();
  output.event('info', 'stopped');
}

async function run(running: Running, stop: StopRequest, watch: boolean): Promise<void> {
  const startedAt = Date.now() - process.uptime() * 1000;
  const { output, supervisor } = running;
  stop.onSecond(() => supervisor.killAll());
  const starting = startProcesses(running, watch).then(async ({ courses, mails }) => {
    for (const line of courses.split('\n').filter(Boolean)) output.event('info', `course ${line}`);
    if (!stop.requested()) await announceReady(running, startedAt, mails);
  });
  try {
    // When a stop is asked for during the start, what the start says afterwards is no failure.
    await Promise.race([starting.then(() => stop.wait), stop.wait]);
  } finally {
    await stopAll(running);
  }
}

/**
 * Runs the whole system in the foreground until it is told to stop.
 *
 * @param watch restart a process when its source changes (`npm run dev`)
 * @throws LocalError when it cannot start; everything that was started is stopped then.
 */
export async function start({ root }: CommandContext, watch = false): Promise<void> {
  loadDotEnv(root);
  const settings = readSettings(root, process.env);
  const output = createOutput(process.stdout, process.stderr);
  requireAlone(root);
  await requireFreePort(settings.host, settings.port);
  const stop = stopOnSignals();
  output.say('Starting Postgres and Redis, four services, and the gateway ...');
  const backing = await openBacking(settings, output);
  const supervisor = createSupervisor({ root, output });
  await run({ settings, backing, supervisor, output }, stop, watch);
}
