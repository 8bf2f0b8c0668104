import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { createTestDatabase } from '../src/testing/database.ts';

const fixture = new URL('./fixtures/migrate.ts', import.meta.url).pathname;

async function migrate(environment: Record<string, string>): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [fixture], { env: { PATH: process.env.PATH, ...environment } });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('a migration', () => {
  test('ends with 0 when the schema is up to date', async (t) => {
    const database = await createTestDatabase('auth');
    t.after(() => database.drop());
    const { code, output } = await migrate({ DATABASE_URL: database.url });
    assert.equal(code, 0, output);
  });
  test('needs nothing but a database, and ends with 78 without one', async () => {
    const { code, output } = await migrate({});
    assert.equal(code, 78);
    assert.equal(
      output,
      'auth-migrate cannot start, its configuration is wrong:\n  DATABASE_URL is not set\n',
    );
  });
  test('ends with 1 when the database cannot be reached, without telling the password', async () => {
    const { code, output } = await migrate({ DATABASE_URL: 'postgres://u:s3cret@127.0.0.1:1/db' });
    assert.equal(code, 1);
    assert.match(output, /"level":"fatal".*could not be brought up to date/);
    assert.doesNotMatch(output, /s3cret/);
  });
});
