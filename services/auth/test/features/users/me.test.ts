import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTestIssuer } from '@linguamate/shared/testing/identity';
import { type Problem, signUpSomebody, startAuth } from '../../support.ts';

type User = { id: string; name: string; updatedAt: string } & Record<string, unknown>;

describe('/api/users/me', () => {
  let auth: Awaited<ReturnType<typeof startAuth>>;
  before(async () => {
    auth = await startAuth();
  });
  after(() => auth.close());

  const get = (token: string, headers: Record<string, string> = {}) =>
    auth.http.get<User & Problem>('/api/users/me', { token, headers });
  const patch = (token: string, body: unknown, headers: Record<string, string> = {}) =>
    auth.http.patch<User & Problem>('/api/users/me', { token, body, headers });

  describe('GET 200', () => {
    test('shows the person their profile and nothing of the password', async () => {
      const { accessToken, user } = await signUpSomebody(auth.http);
      const response = await get(accessToken);
      assert.equal(response.status, 200);
      assert.deepEqual(response.body, user);
      assert.deepEqual(
        Object.keys(response.body).filter((key) => /pass|hash|version/i.test(key)),
        [],
      );
      assert.match(response.headers.get('cache-control') ?? '', /private/);
    });
  });

  describe('GET 304', () => {
    test('saves the body while nothing has changed', async () => {
      const { accessToken } = await signUpSomebody(auth.http);
      const etag = (await get(accessToken)).headers.get('etag') ?? '';
      assert.equal((await get(accessToken, { 'if-none-match': etag })).status, 304);
      await patch(accessToken, { name: 'Eva' });
      assert.equal((await get(accessToken, { 'if-none-match': etag })).status, 200);
    });
  });

  describe('GET 401', () => {
    test('without a token, and with one of another issuer, there is no profile', async () => {
      const missing = await auth.http.get<Problem>('/api/users/me');
      assert.equal(missing.status, 401);
      assert.equal(missing.body.code, 'unauthenticated');
      assert.match(missing.headers.get('www-authenticate') ?? '', /^Bearer/);
      const { user } = await signUpSomebody(auth.http);
      const foreign = await createTestIssuer({ clock: auth.backing.clock });
      const token = await foreign.issueToken({ sub: user.id });
      await foreign.close();
      assert.equal((await get(token)).status, 401);
    });

    test('identity headers without a token prove nothing', async () => {
      const { user } = await signUpSomebody(auth.http);
      const response = await auth.http.get('/api/users/me', {
        headers: { 'x-user-id': user.id, 'x-user-role': 'admin', 'x-forwarded-for': '127.0.0.1' },
      });
      assert.equal(response.status, 401);
    });

    test('a token with a changed signature is refused', async () => {
      const { accessToken } = await signUpSomebody(auth.http);
      const [header, payload, signature = ''] = accessToken.split('.');
      const middle = signature[40] === 'A' ? 'B' : 'A';
      const tampered = `${header}.${payload}.${signature.slice(0, 40)}${middle}${signature.slice(41)}`;
      for (const token of [tampered, `${accessToken}abc`, `${header}.${payload}.`]) {
        assert.equal((await get(token)).status, 401);
      }
    });

    test('an expired token is refused with a code of its own', async () => {
      const { accessToken } = await signUpSomebody(auth.http);
      auth.backing.clock.advance(11 * 60_000);
      const response = await get(accessToken);
      assert.equal(response.status, 401);
      assert.equal(response.body.code, 'token_expired');
    });

    test('a disabled account is out at once, although its token is valid for minutes', async () => {
      const { accessToken, user } = await signUpSomebody(auth.http);
      await auth.dependencies.db
        .updateTable('users')
        .set({ disabled_at: new Date() })
        .where('id', '=', user.id)
        .execute();
      assert.equal((await get(accessToken)).status, 401);
    });
  });

  describe('PATCH 200', () => {
    test('changes what is sent, leaves the rest, and tells the other services in the same transaction', async () => {
      const { accessToken, user } = await signUpSomebody(auth.http, { nativeLanguage: 'en' });
      auth.backing.clock.advance(1000);
      const response = await patch(accessToken, {
        targetLanguage: 'fr',
        proficiencyLevel: 'advanced',
        name: ' Ana  María ',
      });
      assert.equal(response.status, 200);
      const { updatedAt, ...rest } = response.body;
      assert.ok(updatedAt > String((user as Record<string, unknown>).updatedAt));
      const { updatedAt: _before, ...original } = user as Record<string, unknown>;
      assert.deepEqual(rest, {
        ...original,
        targetLanguage: 'fr',
        proficiencyLevel: 'advanced',
        name: 'Ana María',
      });
      const events = await auth.dependencies.db
        .selectFrom('outbox')
        .select('payload')
        .where('name', '=', 'user.updated')
        .execute();
      const mine = events
        .map((event) => event.payload as Record<string, unknown>)
        .filter((p) => p.userId === user.id);
      assert.deepEqual(mine, [
        {
          userId: user.id,
          name: 'Ana María',
          nativeLanguage: 'en',
          targetLanguage: 'fr',
          proficiencyLevel: 'advanced',
          isPremium: false,
          timeZone: 'UTC',
        },
      ]);
    });

    test('null forgets an optional field', async () => {
      const { accessToken } = await signUpSomebody(auth.http, { nativeLanguage: 'en' });
      assert.equal((await patch(accessToken, { nativeLanguage: null })).body.nativeLanguage, null);
    });
  });

  describe('PATCH 400', () => {
    for (const field of ['isPremium', 'roles', 'id', 'email', 'createdAt', 'passwordHash']) {
      test(`a person cannot set their own ${field}`, async () => {
        const { accessToken, user } = await signUpSomebody(auth.http);
        const response = await patch(accessToken, { name: 'Eva', [field]: true });
        assert.equal(response.status, 400);
        assert.deepEqual((await get(accessToken)).body, user);
      });
    }

    test('wrong values are pointed at', async () => {
      const { accessToken } = await signUpSomebody(auth.http);
      const response = await patch(accessToken, { name: '\u200b', timeZone: 'Nowhere' });
      assert.equal(response.status, 400);
      assert.deepEqual(
        response.body.errors?.map((error) => error.pointer),
        ['/name', '/timeZone'],
      );
    });
  });

  describe('PATCH 412', () => {
    test('of two changes that were made from the same version only one wins', async () => {
      const { accessToken } = await signUpSomebody(auth.http);
      const etag = (await get(accessToken)).headers.get('etag') ?? '';
      const results = await Promise.all([
        patch(accessToken, { name: 'One' }, { 'if-match': etag }),
        patch(accessToken, { name: 'Two' }, { 'if-match': etag }),
      ]);
      assert.deepEqual(results.map((result) => result.status).sort(), [200, 412]);
      assert.equal((await patch(accessToken, { name: 'Three' }, { 'if-match': '"other"' })).status, 412);
      assert.equal((await patch(accessToken, { name: 'Four' }, { 'if-match': '*' })).status, 200);
    });
  });
});
