import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@linguamate/shared/testing/database';
import { globalSetup, globalTeardown } from '@linguamate/shared/testing/global-setup';
import { createTestIssuer } from '@linguamate/shared/testing/identity';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import {
  abortStreams,
  countWholeStreams,
  type Latency,
  measureFirstToken,
  measureSequential,
  measureThroughput,
  type Target,
} from './measure.ts';

/** BENCH_SCALE=0.1 is a quick look, 1 the full measurement. */
const scale = Number(process.env.BENCH_SCALE ?? 1);
const times = (amount: number) => Math.max(10, Math.round(amount * scale));
const ports = { upstream: 28_110, proxy: 28_111, portkey: 28_112 };
const framesPerStream = 50;
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const children: ChildProcess[] = [];

function start(args: string[], env: Record<string, string>): ChildProcess {
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env }, stdio });
  children.push(child);
  return child;
}

async function untilUp(target: Target): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await measureSequential(target, 1);
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`${target.name} does not answer`);
}

type Row = { name: string; whole: Latency; perSecond: number; firstToken: Latency | null };

async function measure(target: Target): Promise<Row> {
  const whole = await measureSequential(target, times(2000));
  const perSecond = await measureThroughput(target, 32, times(5000));
  const firstToken = await measureFirstToken(target, times(100), framesPerStream).catch((error: unknown) => {
    console.error(`${target.name}: streams not measured: ${String(error)}`);
    return null;
  });
  return { name: target.name, whole, perSecond, firstToken };
}

const rssMb = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
const socketsOf = (pid: number) => readdirSync(`/proc/${pid}/fd`).length;

const ms = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(2));

function render(rows: readonly Row[], lines: readonly string[]): string {
  const direct = rows[0];
  const added = (row: Row, part: 'p50Ms' | 'p99Ms') => ms(row.whole[part] - (direct?.whole[part] ?? 0));
  const table = rows.map((row) => {
    const { whole, perSecond, firstToken } = row;
    const cells = [
      ms(whole.p50Ms),
      ms(whole.p99Ms),
      added(row, 'p50Ms'),
      added(row, 'p99Ms'),
      Math.round(perSecond),
    ];
    return `| ${[row.name, ...cells, ms(firstToken?.p50Ms), ms(firstToken?.p99Ms)].join(' | ')} |`;
  });
  return [
    '# Toolkit proxy: what it adds to a call',
    '',
    'Made by `node bench/toolkit-proxy/run.ts`. Same upstream, same load, same machine, one after the other;',
    `${cpus().length} processors shared by load, gateway, upstream, Postgres and Redis; Node ${process.version}.`,
    'Ours checks the token, reserves and settles quotas and writes the usage ledger; the peer does none of these.',
    '',
    '| through | p50 ms | p99 ms | added p50 | added p99 | requests/s (32 at once) | first token p50 | first token p99 |',
    '|---|---|---|---|---|---|---|---|',
    ...table,
    '',
    ...lines.map((line) => `- ${line}`),
    '',
  ].join('\n');
}

const upstreamUrl = `http://127.0.0.1:${ports.upstream}`;

/** One upstream with room for everything, and a quota that nobody reaches: what is measured is the way, not the refusals. */
const upstreams = {
  upstreams: [
    {
      id: 'bench',
      kind: 'openai',
      baseUrl: `${upstreamUrl}/v1`,
      allowPrivateNetwork: true,
      limits: { maxConcurrency: 2000 },
    },
  ],
};

async function startProxy(environment: Record<string, string>): Promise<number> {
  const child = start([file('../../services/toolkit-proxy/src/server.ts')], {
    PORT: String(ports.proxy),
    LOG_LEVEL: 'info',
    REDIS_PREFIX: 'lmbench',
    TOOLKIT_UPSTREAMS: JSON.stringify(upstreams),
    TOOLKIT_QUOTA_FREE: 'messages=999999999,tokens=999999999999,concurrent=100000',
    ...environment,
  });
  if (child.pid === undefined) throw new Error('the proxy did not start');
  return child.pid;
}

function startPeer(): void {
  const portkeyProgram = file('../node_modules/@portkey-ai/gateway/build/start-server.js');
  start([portkeyProgram, '--headless', `--port=${ports.portkey}`], {});
}

function targets(token: string): { direct: Target; ours: Target; peer: Target } {
  const target = (name: string, port: number, path: string, headers: Record<string, string>): Target => ({
    name,
    origin: `http://127.0.0.1:${port}`,
    path,
    headers,
    model: 'default',
  });
  return {
    direct: target('direct', ports.upstream, '/v1/chat/completions', {}),
    ours: target('toolkit-proxy', ports.proxy, '/api/openai/v1/chat/completions', {
      authorization: `Bearer ${token}`,
    }),
    peer: target('@portkey-ai/gateway', ports.portkey, '/v1/chat/completions', {
      authorization: 'Bearer bench',
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${upstreamUrl}/v1`,
    }),
  };
}

async function run(): Promise<void> {
  const [database, issuer] = await Promise.all([createTestDatabase('toolkit-proxy'), createTestIssuer()]);
  const redis = createTestRedis();
  start([file('./upstream.ts')], { PORT: String(ports.upstream) });
  const pid = await startProxy({ DATABASE_URL: database.url, REDIS_URL: redis.url, AUTH_URL: issuer.url });
  startPeer();
  const { direct, ours, peer } = targets(await issuer.issueToken({ ttlSeconds: 900 }));
  const rows: Row[] = [];
  for (const one of [direct, ours, peer]) {
    await untilUp(one);
    rows.push(await measure(one));
  }
  const streams = times(1000);
  const whole = await countWholeStreams(ours, streams, framesPerStream);
  const lines = [`${whole} of ${streams} streams at once arrived whole`, await measureAborts(ours, pid)];
  const report = render(rows, lines);
  console.log(report);
  if (scale >= 1) writeFileSync(file('./RESULTS.md'), report);
  await issuer.close();
  await database.drop();
}

async function measureAborts(ours: Target, pid: number): Promise<string> {
  await abortStreams(ours, times(1000), 50);
  await sleep(1000);
  const before = { rss: rssMb(pid), sockets: socketsOf(pid) };
  const aborted = times(10_000);
  await abortStreams(ours, aborted, 50);
  await sleep(3000);
  const after = { rss: rssMb(pid), sockets: socketsOf(pid) };
  const memory = `${before.rss.toFixed(0)} MB before, ${after.rss.toFixed(0)} MB after`;
  return `${aborted} aborted streams: ${memory}; ${before.sockets} open files before, ${after.sockets} after`;
}

await globalSetup();
try {
  await run();
} finally {
  for (const child of children) {
    if (child.exitCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  await globalTeardown();
}
