import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import {
  type AuthInstance,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuth,
  type Tokens,
} from '../../support.ts';

type Users = {
  items: { id: string; email: string; isDisabled: boolean; roles: string[] }[];
  nextCursor: string | null;
};
type Audit = { items: { action: string; userId: string; detail: Record<string, unknown> }[] };

describe('/internal/admin', () => {
  let auth: AuthInstance;
  let admin: Tokens;
  before(async () => {
    auth = await startAuth();
    const { user, refreshToken } = await signUpSomebody(auth.http, { email: 'admin@example.com' });
    await auth.dependencies.db
      .updateTable('users')
      .set({ roles: ['learner', 'admin'] })
      .where('id', '=', user.id)
      .execute();
    admin = (await auth.http.post<Tokens>('/api/auth/refresh', { body: { refreshToken } })).body;
  });
  after(() => auth.close());

  const as = (token: string) => ({
    patch: (id: string, body: unknown) =>
      auth.http.patch<Problem>(`/internal/admin/users/${id}`, { token, body }),
    post: (path: string) => auth.http.post<Problem>(`/internal/admin/users/${path}`, { token }),
    users: (query: string) => auth.http.get<Users & Problem>(`/internal/admin/users${query}`, { token }),
    audit: (query: string) => auth.http.get<Audit>(`/internal/admin/audit${query}`, { token }),
  });
  const logIn = (email: string, secret = password) =>
    auth.http.post<Tokens>('/api/auth/login', { body: { email, password: secret } });
  const somebody = async () => {
    const email = freshEmail();
    return { email, ...(await signUpSomebody(auth.http, { email })) };
  };
  const nobody = '01890000-0000-7000-8000-000000000000';

  test('401 and 403: without a token, and with one of a person who is no administrator, nothing is shown or changed', async () => {
    const person = await somebody();
    const calls = (token?: string) => {
      const options = token === undefined ? {} : { token };
      return Promise.all([
        auth.http.get('/internal/admin/users', options),
        auth.http.get('/internal/admin/audit', options),
        auth.http.patch(`/internal/admin/users/${person.user.id}`, { ...options, body: { isPremium: true } }),
        auth.http.post(`/internal/admin/users/${person.user.id}/unlock`, options),
        auth.http.post(`/internal/admin/users/${person.user.id}/sign-out`, options),
      ]);
    };
    for (const response of await calls()) assert.equal(response.status, 401);
    for (const response of await calls(person.accessToken)) assert.equal(response.status, 403);
  });

  test('GET users 200: finds somebody by any spelling of the address, and lists everybody page by page', async () => {
    const person = await somebody();
    const found = await as(admin.accessToken).users(
      `?email=${encodeURIComponent(person.email.toUpperCase())}`,
    );
    assert.deepEqual(
      found.body.items.map((item) => item.id),
      [person.user.id],
    );
    assert.deepEqual((await as(admin.accessToken).users('?email=nothing')).body.items, []);
    const seen: string[] = [];
    let query = '?limit=2';
    for (;;) {
      const { items, nextCursor } = (await as(admin.accessToken).users(query)).body;
      seen.push(...items.map((item) => item.id));
      if (nextCursor === null) break;
      query = `?limit=2&cursor=${nextCursor}`;
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.includes(person.user.id) && seen.includes(admin.user.id));
    assert.ok(!found.text.includes('$2b$'));
  });

  test('PATCH 204: a disabled person is out at once and cannot come back until enabled', async () => {
    const person = await somebody();
    assert.equal((await as(admin.accessToken).patch(person.user.id, { isDisabled: true })).status, 204);
    assert.equal((await auth.http.get('/api/users/me', { token: person.accessToken })).status, 401);
    const { refreshToken } = person;
    assert.equal((await auth.http.post('/api/auth/refresh', { body: { refreshToken } })).status, 401);
    assert.equal((await logIn(person.email)).status, 401);
    await as(admin.accessToken).patch(person.user.id, { isDisabled: false });
    assert.equal((await logIn(person.email)).status, 200);
  });

  test('PATCH 204: premium is told to the other services, roles show in the next access token', async () => {
    const person = await somebody();
    const change = { isPremium: true, roles: ['learner', 'author'] };
    assert.equal((await as(admin.accessToken).patch(person.user.id, change)).status, 204);
    const events = await auth.dependencies.db
      .selectFrom('outbox')
      .select('payload')
      .where('name', '=', 'user.updated')
      .execute();
    assert.ok(
      events.some(
        (event) =>
          JSON.stringify(event.payload).includes(person.user.id) &&
          (event.payload as { isPremium: boolean }).isPremium,
      ),
    );
    const { refreshToken } = person;
    const { body } = await auth.http.post<Tokens>('/api/auth/refresh', { body: { refreshToken } });
    assert.deepEqual(decodeJwt(body.accessToken).roles, ['learner', 'author']);
  });

  test('POST unlock 204: lets a locked person in again', async () => {
    const person = await somebody();
    for (let time = 0; time < 5; time += 1) await logIn(person.email, 'a wrong guess');
    assert.equal((await logIn(person.email)).status, 429);
    assert.equal((await as(admin.accessToken).post(`${person.user.id}/unlock`)).status, 204);
    assert.equal((await logIn(person.email)).status, 200);
  });

  test('POST sign-out 204: ends every session of the person', async () => {
    const person = await somebody();
    assert.equal((await as(admin.accessToken).post(`${person.user.id}/sign-out`)).status, 204);
    assert.equal((await auth.http.get('/api/users/me', { token: person.accessToken })).status, 401);
  });

  test('GET audit 200: every act stands in the log with who did it', async () => {
    const person = await somebody();
    await as(admin.accessToken).patch(person.user.id, { isPremium: true, isDisabled: true });
    const { items } = (await as(admin.accessToken).audit(`?userId=${person.user.id}`)).body;
    assert.deepEqual(
      items.map((item) => item.action),
      ['account.premium_changed', 'account.disabled', 'account.registered'],
    );
    assert.equal(items[0]?.detail.by, admin.user.id);
  });

  test('400 and 404: a wrong id, an unknown role and a person who does not exist', async () => {
    const { patch, post } = as(admin.accessToken);
    assert.equal((await patch('not-an-id', { isPremium: true })).status, 400);
    assert.equal((await patch(nobody, { roles: ['root'] })).status, 400);
    assert.equal((await patch(nobody, { isPremium: true })).status, 404);
    assert.equal((await post(`${nobody}/unlock`)).status, 404);
    assert.equal((await post(`${nobody}/sign-out`)).status, 404);
  });
});

