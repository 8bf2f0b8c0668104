import { schemaOf } from '@linguamate/shared/bootstrap';
import pg from 'pg';
import { checkDatabase } from '../database-check.ts';
import type { Finding } from '../doctor.ts';
import { databaseServices } from '../project.ts';

const testedMajor = 18;
const clockToleranceMs = 2_000;

async function ask<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(sql, values);
    return rows[0];
  } finally {
    await client.end();
  }
}

/** The database answers, is ours or empty, and is of a version that we know. */
export async function checkDatabaseState(url: string, root: string): Promise<Finding> {
  await checkDatabase(url, root);
  const row = await ask<{ version: string; schemas: string; room: number }>(
    url,
    `select current_setting('server_version') as version,
       (select count(*) from pg_namespace where nspname = any($1)) as schemas,
       current_setting('max_connections')::int - (select count(*) from pg_stat_activity)::int as room`,
    [databaseServices.map(schemaOf)],
  );
  const { version = '?', schemas = '0', room = 0 } = row ?? {};
  const major = Number.parseInt(version, 10);
  const detail = `Postgres ${version}, ${schemas} of ${databaseServices.length} schemas, room for ${room} connections`;
  if (room < 20) return { check: 'database', state: 'warn', detail: `${detail}: raise max_connections` };
  const state = major >= testedMajor ? 'ok' : 'warn';
  return {
    check: 'database',
    state,
    detail: state === 'ok' ? detail : `${detail}; tested with ${testedMajor}`,
  };
}

/** The database's clock and ours agree: tokens, streaks and leases are judged by both. */
export async function checkClock(url: string): Promise<Finding> {
  const askedAt = Date.now();
  const row = await ask<{ now: number }>(
    url,
    'select extract(epoch from clock_timestamp())::float8 * 1000 as now',
  );
  const halfwayMs = (askedAt + Date.now()) / 2;
  const differenceMs = Math.round(Math.abs(Number(row?.now ?? 0) - halfwayMs));
  const state = differenceMs <= clockToleranceMs ? 'ok' : 'fail';
  return { check: 'clock', state, detail: `the database's clock differs by ${differenceMs} ms` };
}
