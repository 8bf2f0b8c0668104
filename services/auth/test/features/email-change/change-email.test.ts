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

describe('POST /api/auth/email/change', () => {
  let auth: AuthWithMail;
  before(async () => {
    auth = await startAuthWithMail();
  });
  after(() => auth.close());

  const change = (token: string, newEmail: string, fields: Record<string, unknown> = { password }) =>
    auth.http.post<Problem>('/api/auth/email/change', { token, body: { newEmail, ...fields } });
  const confirm = (token: string) =>
    auth.http.post<Problem>('/api/auth/email/change/confirm', { body: { token } });
  const logIn = async (email: string) =>
    (await auth.http.post('/api/auth/login', { body: { email, password } })).status;
  const somebody = async () => {
    const email = freshEmail();
    return { email, ...(await signUpSomebody(auth.http, { email })) };
  };

  test('202 and 204: the new address proves itself, then it and only it logs in; both sides are told', async () => {
    const person = await somebody();
    const newEmail = freshEmail();
    assert.equal((await change(person.accessToken, newEmail)).status, 202);
    assert.equal(await logIn(person.email), 200);
    assert.equal(await logIn(newEmail), 401);
    assert.match((await auth.mail.next(person.email)).subject, /is to get another address/);
    const token = tokenIn(await auth.mail.next(newEmail));
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => confirm(token)))).map(
      ({ status }) => status,
    );
    assert.deepEqual(statuses.sort(), [204, ...Array<number>(9).fill(400)]);
    assert.match((await auth.mail.next(person.email, { known: 1 })).subject, /has another address now/);
    assert.equal(await logIn(newEmail), 200);
    assert.equal(await logIn(person.email), 401);
    const me = await auth.http.get<{ email: string }>('/api/users/me', { token: person.accessToken });
    assert.equal(me.body.email, newEmail);
  });

  test('202: an address that has an account gives nothing away and cannot be taken', async () => {
    const [person, other] = [await somebody(), await somebody()];
    const [taken, free] = [
      await change(person.accessToken, other.email),
      await change(person.accessToken, freshEmail()),
    ];
    assert.deepEqual([taken.status, taken.text], [free.status, free.text]);
    const mail = await auth.mail.next(other.email);
    assert.match(mail.subject, /already have/);
    assert.equal(tokenIn(mail), '');
  });

  test('400: an address that was taken in between, a late link and a link that outlived the password are void', async () => {
    const person = await somebody();
    const newEmail = freshEmail();
    await change(person.accessToken, newEmail);
    const token = tokenIn(await auth.mail.next(newEmail));
    await signUpSomebody(auth.http, { email: newEmail });
    assert.equal((await confirm(token)).body.code, 'token_invalid');

    const second = await somebody();
    const lateEmail = freshEmail();
    await change(second.accessToken, lateEmail);
    const lateToken = tokenIn(await auth.mail.next(lateEmail));
    const body = { currentPassword: password, newPassword: 'another good sentence' };
    await auth.http.post('/api/auth/password/change', { token: second.accessToken, body });
    assert.equal((await confirm(lateToken)).body.code, 'token_invalid');

    const third = await somebody();
    const oldEmail = freshEmail();
    await change(third.accessToken, oldEmail);
    const oldToken = tokenIn(await auth.mail.next(oldEmail));
    auth.backing.clock.advance(3_600_000);
    assert.equal((await confirm(oldToken)).body.code, 'token_invalid');
  });

  test('400, 401, 403 and 409: no address, a wrong password, a session alone, and somebody without an address', async () => {
    const { accessToken } = await somebody();
    const malformed = await change(accessToken, 'no address');
    assert.deepEqual(
      malformed.body.errors?.map((error) => error.pointer),
      ['/newEmail'],
    );
    assert.equal((await change(accessToken, freshEmail(), { password: 'a wrong guess' })).status, 401);
    assert.equal((await change(accessToken, freshEmail(), {})).status, 403);
    const anonymous = await auth.http.post<Tokens>('/api/auth/anonymous');
    assert.equal((await change(anonymous.body.accessToken, freshEmail(), {})).status, 409);
  });
});
