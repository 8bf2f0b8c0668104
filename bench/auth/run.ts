import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { createTestDatabase } from '@linguamate/shared/testing/database';
import { globalSetup, globalTeardown } from '@linguamate/shared/testing/global-setup';
import { createTestRedis } from '@linguamate/shared/testing/redis';
import { startServiceProcess } from '../../tests/support/service-process.ts';
import { measureBcryptLimit } from './limit.ts';
import { type Account, type LoginLoad, loadLogins, loadProfile, signUp } from './load.ts';

const durationMs = Number(process.env.BENCH_SECONDS ?? 10) * 1000;
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const cost = 10;
const profilesPerSecond = 100;
const stormSize = 200;

type Round = { limit: number; logins: LoginLoad; storm: LoginLoad; quiet: number[]; stormy: number[] };

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const median = (values: number[]) =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

async function measure(url: string, accounts: readonly Account[], token: string): Promise<Round> {
  const limit = await measureBcryptLimit({ threads: availableParallelism(), cost, durationMs });
  const profile = { url, token, perSecond: profilesPerSecond, durationMs };
  const logins = await loadLogins({ url, accounts, concurrency: 16, durationMs });
  const quiet = await loadProfile(profile);
  const [storm, stormy] = await Promise.all([
    loadLogins({ url, accounts, concurrency: stormSize, durationMs }),
    loadProfile(profile),
  ]);
  return { limit, logins, storm, quiet, stormy };
}

function render(measured: readonly Round[], loadBefore: number): string {
  const rows = measured.map(({ limit, logins, storm, quiet, stormy }, index) => {
    const share = `${((logins.perSecond / limit) * 100).toFixed(0)} %`;
    const latencies = [quiet, stormy].map((sorted) => `${percentile(sorted, 0.99).toFixed(1)} ms`);
    const figures = [limit.toFixed(1), logins.perSecond.toFixed(1), share, ...latencies];
    return `| ${[index + 1, ...figures, storm.succeeded, storm.refused, storm.failed + logins.failed].join(' | ')} |`;
  });
  const share = median(measured.map(({ limit, logins }) => (logins.perSecond / limit) * 100));
  const p99 = median(measured.map(({ stormy }) => percentile(stormy, 0.99)));
  return `# auth under a storm of logins

\`npm run bench -- auth\` wrote this: ${rounds} rounds of ${durationMs / 1000} s each on ${availableParallelism()} cores, Node ${process.version}, load average
before ${loadBefore.toFixed(1)}. Clients, Postgres (without fsync) and Redis share the cores with the service.

- *Limit*: bcrypt comparisons per second at cost ${cost} with a thread on every core and nothing else running.
- *Logins*: whole logins per second from 16 clients: one comparison, a session, two tokens, the audit record.
- *Storm*: ${stormSize} logins under way at any time; who is refused with 503 comes back after its \`Retry-After\`. Meanwhile
  \`GET /api/users/me\` is asked ${profilesPerSecond} times per second at fixed times; quiet is the same without the storm.

| Round | Limit/s | Logins/s | Share | Profile p99, quiet | Profile p99, storm | Storm: logged in | told to wait | failed |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

Median share of the limit: **${share.toFixed(0)} %** (goal: at least 90 %). Median p99 of the profile in the storm: **${p99.toFixed(1)} ms** (goal: under 100 ms).
`;
}

async function main(): Promise<void> {
  const loadBefore = loadavg()[0] ?? 0;
  await globalSetup();
  const database = await createTestDatabase('auth');
  const redis = createTestRedis();
  const server = await startServiceProcess('auth', 'server', {
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    PORT: '0',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    AUTH_SIGNUP_MODE: 'immediate',
    AUTH_PEPPER: randomBytes(48).toString('base64'),
    AUTH_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  });
  try {
    const url = server.url ?? '';
    const { accounts, token } = await signUp(url, 100);
    // The compiler needs a few hundred queries before the service runs as it will from then on.
    await loadLogins({ url, accounts, concurrency: 16, durationMs: durationMs / 2 });
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await measure(url, accounts, token));
    const text = render(measured, loadBefore);
    writeFileSync(new URL('./RESULTS.md', import.meta.url), text);
    console.log(text);
  } finally {
    await server.stop();
    await redis.flush();
    await database.drop();
    await globalTeardown();
  }
}

await main();
