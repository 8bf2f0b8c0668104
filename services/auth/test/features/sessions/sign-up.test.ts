import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import {
  type AuthInstance,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuth,
  type Tokens,
} from '../../support.ts';

describe('POST /api/auth/signup', () => {
  let auth: AuthInstance;
  before(async () => {
    auth = await startAuth();
  });
  after(() => auth.close());

  const signUp = (fields: Record<string, unknown>) =>
    auth.http.post<Problem>('/api/auth/signup', { body: fields });
  const valid = () => ({ email: freshEmail(), password, name: 'Ana' });

  describe('201', () => {
    test('opens an account with the fields of the profile, and everything else at its default', async () => {
      const profile = {
        nativeLanguage: 'en',
        targetLanguage: 'pt-br',
        proficiencyLevel: 'beginner',
        timeZone: 'Europe/Madrid',
      };
      const email = freshEmail();
      const response = await auth.http.post<Tokens>('/api/auth/signup', {
        body: { ...valid(), email, ...profile },
      });
      assert.equal(response.status, 201);
      const { id, createdAt, updatedAt, ...user } = response.body.user as Record<string, unknown>;
      assert.match(String(id), /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      assert.equal(createdAt, updatedAt);
      assert.deepEqual(user, {
        ...profile,
        targetLanguage: 'pt-BR',
        email,
        name: 'Ana',
        isPremium: false,
        isAnonymous: false,
        roles: ['learner'],
      });
      assert.equal(response.body.tokenType, 'Bearer');
      assert.ok(response.body.expiresIn > 500 && response.body.expiresIn <= 600);
      assert.equal(response.headers.get('cache-control'), 'no-store');
    });

    test('the access token is of type at+jwt, signed with Ed25519, and holds neither name nor address', async () => {
      const { accessToken, user } = await signUpSomebody(auth.http);
      const { kid, ...header } = decodeProtectedHeader(accessToken);
      assert.deepEqual(header, { alg: 'EdDSA', typ: 'at+jwt' });
      assert.equal(typeof kid, 'string');
      const claims = decodeJwt(accessToken);
      assert.equal(claims.sub, user.id);
      assert.deepEqual(Object.keys(claims).sort(), [
        'amr',
        'aud',
        'auth_time',
        'exp',
        'iat',
        'iss',
        'jti',
        'roles',
        'sid',
        'sub',
      ]);
    });

    test('the account and its event for the other services are written together, without the address', async () => {
      const { user } = await signUpSomebody(auth.http, { targetLanguage: 'es' });
      const events = await auth.dependencies.db
        .selectFrom('outbox')
        .selectAll()
        .where('name', '=', 'user.registered')
        .execute();
      const mine = events.filter((event) => JSON.stringify(event.payload).includes(user.id));
      assert.equal(mine.length, 1);
      assert.deepEqual(mine[0]?.payload, {
        userId: user.id,
        name: 'Ana',
        timeZone: 'UTC',
        isAnonymous: false,
        targetLanguage: 'es',
      });
    });

    test('long passwords in any script work to the last character', async () => {
      for (const long of [
        `${'пароль '.repeat(9)}я`,
        '密码'.repeat(32),
        '😀'.repeat(64),
        `  spaces around it  `,
      ]) {
        const email = freshEmail();
        await signUpSomebody(auth.http, { email, password: long });
        const right = await auth.http.post('/api/auth/login', { body: { email, password: long } });
        assert.equal(right.status, 200, long);
        const cut = await auth.http.post('/api/auth/login', {
          body: { email, password: [...long].slice(0, -1).join('') },
        });
        assert.equal(cut.status, 401, long);
      }
    });
  });

  describe('400', () => {
    const cases: [string, Record<string, unknown>][] = [
      ['no e-mail address', { email: undefined }],
      ['an empty address', { email: '' }],
      ['a text that is no address', { email: 'not an address' }],
      ['an address with a line break', { email: 'a@b.com\r\nBcc: x@y.com' }],
      ['a short password', { password: 'short' }],
      ['a password of 129 characters', { password: 'x'.repeat(129) }],
      ['no name', { name: undefined }],
      ['a blank name', { name: '  \u200b ' }],
      ['a name with markup', { name: '<script>alert(1)</script>' }],
      ['an unknown level', { proficiencyLevel: 'godlike' }],
      ['a language that is none', { targetLanguage: '12' }],
      ['a time zone that does not exist', { timeZone: 'Mars/Base' }],
      ['null for a text', { email: null }],
      ['a list for a text', { password: [password] }],
      ['a number for a text', { name: 7 }],
      ['NUL in the password', { password: 'nul\0nul\0nul' }],
      ['a lone surrogate in the password', { password: 'broken \ud800 text' }],
      ...['isPremium', 'roles', 'id', 'emailVerified', 'passwordHash', 'createdAt', '__proto__x'].map(
        (field): [string, Record<string, unknown>] => [`the foreign field ${field}`, { [field]: true }],
      ),
    ];
    for (const [what, fields] of cases) {
      test(`refuses ${what}`, async () => {
        const body = { ...valid(), ...fields };
        const response = await signUp(body);
        assert.equal(response.status, 400);
        assert.equal(response.body.code, 'validation_failed');
        assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
        const rows = await auth.dependencies.db
          .selectFrom('users')
          .select('id')
          .where('email', '=', String(body.email))
          .execute();
        assert.equal(rows.length, 0);
      });
    }

    test('points at every field that is wrong', async () => {
      const response = await signUp({ ...valid(), email: 'no-address', password: 'short' });
      assert.deepEqual(
        response.body.errors?.map((error) => error.pointer),
        ['/email', '/password'],
      );
    });
  });

  describe('409', () => {
    test('a known address is refused in every spelling', async () => {
      await signUpSomebody(auth.http, { email: 'jürgen@bücher.example' });
      for (const email of [
        'JÜRGEN@bücher.example',
        'ju\u0308rgen@xn--bcher-kva.example',
        ' jürgen@BÜCHER.example. ',
      ]) {
        const response = await signUp({ ...valid(), email });
        assert.equal(response.status, 409, email);
        assert.equal(response.body.code, 'email_taken');
      }
    });

    test('of 20 sign-ups at once with one address exactly one opens an account', async () => {
      const spellings = ['race@example.com', 'Race@Example.com', 'race＠example.com', 'RACE@example.com.'];
      const responses = await Promise.all(
        Array.from({ length: 20 }, (_, index) => signUp({ ...valid(), email: spellings[index % 4] })),
      );
      const statuses = responses.map((response) => response.status).sort();
      assert.deepEqual(statuses, [201, ...Array<number>(19).fill(409)]);
      const events = await auth.dependencies.db.selectFrom('outbox').select('payload').execute();
      const users = await auth.dependencies.db
        .selectFrom('users')
        .select('id')
        .where('email_key', '=', 'race@example.com')
        .execute();
      assert.equal(users.length, 1);
      assert.equal(
        events.filter((event) => JSON.stringify(event.payload).includes(String(users[0]?.id))).length,
        1,
      );
    });
  });

  test('neither the password nor its hash nor a token is logged', async () => {
    const { accessToken, refreshToken } = await signUpSomebody(auth.http, {
      password: 'a very secret sentence',
    });
    const text = auth.log.text();
    for (const secret of ['a very secret sentence', accessToken, refreshToken, '$2b$']) {
      assert.ok(!text.includes(secret), `the log contains ${secret.slice(0, 12)}`);
    }
  });
});
