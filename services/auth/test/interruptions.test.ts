import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eraseDueAccounts } from '../src/features/account-deletion/erase-accounts.ts';
import { requestDeletion } from '../src/features/account-deletion/request-deletion.ts';
import { resetPassword } from '../src/features/password-reset/reset-password.ts';
import { refreshSession } from '../src/features/sessions/refresh-session.ts';
import { signUp } from '../src/features/sessions/sign-up.ts';
import { tokenIn } from './mailbox.ts';
import { dieAtEveryStatement } from './mortal.ts';
import {
  type AuthWithMail,
  freshEmail,
  password,
  signUpSomebody,
  startAuthWithMail,
  type Tokens,
} from './support.ts';

const newPassword = 'a completely new sentence';
const source = '192.0.2.7';
const dayMs = 86_400_000;

describe('a process that dies between any two steps', () => {
  let auth: AuthWithMail;
  before(async () => {
    auth = await startAuthWithMail();
  });
  after(() => auth.close());

  const logIn = async (email: string, secret = password) =>
    (await auth.http.post('/api/auth/login', { body: { email, password: secret } })).status;
  const refresh = async (refreshToken: string) =>
    (await auth.http.post<Tokens>('/api/auth/refresh', { body: { refreshToken } })).status;
  const countAudit = async (userId: string, action: string) => {
    const query = auth.dependencies.db.selectFrom('audit_events').select('id');
    return (await query.where('user_id', '=', userId).where('action', '=', action).execute()).length;
  };
  const countEvents = async (name: string, userId: string) => {
    const events = await auth.dependencies.db
      .selectFrom('outbox')
      .select('payload')
      .where('name', '=', name)
      .execute();
    return events.filter(({ payload }) => (payload as { userId: string }).userId === userId).length;
  };
  const somebody = async () => {
    const email = freshEmail();
    return { email, ...(await signUpSomebody(auth.http, { email })) };
  };

  test('of a sign-up leaves no account, and the next attempt opens it with everything that belongs to it', async () => {
    const client = { deviceLabel: 'Phone', source };
    const deaths = await dieAtEveryStatement(
      auth.dependencies,
      async () => ({ email: freshEmail(), password, name: 'Ana' }),
      (mortal, request) => signUp(mortal, request, client),
      async ({ email }, where) => {
        const isThere = (await logIn(email)) === 200;
        assert.equal(isThere, where === 'alive', where);
        const tokens = isThere ? undefined : await signUpSomebody(auth.http, { email });
        if (tokens) assert.equal(await countEvents('user.registered', tokens.user.id), 1, where);
      },
    );
    assert.ok(deaths >= 4, `${deaths} statements`);
  });

  test('of a rotation leaves the session usable with the token that the app holds', async () => {
    const deaths = await dieAtEveryStatement(
      auth.dependencies,
      somebody,
      (mortal, { refreshToken }) => refreshSession(mortal.refresher, refreshToken),
      async ({ refreshToken }, where) => assert.equal(await refresh(refreshToken), 200, where),
    );
    assert.ok(deaths >= 1, `${deaths} statements`);
  });

  test('of a reset leaves either the old password, its sessions and the link, or the new password alone', async () => {
    const deaths = await dieAtEveryStatement(
      auth.dependencies,
      async () => {
        const person = await somebody();
        await auth.http.post('/api/auth/password/forgot', { body: { email: person.email } });
        return { ...person, token: tokenIn(await auth.mail.next(person.email)) };
      },
      (mortal, { token }) => resetPassword(mortal, { token, newPassword, source }),
      async ({ email, refreshToken, token, user }, where) => {
        const isReset = (await logIn(email, newPassword)) === 200;
        assert.equal(await refresh(refreshToken), isReset ? 401 : 200, where);
        assert.equal(await logIn(email), isReset ? 401 : 200, where);
        assert.equal(await countAudit(user.id, 'password.reset'), isReset ? 1 : 0, where);
        const again = await auth.http.post('/api/auth/password/reset', { body: { token, newPassword } });
        assert.equal(again.status, isReset ? 400 : 204, where);
        assert.equal(await logIn(email, newPassword), 200, where);
      },
    );
    assert.ok(deaths >= 6, `${deaths} statements`);
  });

  test('of a request for deletion leaves either everything, or a request with every session ended and its mail', async () => {
    const deaths = await dieAtEveryStatement(
      auth.dependencies,
      somebody,
      (mortal, { user }) =>
        requestDeletion(mortal, {
          userId: user.id,
          sessionId: user.id,
          authTime: auth.backing.clock.now() / 1000,
          password,
          source,
        }),
      async ({ user, refreshToken }, where) => {
        const isRequested = (await countAudit(user.id, 'account.deletion_requested')) === 1;
        assert.equal(await refresh(refreshToken), isRequested ? 401 : 200, where);
        const mails = await auth.dependencies.db
          .selectFrom('mails')
          .select('id')
          .where('user_id', '=', user.id)
          .where('template', '=', 'deletion-requested')
          .execute();
        assert.equal(mails.length, isRequested ? 1 : 0, where);
      },
    );
    assert.ok(deaths >= 6, `${deaths} statements`);
  });

  test('of an erasure leaves either the whole account, or none with its event; the next run finishes it once', async () => {
    const deaths = await dieAtEveryStatement(
      auth.dependencies,
      async () => {
        const person = await somebody();
        const body = { password };
        await auth.http.post('/api/auth/account/delete', { token: person.accessToken, body });
        auth.backing.clock.advance(31 * dayMs);
        return person;
      },
      (mortal) => eraseDueAccounts(mortal),
      async ({ email, user }, where) => {
        const users = auth.dependencies.db.selectFrom('users').select('id').where('id', '=', user.id);
        const isGone = (await users.execute()).length === 0;
        assert.equal(await countEvents('user.deleted', user.id), isGone ? 1 : 0, where);
        await eraseDueAccounts(auth.dependencies);
        assert.equal(await countEvents('user.deleted', user.id), 1, where);
        assert.equal(await logIn(email), 401, where);
      },
    );
    assert.ok(deaths >= 4, `${deaths} statements`);
  });
});
