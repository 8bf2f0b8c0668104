import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createFaultProxy } from '@linguamate/shared/testing/fault-proxy';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import { currentRun } from '@linguamate/shared/testing/run';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { loadShippedCourses } from '../support/content.ts';
import { signUp } from '../support/learner.ts';
import { startTestSystem } from '../support/system.ts';
import { type Fault, faults, type Victim } from './faults.ts';
import { type Client, type Entry, startClient } from './history.ts';
import { errorsAreProblems, nothingLostNothingTwice } from './invariants.ts';

const perSecond = 8;
const perHour = { RATE_LIMIT_SIGNUP_PER_HOUR: '100000', RATE_LIMIT_RECOVERY_PER_HOUR: '100000' };
const perMinute = { RATE_LIMIT_ADDRESS_PER_MINUTE: '100000', RATE_LIMIT_USER_PER_MINUTE: '100000' };

type Row = { fault: Fault; requests: number; problems: number; unknown: number; recoveredMs: number };

const rows: Row[] = [];

function replaceHost(url: string, by: string): string {
  const { host } = new URL(by);
  return Object.assign(new URL(url), { host }).href;
}

async function begin(): Promise<{ victim: Victim; options: Parameters<typeof startClient>[0] }> {
  const redis = await createFaultProxy(createTestRedis().url);
  const postgres = await createFaultProxy(currentRun().postgresUrl);
  const system = await startTestSystem({
    environment: { ...perHour, ...perMinute, REDIS_URL: redis.url },
    databaseUrl: (url) => replaceHost(url, postgres.url),
  });
  await loadShippedCourses(system);
  const [client] = system.clients;
  const { accessToken: token } = await signUp(client);
  const courses = await client.get<{ items: { id: string }[] }>('/api/courses');
  const lessons = await client.get<{ items: { id: string }[] }>(
    `/api/courses/${courses.body.items[0]?.id}/lessons`,
  );
  const lessonId = lessons.body.items[0]?.id ?? '';
  const [url = ''] = system.gatewayUrls;
  return { victim: { system, postgres, redis }, options: { url, perSecond, token, lessonId } };
}

/** Waits until so many more requests were answered, whatever the answer. */
async function answered(client: Client, more: number, timeoutMs: number): Promise<void> {
  const wanted = client.entries.length + more;
  await waitFor(() => client.entries.length >= wanted, { timeoutMs, message: `${more} more answers` });
}

/** One round of each operation, all of them good. */
const isWell = (entries: readonly Entry[]): boolean =>
  entries.length >= 10 && entries.slice(-10).every(({ outcome }) => outcome === 'ok');

async function run(fault: Fault, victim: Victim, options: Parameters<typeof startClient>[0]): Promise<Row> {
  const client = startClient(options);
  try {
    await waitFor(() => isWell(client.entries), { timeoutMs: 30_000, message: 'the system to be well' });
    await fault.inject(victim);
    await answered(client, 3 * perSecond, 60_000);
    await fault.heal(victim);
    const healedAt = performance.now();
    const before = client.entries.length;
    const recovered = () => isWell(client.entries.slice(before));
    await waitFor(recovered, { timeoutMs: fault.recoverWithinMs + 5_000, message: 'recovery' });
    const recoveredMs = Math.round(performance.now() - healedAt);
    await client.stop();
    const { entries } = client;
    errorsAreProblems(entries);
    await nothingLostNothingTwice(victim.system, entries);
    return {
      fault,
      recoveredMs,
      requests: entries.length,
      problems: entries.filter(({ problem }) => problem !== undefined).length,
      unknown: entries.filter(({ status }) => status === undefined).length,
    };
  } finally {
    await client.stop();
  }
}

function writeReport(): void {
  const lines = rows.map(({ fault, requests, problems, unknown, recoveredMs }) => {
    const seen = `${requests} | ${problems} | ${unknown} | ${(recoveredMs / 1_000).toFixed(1)} s`;
    return `| ${fault.id} | ${fault.name} | ${fault.expectation} | ${seen} |`;
  });
  const page = `# What happens when things break

Written by \`npm run test:faults\`: real processes on a real Postgres and Redis, ${perSecond} requests a second whether or not earlier ones were answered (reads, practice sessions, sign-ups),
and TCP proxies that break or freeze connections. After every fault it is checked that each acknowledged write is there exactly once, that its event took effect exactly once, that every error was a problem document
with a request id that tells nothing of the inside, and that all operations succeed again within the stated time without anybody's doing. Recovery includes the ten good answers in a row that prove it.

| | fault | expected | requests | problems | no answer | well again after |
|---|---|---|---|---|---|---|
${lines.join('\n')}
`;
  writeFileSync(new URL('../../docs/operations/faults.md', import.meta.url), page);
}

describe('Faults', () => {
  let started: Awaited<ReturnType<typeof begin>>;
  before(async () => {
    started = await begin();
  });
  after(async () => {
    await started.victim.system.stop();
    await started.victim.redis.close();
    await started.victim.postgres.close();
    if (rows.length === faults.length) writeReport();
  });

  for (const fault of faults) {
    test(`${fault.id}: ${fault.name}: ${fault.expectation}`, async () => {
      const row = await run(fault, started.victim, started.options);
      rows.push(row);
      if (fault.expectation.startsWith('no request fails')) assert.equal(row.problems + row.unknown, 0);
      assert.ok(row.recoveredMs <= fault.recoverWithinMs, `recovery took ${row.recoveredMs} ms`);
    });
  }
});
