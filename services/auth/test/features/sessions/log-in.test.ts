import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import {
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuth,
  startInstance,
  type Tokens,
} from '../../support.ts';

describe('POST /api/auth/login', () => {
  let auth: Awaited<ReturnType<typeof startAuth>>;
  before(async () => {
    auth = await startAuth();
  });
  after(() => auth.close());

  const logIn = (body: Record<string, unknown>) =>
    auth.http.post<Tokens & Problem>('/api/auth/login', { body });

  describe('200', () => {
    test('the right password opens a new session with its own tokens', async () => {
      const email = freshEmail();
      const first = await signUpSomebody(auth.http, { email });
      const response = await logIn({ email, password });
      assert.equal(response.status, 200);
      assert.deepEqual(response.body.user, first.user);
      assert.notEqual(decodeJwt(response.body.accessToken).sid, decodeJwt(first.accessToken).sid);
      assert.notEqual(response.body.refreshToken, first.refreshToken);
    });

    test('any spelling of the address and any composition of the accents will do', async () => {
      await signUpSomebody(auth.http, { email: 'zoë@example.com', password: 'contrase\u00f1a larga' });
      const response = await logIn({ email: ' ZOE\u0308@Example.com ', password: 'contrasen\u0303a larga' });
      assert.equal(response.status, 200);
    });

    test('a session id sent by the client is not taken over', async () => {
      const email = freshEmail();
      await signUpSomebody(auth.http, { email });
      const sid = '01890000-0000-7000-8000-000000000000';
      const refused = await logIn({ email, password, sid });
      assert.equal(refused.status, 400);
      const response = await auth.http.post<Tokens>('/api/auth/login', {
        body: { email, password },
        headers: { 'x-session-id': sid, cookie: `sid=${sid}` },
      });
      assert.notEqual(decodeJwt(response.body.accessToken).sid, sid);
    });

    test('a hash of an older cost is renewed by a login, and the password goes on working', async () => {
      const email = freshEmail();
      const { user } = await signUpSomebody(auth.http, { email });
      const { db, passwords } = auth.dependencies;
      const old = (await passwords.hash(password)).replace('$2b$04$', '$2b$05$');
      const costlier = await import('../../../src/features/passwords/password-hasher.ts');
      const pool = (await import('../../../src/features/passwords/hash-pool.ts')).createHashPool({
        threads: 1,
        taskTimeoutMs: 5000,
      });
      const hasher = await costlier.createPasswordHasher({
        pool,
        peppers: auth.config.passwords.peppers,
        cost: 5,
        breached: { includes: async () => false },
      });
      const stored = await hasher.hash(password);
      await pool.close();
      assert.notEqual(stored, old);
      await db.updateTable('users').set({ password_hash: stored }).where('id', '=', user.id).execute();
      assert.equal((await logIn({ email, password })).status, 200);
      const row = await db
        .selectFrom('users')
        .select('password_hash')
        .where('id', '=', user.id)
        .executeTakeFirstOrThrow();
      assert.match(row.password_hash ?? '', /\$2b\$04\$/);
      assert.equal((await logIn({ email, password })).status, 200);
    });

    test('the session that is one too many ends the one unused for longest', async () => {
      const email = freshEmail();
      const { user } = await signUpSomebody(auth.http, { email });
      for (let count = 0; count < 21; count += 1) await logIn({ email, password });
      const live = await auth.dependencies.db
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', user.id)
        .where('revoked_at', 'is', null)
        .execute();
      assert.equal(live.length, 20);
    });
  });

  describe('400', () => {
    for (const [what, body] of [
      ['a list of credentials', [{ email: 'a@b.com', password }]],
      ['a password as a list', { email: 'a@b.com', password: [password] }],
      ['a password as an object', { email: 'a@b.com', password: { $ne: '' } }],
      ['null', { email: null, password: null }],
      ['a missing password', { email: 'a@b.com' }],
      ['a password longer than any', { email: 'a@b.com', password: 'x'.repeat(2000) }],
    ] as const) {
      test(`refuses ${what} before anything is hashed`, async () => {
        const response = await auth.http.post<Problem>('/api/auth/login', { body });
        assert.equal(response.status, 400);
        assert.equal(response.body.code, 'validation_failed');
      });
    }
  });

  describe('401', () => {
    test('unknown, wrong, disabled, unverified and password-less accounts get answers that do not differ', async () => {
      const emails = Array.from({ length: 5 }, freshEmail);
      const [known = '', disabled = '', unverified = '', bare = '', damaged = ''] = emails;
      for (const email of emails) await signUpSomebody(auth.http, { email });
      const change = (email: string, columns: Record<string, unknown>) =>
        auth.dependencies.db.updateTable('users').set(columns).where('email', '=', email).execute();
      for (const email of emails) await change(email, { email_verified_at: new Date() });
      await change(disabled, { disabled_at: new Date() });
      await change(unverified, { email_verified_at: null });
      // Where addresses have to be proven.
      const strict = await startInstance(auth.backing, (config) => ({ ...config, signupMode: 'verified' }));
      const logIn = (body: Record<string, unknown>) =>
        strict.http.post<Tokens & Problem>('/api/auth/login', { body });
      await change(bare, { password_hash: null });
      await change(damaged, { password_hash: '$2b$10$damaged' });
      const attempts = [
        logIn({ email: 'nobody@example.com', password }),
        logIn({ email: 'no address at all', password }),
        logIn({ email: known, password: 'not the password' }),
        ...[disabled, unverified, bare, damaged].map((email) => logIn({ email, password })),
      ];
      const responses = await Promise.all(attempts);
      await strict.close();
      const answers = responses.map((response) => {
        const { requestId: _id, ...body } = response.body;
        const headers = [...response.headers.keys()].filter((name) => name !== 'date').sort();
        return { status: response.status, body, headers, length: response.text.length };
      });
      assert.equal(answers[0]?.status, 401);
      assert.equal(answers[0]?.body.code, 'invalid_credentials');
      for (const answer of answers) assert.deepEqual(answer, answers[0]);
    });

    test('passwords that share their first 72 bytes are different passwords', async () => {
      const email = freshEmail();
      await signUpSomebody(auth.http, { email, password: `${'a'.repeat(72)}X` });
      assert.equal((await logIn({ email, password: `${'a'.repeat(72)}Y` })).status, 401);
    });

    test('a password that was changed while it was being checked opens nothing', async () => {
      const email = freshEmail();
      const { user } = await signUpSomebody(auth.http, { email });
      const { db, passwords } = auth.dependencies;
      const verify = passwords.verify;
      passwords.verify = async (...parameters) => {
        const verdict = await verify(...parameters);
        await db
          .updateTable('users')
          .set((eb) => ({ password_version: eb('password_version', '+', 1) }))
          .where('id', '=', user.id)
          .execute();
        return verdict;
      };
      try {
        assert.equal((await logIn({ email, password })).status, 401);
      } finally {
        passwords.verify = verify;
      }
    });
  });

  test('the answers to a known and an unknown address cost the same number of comparisons', async () => {
    const email = freshEmail();
    await signUpSomebody(auth.http, { email });
    const { passwords } = auth.dependencies;
    const verify = passwords.verify;
    let comparisons = 0;
    passwords.verify = async (...parameters) => {
      comparisons += 1;
      return await verify(...parameters);
    };
    try {
      for (const address of [email, 'nobody@example.com', 'no address']) {
        comparisons = 0;
        await logIn({ email: address, password: 'not the password' });
        assert.equal(comparisons, 1, address);
      }
    } finally {
      passwords.verify = verify;
    }
  });
});