test('every route but the public ones asks for a token', async () => {
  const auth = await startAuth();
  const open = new Set([
    'POST /api/auth/signup',
    'POST /api/auth/login',
    'POST /api/auth/refresh',
    'POST /api/auth/anonymous',
    'POST /api/auth/email/verify',
    'POST /api/auth/email/resend',
    'POST /api/auth/password/forgot',
    'POST /api/auth/password/reset',
    'POST /api/auth/mfa/verify',
    'POST /api/auth/passkeys/login/options',
    'POST /api/auth/passkeys/login',
    'POST /api/auth/email/change/confirm',
    'POST /api/auth/oidc/{provider}/start',
    'POST /api/auth/oidc/{provider}/finish',
    'POST /api/auth/account/export/download',
    'POST /internal/oauth/token',
    'GET /.well-known/jwks.json',
  ]);
  try {
    const { body } = await auth.http.get<{ paths: Record<string, Record<string, unknown>> }>(
      '/internal/openapi.json',
    );
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
    );
    assert.ok(routes.length > 20);
    for (const [method, path] of routes) {
      if (open.has(`${method} ${path}`)) continue;
      const url = path.replace(/\{[^}]+\}/g, '01890000-0000-7000-8000-000000000000');
      const { status } = await auth.http.request(method, url, method === 'GET' ? {} : { body: {} });
      assert.equal(status, 401, `${method} ${path}`);
    }
  } finally {
    await auth.close();
  }
});
