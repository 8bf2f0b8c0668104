import assert from 'node:assert/strict';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import type { EmbeddedServer } from '../../src/embedded/server-log.ts';
import { waitFor } from '../../src/testing/wait-for.ts';
import { accepts, makeFolder, startInChild } from './helpers.ts';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('Embedded Postgres', () => {
  let folder = '';
  let dataDir = '';
  let server: EmbeddedServer;

  const start = async (): Promise<void> => {
    server = await startEmbeddedPostgres({ dataDir, port: 0, durable: false });
  };

  before(async () => {
    folder = makeFolder();
    dataDir = join(folder, 'postgres');
    await start();
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is Postgres 18, listens on the loopback only, and sorts alike on every machine', async () => {
    const [row] = await query(
      server.url,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('listen_addresses') as listen,
         current_setting('unix_socket_directories') as sockets,
         (select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'postgres') as locale`,
    );
    assert.deepEqual(row, { major: 18, listen: '127.0.0.1', sockets: '', locale: 'b C.UTF-8' });
  });

  test('lets nobody in without the password, which only the owner can read', async () => {
    const url = new URL(server.url);
    url.password = 'guess';
    await assert.rejects(query(url.href, 'select 1'), /password authentication failed/);
    assert.equal(statSync(join(dataDir, 'password')).mode & 0o777, 0o600);
  });

  test('keeps its data from one start to the next', async () => {
    await query(server.url, 'create table kept as select 42 as answer');
    await server.stop();
    assert.equal(await accepts(server.url), false);
    await start();
    assert.deepEqual(await query(server.url, 'select answer from kept'), [{ answer: 42 }]);
  });

  test('starts although a lock file names a process that is no Postgres', async () => {
    await server.stop();
    writeFileSync(join(dataDir, 'cluster/postmaster.pid'), `${process.pid}\n${join(dataDir, 'cluster')}\n`);
    await start();
    assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
  });

  test('ends with its parent, even one that was killed, and starts again on the same data', async () => {
    const otherDir = join(folder, 'orphaned');
    const { parent, url } = await startInChild('postgres', otherDir);
    await query(url, 'create table kept as select 7 as answer');
    parent.kill('SIGKILL');
    // Without a wait in between: the old server may still be ending when the new one wants its data.
    const again = await startEmbeddedPostgres({ dataDir: otherDir, port: 0, durable: false });
    assert.deepEqual(await query(again.url, 'select answer from kept'), [{ answer: 7 }]);
    await waitFor(async () => !(await accepts(url)), { message: 'the orphaned server to end' });
    await again.stop();
  });

  test('says so when it cannot start on a port', async () => {
    const taken = startEmbeddedPostgres({
      dataDir: join(folder, 'second'),
      port: server.port,
      durable: false,
    });
    await assert.rejects(taken, new RegExp(`did not start on port ${server.port}[\\s\\S]*in use`));
  });
});
