import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { tokenIn } from '../../mailbox.ts';
import {
  type AuthWithMail,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuthWithMail,
  type Tokens,
} from '../../support.ts';

const newPassword = 'a completely new sentence';

describe('password reset', () => {
  let auth: AuthWithMail;
  before(async () => {
    auth = await startAuthWithMail();
  });
  after(() => auth.close());

  const forgot = (email: string) => auth.http.post<Problem>('/api/auth/password/forgot', { body: { email } });
  const reset = (token: string, secret = newPassword) =>
    auth.http.post<Problem>('/api/auth/password/reset', { body: { token, newPassword: secret } });
  const logIn = (email: string, secret: string) =>
    auth.http.post<Tokens>('/api/auth/login', { body: { email, password: secret } });
  const somebodyWithLink = async () => {
    const email = freshEmail();
    const tokens = await signUpSomebody(auth.http, { email });
    await forgot(email);
    return { email, tokens, token: tokenIn(await auth.mail.next(email)) };
  };

  describe('POST /api/auth/password/forgot 202', () => {
    test('answers alike for known, unknown and impossible addresses, and writes only to the known one', async () => {
      const { email } = await somebodyWithLink();
      const answers = await Promise.all([forgot(email), forgot('nobody@example.com'), forgot('no address')]);
      const shape = answers.map(({ status, text, headers }) => [status, text, [...headers.keys()].sort()]);
      assert.deepEqual(shape[1], shape[0]);
      assert.deepEqual(shape[2], shape[0]);
      assert.equal(answers[0]?.status, 202);
      await auth.mail.next(email, { known: 1 });
      assert.equal(auth.mail.countTo('nobody@example.com'), 0);
    });

    test('the mail goes to the stored address, whatever spelling was asked for', async () => {
      await signUpSomebody(auth.http, { email: 'mike@example.org' });
      await forgot('mıke@example.org');
      await auth.mail.next('mike@example.org');
      assert.equal(auth.mail.countTo('mıke@example.org'), 0);
    });

    test('a mailbox gets no more than three links an hour', async () => {
      const email = freshEmail();
      await signUpSomebody(auth.http, { email });
      const answers = await Promise.all(Array.from({ length: 20 }, () => forgot(email)));
      assert.ok(answers.every((answer) => answer.status === 202));
      await auth.mail.next(email, { known: 2 });
      const rows = await auth.dependencies.db
        .selectFrom('mails')
        .select('id')
        .where('template', '=', 'password-reset')
        .where('done_at', 'is', null)
        .execute();
      assert.ok(rows.length <= 3);
      assert.equal(auth.mail.countTo(email), 3);
    });
  });

  describe('POST /api/auth/password/reset 204', () => {
    test('sets the new password, ends every session, does not log in, and tells the owner', async () => {
      const { email, tokens, token } = await somebodyWithLink();
      const response = await reset(token);
      assert.equal(response.status, 204);
      assert.equal(response.text, '');
      assert.equal((await logIn(email, password)).status, 401);
      assert.equal((await logIn(email, newPassword)).status, 200);
      assert.equal((await auth.http.get('/api/users/me', { token: tokens.accessToken })).status, 401);
      const { refreshToken } = tokens;
      assert.equal((await auth.http.post('/api/auth/refresh', { body: { refreshToken } })).status, 401);
      assert.match((await auth.mail.next(email, { known: 1 })).subject, /was changed/);
    });

    test('lifts a lock, so that nobody can lock an owner out for good', async () => {
      const { email, token } = await somebodyWithLink();
      for (let time = 0; time < 6; time += 1) await logIn(email, 'a wrong guess');
      assert.equal((await logIn(email, password)).status, 429);
      assert.equal((await reset(token)).status, 204);
      assert.equal((await logIn(email, newPassword)).status, 200);
    });
  });

  describe('POST /api/auth/password/reset 400', () => {
    test('of 20 uses of one link at once exactly one works', async () => {
      const { token } = await somebodyWithLink();
      const responses = await Promise.all(Array.from({ length: 20 }, () => reset(token)));
      assert.deepEqual(responses.map((response) => response.status).sort(), [
        204,
        ...Array<number>(19).fill(400),
      ]);
    });

    test('a link is valid for 20 minutes and replaced by the next one', async () => {
      const { email, token } = await somebodyWithLink();
      await forgot(email);
      const second = tokenIn(await auth.mail.next(email, { known: 1 }));
      assert.equal((await reset(token)).body.code, 'token_invalid');
      auth.backing.clock.advance(20 * 60_000);
      assert.equal((await reset(second)).body.code, 'token_invalid');
      assert.equal((await logIn(email, password)).status, 200);
    });

    test('a password that is not good enough does not use the link up', async () => {
      const { token } = await somebodyWithLink();
      assert.equal((await reset(token, 'password123')).body.code, 'validation_failed');
      assert.equal((await reset(token)).status, 204);
    });

    test('a token of another purpose or of nobody is no reset token', async () => {
      const { tokens } = await somebodyWithLink();
      for (const token of [tokens.refreshToken.slice(0, 128), 'x', 'A'.repeat(43)]) {
        assert.equal((await reset(token)).body.code, 'token_invalid');
      }
    });
  });
});
