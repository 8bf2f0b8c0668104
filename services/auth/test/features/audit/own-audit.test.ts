import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type AuthInstance, freshEmail, password, signUpSomebody, startAuth } from '../../support.ts';

type Page = { items: { action: string; userId: string; network: string }[]; nextCursor: string | null };

describe('GET /api/auth/audit', () => {
  let auth: AuthInstance;
  before(async () => {
    auth = await startAuth();
  });
  after(() => auth.close());

  const page = (token: string, query = '') => auth.http.get<Page>(`/api/auth/audit${query}`, { token });

  test('200: people see what happened to their own account, and only that, page by page', async () => {
    const email = freshEmail();
    const mine = await signUpSomebody(auth.http, { email });
    await signUpSomebody(auth.http);
    for (let time = 0; time < 3; time += 1)
      await auth.http.post('/api/auth/login', { body: { email, password } });
    const first = await page(mine.accessToken, '?limit=3');
    assert.equal(first.status, 200);
    assert.deepEqual(
      first.body.items.map((item) => item.action),
      Array<string>(3).fill('login.succeeded'),
    );
    const second = await page(mine.accessToken, `?limit=3&cursor=${first.body.nextCursor}`);
    assert.deepEqual(
      second.body.items.map((item) => item.action),
      ['account.registered'],
    );
    assert.equal(second.body.nextCursor, null);
    for (const item of [...first.body.items, ...second.body.items]) assert.equal(item.userId, mine.user.id);
    assert.ok(!first.text.includes(email));
  });

  test('400: a cursor that is none of ours, and a limit beyond bounds, are refused', async () => {
    const { accessToken } = await signUpSomebody(auth.http);
    for (const query of ['?cursor=nonsense', '?limit=-1', '?limit=1000', '?limit=1&limit=2', '?foreign=1']) {
      assert.equal((await page(accessToken, query)).status, 400, query);
    }
  });

  test('401: nobody else may look', async () => {
    assert.equal((await auth.http.get('/api/auth/audit')).status, 401);
  });
});
