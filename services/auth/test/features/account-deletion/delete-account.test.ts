import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { transact } from '@linguamate/shared/database';
import { authEventHandlers } from '../../../src/event-handlers.ts';
import { eraseDueAccounts, repeatErasures } from '../../../src/features/account-deletion/erase-accounts.ts';
import {
  type AuthWithMail,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuthWithMail,
  type Tokens,
} from '../../support.ts';

const dayMs = 86_400_000;

describe('POST /api/auth/account/delete', () => {
  let auth: AuthWithMail;
  before(async () => {
    auth = await startAuthWithMail();
  });
  after(() => auth.close());

  const remove = (token: string, body: Record<string, unknown> = { password }) =>
    auth.http.post<Problem & { deletionAt: string }>('/api/auth/account/delete', { token, body });
  const logIn = (email: string) => auth.http.post<Tokens>('/api/auth/login', { body: { email, password } });
  const deletionEvents = async (userId: string) => {
    const events = await auth.dependencies.db
      .selectFrom('outbox')
      .select('payload')
      .where('name', '=', 'user.deleted')
      .execute();
    return events.filter((event) => (event.payload as { userId: string }).userId === userId).length;
  };
  const erasureOf = (userId: string) =>
    auth.dependencies.db
      .selectFrom('erasures')
      .selectAll()
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow();

  test('202: all sessions end at once, the owner gets a mail with the date, and a login within 30 days keeps everything', async () => {
    const email = freshEmail();
    const { accessToken, refreshToken, user } = await signUpSomebody(auth.http, { email });
    const response = await remove(accessToken);
    assert.equal(response.status, 202);
    const dueAt = new Date(auth.backing.clock.now() + 30 * dayMs).toISOString();
    assert.equal(response.body.deletionAt, dueAt);
    assert.ok((await auth.mail.next(email)).text.includes(dueAt.slice(0, 10)));
    assert.equal((await auth.http.post('/api/auth/refresh', { body: { refreshToken } })).status, 401);
    auth.backing.clock.advance(29 * dayMs);
    assert.equal((await logIn(email)).status, 200);
    auth.backing.clock.advance(29 * dayMs);
    await eraseDueAccounts(auth.dependencies);
    assert.equal(await deletionEvents(user.id), 0);
    assert.equal((await logIn(email)).status, 200);
  });

  test('after 30 days the account is gone, the event stands in the same transaction, and its completion is recorded', async () => {
    const email = freshEmail();
    const { accessToken, user } = await signUpSomebody(auth.http, { email });
    await remove(accessToken);
    auth.backing.clock.advance(31 * dayMs);
    await Promise.all(Array.from({ length: 4 }, () => eraseDueAccounts(auth.dependencies)));
    assert.equal(await deletionEvents(user.id), 1);
    assert.equal((await logIn(email)).status, 401);
    for (const table of ['users', 'sessions', 'mails'] as const) {
      const column = table === 'users' ? 'id' : 'user_id';
      const rows = await auth.dependencies.db
        .selectFrom(table)
        .selectAll()
        .where(column, '=', user.id)
        .execute();
      assert.deepEqual(rows, [], table);
    }
    const { pending_services: services } = await erasureOf(user.id);
    assert.deepEqual(services, ['learning', 'toolkit-proxy']);
    await auth.http.post('/api/auth/signup', { body: { email, password, name: 'Again' } });
    assert.equal((await logIn(email)).status, 200);
    for (const service of services) {
      assert.equal((await erasureOf(user.id)).completed_at, null);
      await confirm(user.id, service);
      await confirm(user.id, service);
    }
    assert.notEqual((await erasureOf(user.id)).completed_at, null);
  });

  test('a service that does not confirm is told again after an hour', async () => {
    const { accessToken, user } = await signUpSomebody(auth.http);
    await remove(accessToken);
    auth.backing.clock.advance(31 * dayMs);
    await eraseDueAccounts(auth.dependencies);
    await repeatErasures(auth.dependencies);
    assert.equal(await deletionEvents(user.id), 1);
    auth.backing.clock.advance(3_600_001);
    await repeatErasures(auth.dependencies);
    assert.equal(await deletionEvents(user.id), 2);
    for (const service of ['learning', 'toolkit-proxy']) await confirm(user.id, service);
    auth.backing.clock.advance(3_600_001);
    await repeatErasures(auth.dependencies);
    assert.equal(await deletionEvents(user.id), 2);
  });

  test('401 and 403: a session alone, or a wrong password, deletes nothing', async () => {
    const { accessToken, user } = await signUpSomebody(auth.http);
    const bare = await remove(accessToken, {});
    assert.equal(bare.status, 403);
    assert.equal(bare.body.code, 'step_up_required');
    assert.equal((await remove(accessToken, { password: 'a wrong guess' })).status, 401);
    const row = await auth.dependencies.db
      .selectFrom('users')
      .select('deletion_requested_at')
      .where('id', '=', user.id)
      .executeTakeFirst();
    assert.equal(row?.deletion_requested_at, null);
  });

  async function confirm(userId: string, service: string): Promise<void> {
    const handlers = authEventHandlers(auth.dependencies);
    await transact(auth.dependencies.db, (trx) =>
      handlers['erasure.completed'](trx, {
        id: '01890000-0000-7000-8000-000000000002',
        name: 'erasure.completed',
        version: 1,
        occurredAt: new Date().toISOString(),
        payload: { userId, service },
      }),
    );
  }
});
