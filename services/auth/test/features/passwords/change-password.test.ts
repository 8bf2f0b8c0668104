import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type AuthInstance,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuth,
  type Tokens,
} from '../../support.ts';

const newPassword = 'a quite different sentence';

describe('POST /api/auth/password/change', () => {
  let auth: AuthInstance;
  before(async () => {
    auth = await startAuth();
  });
  after(() => auth.close());

  const change = (token: string, body: Record<string, unknown>) =>
    auth.http.post<Problem>('/api/auth/password/change', { token, body });
  const logIn = (email: string, secret: string) =>
    auth.http.post<Tokens>('/api/auth/login', { body: { email, password: secret } });
  const status = async (token: string) => (await auth.http.get('/api/users/me', { token })).status;

  test('204: the new password works, the old one does not, the session that asked stays and all others end', async () => {
    const email = freshEmail();
    const mine = await signUpSomebody(auth.http, { email });
    const other = (await logIn(email, password)).body;
    const response = await change(mine.accessToken, { currentPassword: password, newPassword });
    assert.equal(response.status, 204);
    assert.equal((await logIn(email, password)).status, 401);
    assert.equal((await logIn(email, newPassword)).status, 200);
    assert.equal(await status(mine.accessToken), 200);
    assert.equal(await status(other.accessToken), 401);
    const body = { refreshToken: other.refreshToken };
    assert.equal((await auth.http.post('/api/auth/refresh', { body })).status, 401);
    const { refreshToken } = mine;
    assert.equal((await auth.http.post('/api/auth/refresh', { body: { refreshToken } })).status, 200);
  });

  test('400: a new password that is too short, common or personal is pointed at', async () => {
    const { accessToken } = await signUpSomebody(auth.http, { name: 'Bartholomew' });
    for (const weak of ['short', 'password123', 'bartholomew1']) {
      const response = await change(accessToken, { currentPassword: password, newPassword: weak });
      assert.equal(response.status, 400);
      assert.deepEqual(
        response.body.errors?.map((error) => error.pointer),
        ['/newPassword'],
      );
    }
  });

  test('401: without the current password nothing changes', async () => {
    const email = freshEmail();
    const { accessToken } = await signUpSomebody(auth.http, { email });
    const response = await change(accessToken, { currentPassword: 'a wrong guess', newPassword });
    assert.equal(response.status, 401);
    assert.equal(response.body.code, 'invalid_credentials');
    assert.equal((await logIn(email, password)).status, 200);
  });

  test('409: of two changes at once one wins, and the other changes nothing', async () => {
    const email = freshEmail();
    const { accessToken } = await signUpSomebody(auth.http, { email });
    const wishes = ['the first new password', 'the second new password'];
    const responses = await Promise.all(
      wishes.map((wish) => change(accessToken, { currentPassword: password, newPassword: wish })),
    );
    const winners = wishes.filter((_wish, index) => responses[index]?.status === 204);
    assert.equal(winners.length, 1);
    assert.equal((await logIn(email, winners[0] ?? '')).status, 200);
  });

  test('429: guessing the current password locks like a login', async () => {
    const { accessToken } = await signUpSomebody(auth.http);
    for (let time = 0; time < 5; time += 1) {
      assert.equal(
        (await change(accessToken, { currentPassword: 'a wrong guess', newPassword })).status,
        401,
      );
    }
    const response = await change(accessToken, { currentPassword: password, newPassword });
    assert.equal(response.status, 429);
    assert.equal(response.body.code, 'account_locked');
  });
});
