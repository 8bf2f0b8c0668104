import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { codeIn, tokenIn } from '../../mailbox.ts';
import {
  type AuthWithMail,
  freshEmail,
  type Problem,
  password,
  startAuthWithMail,
  type Tokens,
} from '../../support.ts';

type Accepted = { status: string; signupId: string; expiresIn: number };

describe('sign-up with a proven address', () => {
  let auth: AuthWithMail;
  before(async () => {
    auth = await startAuthWithMail((config) => ({ ...config, signupMode: 'verified' }));
  });
  after(() => auth.close());

  const signUp = (fields: Record<string, unknown>) =>
    auth.http.post<Accepted & Problem>('/api/auth/signup', { body: { password, name: 'Ana', ...fields } });
  const verify = (body: Record<string, unknown>) =>
    auth.http.post<Tokens & Problem>('/api/auth/email/verify', { body });
  const logIn = (email: string, secret = password) =>
    auth.http.post<Tokens>('/api/auth/login', { body: { email, password: secret } });
  const signUpAndRead = async (email: string, fields: Record<string, unknown> = {}) => {
    const known = auth.mail.countTo(email);
    const { body } = await signUp({ email, ...fields });
    return { signupId: body.signupId, mail: await auth.mail.next(email, { known }) };
  };
  const openAccount = async (email: string) => {
    const { signupId, mail } = await signUpAndRead(email);
    return await verify({ signupId, code: codeIn(mail) });
  };

  describe('POST /api/auth/signup 202', () => {
    test('nothing works until the code of the mail is given back; then the person is logged in', async () => {
      const email = freshEmail();
      const response = await signUp({ email, targetLanguage: 'fr' });
      assert.equal(response.status, 202);
      assert.equal(response.body.status, 'verification_required');
      assert.equal((await logIn(email)).status, 401);
      const mail = await auth.mail.next(email);
      assert.deepEqual(mail.to, [email]);
      const verified = await verify({ signupId: response.body.signupId, code: codeIn(mail) });
      assert.equal(verified.status, 200);
      assert.equal((verified.body.user as Record<string, unknown>).targetLanguage, 'fr');
      assert.equal((await logIn(email)).status, 200);
    });

    test('a known address gets the same answer, no code, and its owner gets word', async () => {
      const email = freshEmail();
      await openAccount(email);
      const known = auth.mail.countTo(email);
      const [forKnown, forNew] = [await signUp({ email }), await signUp({ email: freshEmail() })];
      assert.equal(forKnown.status, forNew.status);
      assert.equal(forKnown.text.length, forNew.text.length);
      const names = (headers: Headers) => [...headers.keys()].sort();
      assert.deepEqual(names(forKnown.headers), names(forNew.headers));
      const mail = await auth.mail.next(email, { known });
      assert.match(mail.subject, /already have/);
      assert.equal(codeIn(mail), '');
      const rows = await auth.dependencies.db
        .selectFrom('pending_signups')
        .select('code_hash')
        .where('id', '=', forKnown.body.signupId)
        .execute();
      assert.deepEqual(rows, [{ code_hash: null }]);
    });
  });

  describe('POST /api/auth/email/verify 400', () => {
    test('pre-hijacking: whoever proves the address gets their own password, and the stranger’s is void', async () => {
      const email = freshEmail();
      const stranger = await signUpAndRead(email, { password: 'the password of a stranger' });
      const owner = await signUpAndRead(email);
      const crossed = await verify({ signupId: stranger.signupId, code: codeIn(owner.mail) });
      assert.equal(crossed.status, 400);
      assert.equal((await verify({ signupId: owner.signupId, code: codeIn(owner.mail) })).status, 200);
      assert.equal((await logIn(email, 'the password of a stranger')).status, 401);
      assert.equal((await logIn(email)).status, 200);
      const late = await verify({ signupId: stranger.signupId, code: codeIn(stranger.mail) });
      assert.equal(late.body.code, 'token_invalid');
    });

    test('pre-hijacking by link: the owner who opens a stranger’s link sets a password of their own', async () => {
      const email = freshEmail();
      const stranger = await signUpAndRead(email, { password: 'the password of a stranger' });
      const token = tokenIn(stranger.mail);
      assert.equal((await verify({ token })).status, 400);
      const weak = await verify({ token, password: 'short' });
      assert.deepEqual(
        weak.body.errors?.map((error) => error.pointer),
        ['/password'],
      );
      assert.equal((await verify({ token, password: 'my very own sentence' })).status, 200);
      assert.equal((await logIn(email, 'the password of a stranger')).status, 401);
      assert.equal((await logIn(email, 'my very own sentence')).status, 200);
      assert.equal((await verify({ token, password: 'my very own sentence' })).status, 400);
    });

    test('the link works once without a password for who has signed up; fetching it with GET uses nothing up', async () => {
      const email = freshEmail();
      const { signupId, mail } = await signUpAndRead(email);
      await auth.http.get(`/api/auth/email/verify?token=${tokenIn(mail)}`);
      const responses = await Promise.all(
        Array.from({ length: 10 }, () => verify({ signupId, token: tokenIn(mail) })),
      );
      assert.deepEqual(responses.map((response) => response.status).sort(), [
        200,
        ...Array<number>(9).fill(400),
      ]);
    });

    test('a code has five tries, also when they come at once; after that even the right one is void', async () => {
      const email = freshEmail();
      const { signupId, mail } = await signUpAndRead(email);
      const wrong = codeIn(mail) === '000000' ? '000001' : '000000';
      const guesses = await Promise.all(Array.from({ length: 20 }, () => verify({ signupId, code: wrong })));
      assert.ok(guesses.every((guess) => guess.status === 400));
      assert.equal((await verify({ signupId, code: codeIn(mail) })).status, 400);
    });

    test('a code is valid for 10 minutes', async () => {
      const email = freshEmail();
      const { signupId, mail } = await signUpAndRead(email);
      auth.backing.clock.advance(10 * 60_000);
      assert.equal((await verify({ signupId, code: codeIn(mail) })).body.code, 'token_invalid');
      assert.equal((await verify({ signupId, token: tokenIn(mail) })).status, 200);
    });
  });

  describe('POST /api/auth/email/resend 202', () => {
    test('sends a new code that replaces the old one; an unknown id gets the same answer', async () => {
      const email = freshEmail();
      const { signupId, mail } = await signUpAndRead(email);
      assert.equal((await auth.http.post('/api/auth/email/resend', { body: { signupId } })).status, 202);
      const second = await auth.mail.next(email, { known: 1 });
      if (codeIn(second) !== codeIn(mail))
        assert.equal((await verify({ signupId, code: codeIn(mail) })).status, 400);
      assert.equal((await verify({ signupId, code: codeIn(second) })).status, 200);
      const unknown = '01890000-0000-7000-8000-000000000000';
      assert.equal(
        (await auth.http.post('/api/auth/email/resend', { body: { signupId: unknown } })).status,
        202,
      );
    });

    test('a mailbox gets no more than three mails an hour, however many are asked for at once', async () => {
      const email = freshEmail();
      const { signupId } = await signUpAndRead(email);
      await Promise.all(
        Array.from({ length: 10 }, () => auth.http.post('/api/auth/email/resend', { body: { signupId } })),
      );
      for (let time = 0; time < 5; time += 1) assert.equal((await signUp({ email })).status, 202);
      const rows = await auth.dependencies.db
        .selectFrom('mails')
        .select('id')
        .where('signup_id', '=', signupId)
        .execute();
      assert.equal(rows.length, 3);
    });
  });

  test('neither database nor log holds a code, a token or the address of a mail that was sent', async () => {
    const email = 'unmistakable-address@example.com';
    const { mail, signupId } = await signUpAndRead(email);
    await verify({ signupId, code: codeIn(mail) });
    const mails = await auth.dependencies.db.selectFrom('mails').selectAll().execute();
    const dump = JSON.stringify(mails, (_key, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    );
    for (const secret of [codeIn(mail), tokenIn(mail), email]) {
      assert.ok(secret.length > 0 && !dump.includes(secret));
      assert.ok(!auth.log.text().includes(secret), 'the log holds it');
    }
  });
});
