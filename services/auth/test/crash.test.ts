import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createDatabase } from '@linguamate/shared/database';
import { testClient } from '@linguamate/shared/testing/http';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import type { AuthSchema } from '../src/schema.ts';
import { type AuthBacking, createBacking, password, type Tokens, testEnvironment } from './support.ts';

let backing: AuthBacking;
let child: ChildProcess | undefined;
before(async () => {
  backing = await createBacking();
});
after(async () => {
  child?.kill('SIGKILL');
  await backing.close();
});

async function startServer(): Promise<string> {
  const environment = {
    ...testEnvironment(backing.database, backing.redis),
    LOG_LEVEL: 'info',
    PATH: process.env.PATH,
  };
  const path = fileURLToPath(new URL('../src/server.ts', import.meta.url));
  const started = spawn(process.execPath, [path], { env: environment });
  child = started;
  let output = '';
  started.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const match = await waitFor(() => /"address":"(http:[^"]+)"/.exec(output), {
    timeoutMs: 60_000,
    message: 'the server',
  });
  return match[1] ?? '';
}

async function killServer(): Promise<void> {
  const exited = child && once(child, 'exit');
  child?.kill('SIGKILL');
  await exited;
}

/** Works like an app: signs up and refreshes until the server dies, and remembers what it was promised. */
async function work(
  url: string,
  name: string,
  promises: { email: string; refreshToken: string }[],
): Promise<void> {
  const http = testClient(url);
  for (let round = 0; ; round += 1) {
    const email = `${name}-${round}@example.com`;
    try {
      const signUp = await http.post<Tokens>('/api/auth/signup', { body: { email, password, name: 'Ana' } });
      if (signUp.status !== 201) continue;
      const promise = { email, refreshToken: signUp.body.refreshToken };
      promises.push(promise);
      const { refreshToken } = promise;
      const refreshed = await http.post<Tokens>('/api/auth/refresh', { body: { refreshToken } });
      if (refreshed.status === 200) promise.refreshToken = refreshed.body.refreshToken;
    } catch {
      return;
    }
  }
}

test('a server that is killed in the middle of sign-ups and refreshes leaves no half account and breaks no promise', async () => {
  const logger = silentLogger();
  const db = createDatabase<AuthSchema>({
    url: backing.database.url,
    poolMax: 2,
    applicationName: 'test',
    logger,
  });
  try {
    for (const round of [1, 2, 3]) {
      const promises: { email: string; refreshToken: string }[] = [];
      const url = await startServer();
      const workers = Array.from({ length: 4 }, (_, index) =>
        work(url, `round${round}-app${index}`, promises),
      );
      await waitFor(() => promises.length >= 4 + round, { timeoutMs: 60_000, message: 'some accounts' });
      await killServer();
      await Promise.all(workers);

      const { rows: counts } = await countHalves(db);
      assert.deepEqual(counts, {
        usersWithoutEvent: 0,
        eventsWithoutUser: 0,
        usersWithoutSession: 0,
        usersWithoutAudit: 0,
      });

      const again = testClient(await startServer());
      for (const { email, refreshToken } of promises.slice(-6)) {
        const login = await again.post('/api/auth/login', { body: { email, password } });
        assert.equal(login.status, 200, `${email} was promised an account`);
        // Whether or not the server had rotated before it died, the token that the app holds continues the session.
        const refreshed = await again.post('/api/auth/refresh', { body: { refreshToken } });
        assert.equal(refreshed.status, 200, `${email} was promised a session`);
      }
      await killServer();
    }
  } finally {
    await db.destroy();
  }
});

async function countHalves(db: ReturnType<typeof createDatabase<AuthSchema>>) {
  const users = await db.selectFrom('users').select('id').execute();
  const ids = new Set(users.map((user) => user.id));
  const events = await db
    .selectFrom('outbox')
    .select('payload')
    .where('name', '=', 'user.registered')
    .execute();
  const announced = new Set(events.map((event) => (event.payload as { userId: string }).userId));
  const sessions = await db.selectFrom('sessions').select('user_id').execute();
  const owners = new Set(sessions.map((session) => session.user_id));
  const audited = await db
    .selectFrom('audit_events')
    .select('user_id')
    .where('action', '=', 'account.registered')
    .execute();
  const recorded = new Set(audited.map((event) => event.user_id));
  const missing = (set: Set<string | null>) => [...ids].filter((id) => !set.has(id)).length;
  return {
    rows: {
      usersWithoutEvent: missing(announced),
      eventsWithoutUser: [...announced].filter((id) => !ids.has(id)).length,
      usersWithoutSession: missing(owners),
      usersWithoutAudit: missing(recorded),
    },
  };
}
