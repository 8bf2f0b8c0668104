import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@linguamate/shared/clock';
import { startEmbeddedRedis } from '@linguamate/shared/embedded/redis';
import { signAccessToken } from '@linguamate/shared/identity/tokens';
import { createTestKey, type TestKey } from '@linguamate/shared/testing/identity';
import type { LoadOptions, LoadResult } from './load.ts';
import { type Measurement, renderResults } from './report.ts';
import { listSubjects, type Subject } from './subjects.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const seconds = Number(process.env.BENCH_SECONDS ?? 6);
const rounds = Number(process.env.BENCH_ROUNDS ?? 2);
/** Measures only subjects with this in their name. */
const only = process.env.BENCH_ONLY ?? '';
/** A folder for CPU profiles of the subjects that run on Node. */
const profileFolder = process.env.BENCH_PROFILE;
const connections = 32;
const upstreamPort = 28_000;
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** The gateway has a core of its own; load and upstream share the other. */
const gatewayCore = '0';
const otherCore = String(Math.min(1, cpus().length - 1));

function start(core: string, subject: Pick<Subject, 'command' | 'args' | 'env'>): ChildProcess {
  const log = openSync(join(tmpdir(), `bench-gateway-${process.pid}.log`), 'a');
  const command = ['-c', core, subject.command, ...subject.args];
  return spawn('taskset', command, { env: subject.env, stdio: ['ignore', log, log] });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function untilUp(port: number, token: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`http://127.0.0.1:${port}/api/progress`, { headers }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`Nothing answers 200 on port ${port}`);
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const child = spawn(
    'taskset',
    ['-c', otherCore, process.execPath, file('./load.ts'), JSON.stringify(options)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  await once(child, 'close');
  return JSON.parse(output);
}

/** CPU time that a process has used so far, in microseconds, and its memory in bytes. */
function usage(pid: number): { cpuUs: number; rssBytes: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpuUs: (ticks / ticksPerSecond) * 1e6, rssBytes: Number(fields[21]) * 4096 };
}

async function measure(subject: Subject, token: string): Promise<Measurement> {
  const child = start(gatewayCore, subject);
  try {
    await untilUp(subject.port, token);
    const base = { port: subject.port, token, connections };
    await load({ ...base, durationMs: 2_000, ratePerSecond: null });
    const before = usage(child.pid ?? 0);
    const full = await load({ ...base, durationMs: seconds * 1000, ratePerSecond: null });
    const after = usage(child.pid ?? 0);
    const halfRate = Math.floor(full.perSecond / 2);
    const half = await load({ ...base, durationMs: seconds * 1000, ratePerSecond: halfRate });
    const direct = await load({ ...base, port: upstreamPort, durationMs: 3_000, ratePerSecond: halfRate });
    return {
      name: subject.name,
      cpuUsPerRequest: (after.cpuUs - before.cpuUs) / full.requests,
      full,
      half,
      halfRate,
      addedP99Ms: half.p99Ms - direct.p99Ms,
      rssBytes: after.rssBytes,
    };
  } finally {
    await stop(child);
  }
}

function withProfile(subject: Subject): Subject {
  if (profileFolder === undefined || subject.command !== process.execPath) return subject;
  return { ...subject, args: ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, ...subject.args] };
}

function issueToken(key: TestKey): Promise<string> {
  const sub = randomUUID();
  return signAccessToken({
    key,
    issuer: 'linguamate',
    audience: 'linguamate',
    ttlSeconds: 890,
    clock: systemClock,
    claims: { sub, sid: sub, roles: ['learner'], auth_time: Math.floor(Date.now() / 1000), amr: ['pwd'] },
  });
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  // As root the server runs under another account, which must be able to get here.
  chmodSync(dataDir, 0o755);
  const redis = await startEmbeddedRedis({ dataDir, port: 0, durable: false });
  const key = await createTestKey();
  const token = await issueToken(key);
  const upstream = start(otherCore, {
    command: process.execPath,
    args: [file('./upstream.ts')],
    env: {
      PORT: String(upstreamPort),
      KEY_SET: JSON.stringify({ keys: [key.publicJwk] }),
      PATH: process.env.PATH ?? '',
    },
  });
  const measurements: Measurement[] = [];
  try {
    await untilUp(upstreamPort, token);
    for (let round = 1; round <= rounds; round++) {
      const firstPort = upstreamPort + round * 100;
      for (const subject of listSubjects({ upstreamPort, redisUrl: redis.url, firstPort })) {
        if (!subject.name.includes(only)) continue;
        const measurement = await measure(withProfile(subject), token);
        measurements.push(measurement);
        const { name, cpuUsPerRequest, full } = measurement;
        console.log(
          `round ${round}: ${name}: ${cpuUsPerRequest.toFixed(1)} us/request, ${full.perSecond.toFixed(0)}/s`,
        );
      }
    }
  } finally {
    await stop(upstream);
    await redis.stop();
  }
  const text = renderResults(measurements, { rounds, seconds, connections });
  if (only === '' && profileFolder === undefined) writeFileSync(file('./RESULTS.md'), text);
  console.log(text);
}

await main();
