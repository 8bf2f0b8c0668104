import { randomBytes, randomInt } from 'node:crypto';
import pg from 'pg';
import { type Backing, startBacking } from './backing.ts';
import { asAdmin, dropDatabase } from './database.ts';
import { deleteKeys } from './redis.ts';
import { announceRun, keyPrefix, namePrefix, type TestRun } from './run.ts';

/** First half of the advisory lock that a living run holds on its number; others know by it whom to leave alone. */
const RUN_LOCK_SPACE = 7_212_003;

type ActiveRun = { run: TestRun; backing: Backing; lock: pg.Client };

let active: ActiveRun | undefined;
let tearingDown: Promise<void> | undefined;

/** Called by Node's test runner once, before the first test file: provides Postgres and Redis for the run. */
export async function globalSetup(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: this is the entry point of a test run.
  const backing = await startBacking(process.env);
  try {
    const number = randomInt(1, 2 ** 31 - 1);
    const run: TestRun = {
      id: number.toString(36),
      postgresUrl: backing.postgresUrl,
      redisUrl: backing.redisUrl,
      rolePassword: randomBytes(12).toString('hex'),
    };
    const lock = await lockRun(run, number);
    active = { run, backing, lock };
    await sweepDeadRuns(run);
    announceRun(run);
    process.stdout.write(`Tests run on ${backing.description}.\n`);
  } catch (error) {
    await backing.stop();
    throw error;
  }
}

/** Called by Node's test runner after the last test file, and on Ctrl-C (then more than once). */
export function globalTeardown(): Promise<void> {
  tearingDown ??= tearDown();
  return tearingDown;
}

async function tearDown(): Promise<void> {
  if (active === undefined) return;
  const { run, backing, lock } = active;
  try {
    if (backing.kind === 'environment') {
      await removeRun(run.postgresUrl, run.id);
      await deleteKeys(run.redisUrl, keyPrefix(run.id));
    }
  } finally {
    await lock.end();
    await backing.stop();
  }
}

async function lockRun(run: TestRun, number: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: run.postgresUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  await client.query('select pg_advisory_lock($1, $2)', [RUN_LOCK_SPACE, number]);
  return client;
}

// A runner that was killed could not clean up on a server that is not ours. Its lock went with its connection.
async function sweepDeadRuns(run: TestRun): Promise<void> {
  const ids = await asAdmin(run.postgresUrl, async (admin) => {
    const { rows } = await admin.query<{ id: string }>(
      `select distinct substring(name from '^linguamate_test_([0-9a-z]+)_') as id
       from (select datname as name from pg_database union select rolname from pg_roles) as names
       where name like 'linguamate\\_test\\_%'`,
    );
    return rows.map((row) => row.id).filter((id) => id !== null && id !== run.id);
  });
  for (const id of ids) {
    const isDead = await asAdmin(run.postgresUrl, async (admin) => {
      const { rows } = await admin.query<{ free: boolean }>('select pg_try_advisory_lock($1, $2) as free', [
        RUN_LOCK_SPACE,
        Number.parseInt(id, 36),
      ]);
      return rows[0]?.free === true;
    });
    if (!isDead) continue;
    await removeRun(run.postgresUrl, id);
    await deleteKeys(run.redisUrl, keyPrefix(id));
  }
}

async function removeRun(postgresUrl: string, id: string): Promise<void> {
  const pattern = `${namePrefix(id).replaceAll('_', '\\_')}\\_%`;
  await asAdmin(postgresUrl, async (admin) => {
    const databases = await admin.query<{ name: string }>(
      'select datname as name from pg_database where datname like $1',
      [pattern],
    );
    for (const { name } of databases.rows) await dropDatabase(postgresUrl, name);
    const roles = await admin.query<{ name: string }>(
      'select rolname as name from pg_roles where rolname like $1',
      [pattern],
    );
    for (const { name } of roles.rows) await admin.query(`drop role if exists ${pg.escapeIdentifier(name)}`);
  });
}
