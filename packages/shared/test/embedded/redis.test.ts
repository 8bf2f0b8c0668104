import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Redis } from 'ioredis';
import { startEmbeddedRedis } from '../../src/embedded/redis.ts';
import { findRedis } from '../../src/embedded/redis-program.ts';
import type { EmbeddedServer } from '../../src/embedded/server-log.ts';
import { waitFor } from '../../src/testing/wait-for.ts';
import { accepts, makeFolder, startInChild } from './helpers.ts';

async function withRedis<T>(url: string, action: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    return await action(redis);
  } finally {
    redis.disconnect();
  }
}

describe('Embedded Redis', () => {
  let folder = '';
  let server: EmbeddedServer;

  before(async () => {
    folder = makeFolder();
    server = await startEmbeddedRedis({ dataDir: join(folder, 'redis'), port: 0, durable: true });
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('never evicts, writes its log each second, and listens on the loopback only', async () => {
    const settings = await withRedis(server.url, async (redis) => {
      const names = ['maxmemory-policy', 'appendonly', 'appendfsync', 'bind'];
      return Promise.all(names.map(async (name) => (await redis.config('GET', name))?.toString()));
    });
    assert.deepEqual(settings, [
      'maxmemory-policy,noeviction',
      'appendonly,yes',
      'appendfsync,everysec',
      'bind,127.0.0.1',
    ]);
  });

  test('lets nobody in without the password, and no process list shows it', async () => {
    const url = new URL(server.url);
    const { password } = url;
    url.password = '';
    await assert.rejects(withRedis(url.href, (redis) => redis.ping()));
    assert.ok(password.length > 20);
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    assert.equal(processes.includes(password), false);
  });

  test('keeps its data from one start to the next', async () => {
    await withRedis(server.url, (redis) => redis.set('kept', '42'));
    await server.stop();
    server = await startEmbeddedRedis({ dataDir: join(folder, 'redis'), port: 0, durable: true });
    assert.equal(await withRedis(server.url, (redis) => redis.get('kept')), '42');
  });

  test('ends with its parent, even one that was killed', async () => {
    const { parent, url } = await startInChild('redis', join(folder, 'orphaned'));
    assert.equal(await accepts(url), true);
    parent.kill('SIGKILL');
    await waitFor(async () => !(await accepts(url)), { message: 'the orphaned server to end' });
  });

  test('a server on the search path is taken only when it is recent enough', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const fake = (name: string, version: string): void => {
      writeFileSync(join(bin, name), `#!/bin/sh\necho "Redis server v=${version} sha=0"\n`);
      chmodSync(join(bin, name), 0o755);
    };
    fake('redis-server', '5.0.14');
    fake('valkey-server', '8.0.1');
    const found = await findRedis(join(folder, 'tools'), bin);
    assert.equal(found.source, join(bin, 'valkey-server'));
  });
});
