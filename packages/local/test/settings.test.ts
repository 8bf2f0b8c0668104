import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { planProcesses } from '../src/process-plan.ts';
import { readOrCreateSecrets, secretsFile } from '../src/secrets.ts';
import { readSettings, requireFreePort, urlOf } from '../src/settings.ts';

describe('Settings of the local system', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'linguamate-settings-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('an empty environment means port 8080 on the loopback, and servers of our own', () => {
    const settings = readSettings(root, {});
    assert.equal(settings.gatewayUrl, 'http://127.0.0.1:8080');
    assert.equal(settings.databaseUrl, undefined);
    assert.equal(settings.redisUrl, undefined);
    assert.equal(settings.metricsPublic, true);
  });

  test('everything that cannot be used is said at once, without its value', () => {
    const wrong = { PORT: 'eighty', DATABASE_URL: 'mysql://u:hunter2@h/d', REDIS_URL: 'http://h' };
    assert.throws(
      () => readSettings(root, wrong),
      ({ message }: Error) => {
        for (const name of Object.keys(wrong)) assert.match(message, new RegExp(name));
        assert.doesNotMatch(message, /hunter2|eighty/);
        return true;
      },
    );
  });

  test('an address that means every interface is called by way of the loopback', () => {
    assert.equal(urlOf('0.0.0.0', 80), 'http://127.0.0.1:80');
    assert.equal(urlOf('::1', 80), 'http://[::1]:80');
  });

  test('a port that is taken is reported with the process that holds it', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await assert.rejects(requireFreePort('127.0.0.1', port), ({ message }: Error) => {
      assert.match(message, new RegExp(`Port ${port} is taken`));
      if (process.platform === 'linux') assert.match(message, new RegExp(`process ${process.pid}: `));
      return true;
    });
    holder.close();
    await requireFreePort('127.0.0.1', 0);
  });

  test('secrets are made once, and only their owner can read them', () => {
    const first = readOrCreateSecrets(root);
    chmodSync(secretsFile(root), 0o644);
    assert.deepEqual(readOrCreateSecrets(root), first);
    assert.equal(statSync(secretsFile(root)).mode & 0o777, 0o600);
    assert.ok(Buffer.from(first.keyEncryptionKey, 'base64').length === 32);
    const other = mkdtempSync(join(tmpdir(), 'linguamate-settings-'));
    assert.notEqual(readOrCreateSecrets(other).pepper, first.pepper);
    rmSync(other, { recursive: true });
  });

  test('damaged secrets are not replaced: what they protect would be lost', () => {
    const other = mkdtempSync(join(tmpdir(), 'linguamate-settings-'));
    readOrCreateSecrets(other);
    writeFileSync(secretsFile(other), '{"pepper":');
    assert.throws(() => readOrCreateSecrets(other), /cannot be read: restore it from a backup/);
    rmSync(other, { recursive: true });
  });

  test('each process gets its own database role, the gateway none, and secrets go to auth alone', async () => {
    const settings = readSettings(root, { PORT: '0', DATABASE_URL: 'postgres://admin:a@h/d' });
    const databaseUrls = {
      auth: 'postgres://a@h/d',
      learning: 'postgres://l@h/d',
      'toolkit-proxy': 'postgres://t@h/d',
    };
    const specs = await planProcesses(settings, { databaseUrls, redisUrl: 'redis://r' }, false);
    const env = Object.fromEntries(specs.map((spec) => [spec.name, spec.env]));
    assert.equal(specs.length, 7);
    assert.equal(env.auth?.DATABASE_URL, databaseUrls.auth);
    assert.equal(env['learning-worker']?.DATABASE_URL, databaseUrls.learning);
    assert.equal(env.gateway?.DATABASE_URL, undefined);
    assert.equal(env.auth?.AUTH_SIGNUP_MODE, 'immediate');
    const keepers = specs.filter((spec) => spec.env.AUTH_PEPPER !== undefined).map(({ name }) => name);
    assert.deepEqual(keepers, ['auth', 'auth-worker']);
    const ports = new Set(['auth', 'learning', 'toolkit-proxy'].map((name) => env[name]?.PORT));
    assert.equal(ports.size, 3);
  });
});
