/**
 * Runs the Compose installation as an operator would: build, up, a learner's journey through the published door, scale
 * out, replace every service under load without one failed request, scale in, down. Needs a Docker engine and the base
 * images; `npm test` does not run it, continuous integration does where they can be had.
 *
 *   node tests/compose/run.ts
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFreePorts } from '@linguamate/shared/embedded/free-port';
import { testClient } from '@linguamate/shared/testing/http';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { signUp } from '../support/learner.ts';
import { startLoad } from './load.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const execute = promisify(execFile);
const startedAt = performance.now();
const [port = 0] = await findFreePorts(1);
const url = `http://127.0.0.1:${port}`;
const environment = {
  ...process.env,
  COMPOSE_PROJECT_NAME: 'linguamate-e2e',
  LINGUAMATE_PORT: String(port),
  LINGUAMATE_IMAGE: 'linguamate:e2e',
  LINGUAMATE_BALANCER_IMAGE: 'linguamate-balancer:e2e',
  RATE_LIMIT_ADDRESS_PER_MINUTE: '100000',
  // Containers that start take the processors of a small machine for seconds. That an overloaded gateway refuses work is
  // right, and tested elsewhere; here a request may be slow but must not be lost.
  OVERLOAD_DELAY_MS: '15000',
};

function say(text: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`compose ${seconds.padStart(6)} s  ${text}\n`);
}

async function run(command: string, args: readonly string[], timeoutMs: number): Promise<string> {
  try {
    const options = { cwd: root, env: environment, timeout: timeoutMs, maxBuffer: 64 * 1024 ** 2 };
    return (await execute(command, args, options)).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const last = `${stdout}\n${stderr}`.split('\n').slice(-40).join('\n');
    throw new Error(`${command} ${args.join(' ')} failed:\n${last}`, { cause: error });
  }
}

const compose = (timeoutMs: number, ...args: string[]) =>
  run('docker-compose', ['-f', 'infra/docker-compose.yml', ...args], timeoutMs);

async function idsOf(service: string): Promise<string[]> {
  return (await compose(20_000, 'ps', '-q', service)).split('\n').filter(Boolean);
}

/** Waits until every container of a service is healthy. */
async function healthy(service: string): Promise<void> {
  const ids = await idsOf(service);
  assert.ok(ids.length > 0, `${service} has no container`);
  const state = ['inspect', '--format', '{{.State.Health.Status}}', ...ids];
  const allHealthy = async () => {
    const states = (await run('docker', state, 20_000)).trim().split('\n');
    return states.every((one) => one === 'healthy');
  };
  await waitFor(allHealthy, { timeoutMs: 120_000, message: `${service} to be healthy` });
}

/** What holds for every container, whatever is written in the file. */
async function checkHardening(): Promise<void> {
  const format =
    '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.Config.User}} {{.HostConfig.SecurityOpt}}';
  for (const service of [
    'gateway',
    'auth',
    'learning',
    'toolkit-proxy',
    'postgres',
    'redis-queue',
    'balancer',
  ]) {
    const [id = ''] = await idsOf(service);
    const seen = await run('docker', ['inspect', '--format', format, id], 20_000);
    assert.match(seen, /^true \[ALL\] \w+ \[no-new-privileges:true\]/, `${service}: ${seen}`);
  }
  const published = await run(
    'docker',
    ['ps', '--filter', 'name=linguamate-e2e', '--format', '{{.Ports}}'],
    20_000,
  );
  assert.equal(published.match(/->/g)?.length, 1, `one door alone is published:\n${published}`);
}

async function replaceUnderLoad(): Promise<void> {
  const client = testClient(url);
  const { accessToken } = await signUp(client);
  const courses = await client.get<{ items: { id: string }[] }>('/api/courses');
  const lessons = await client.get<{ items: { id: string }[] }>(
    `/api/courses/${courses.body.items[0]?.id}/lessons`,
  );
  const lessonId = lessons.body.items[0]?.id ?? '';
  const load = startLoad(url, { perSecond: 8, token: accessToken, lessonId });
  try {
    await compose(150_000, 'up', '-d', '--no-recreate', '--scale', 'learning=3', '--scale', 'gateway=2');
    await healthy('learning');
    await healthy('gateway');
    say('scaled to learning=3, gateway=2 under load');
    await run('infra/rollout', ['learning', 'gateway', 'auth'], 300_000);
    say('replaced learning, gateway and auth under load');
  } finally {
    const { requests, failures, slowestMs } = await load.stop();
    say(`${requests} requests meanwhile, ${failures.length} failed, the slowest took ${slowestMs} ms`);
    for (const failure of failures.slice(0, 10)) say(`  ${JSON.stringify(failure)}`);
    assert.equal(failures.length, 0, 'requests failed while the system was scaled and replaced');
  }
}

try {
  await compose(480_000, 'build');
  say('built');
  await compose(180_000, 'up', '-d');
  await healthy('balancer');
  say('up and healthy');
  await checkHardening();
  const demo = await run(process.execPath, ['bin/linguamate.mjs', 'demo', '--url', url], 60_000);
  assert.match(demo, /XP in all/);
  say("a learner's journey passed through the published door");
  await replaceUnderLoad();
  await compose(120_000, 'up', '-d', '--no-recreate', '--scale', 'learning=1', '--scale', 'gateway=1');
  assert.equal((await testClient(url).get('/health')).status, 200);
  say('scaled in again');
} finally {
  await compose(120_000, 'down', '--volumes', '--timeout', '20');
  say('down');
}
