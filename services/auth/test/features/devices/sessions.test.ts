import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import {
  type AuthInstance,
  freshEmail,
  password,
  signUpSomebody,
  startAuth,
  type Tokens,
} from '../../support.ts';

type Device = { id: string; deviceLabel: string; network: string; isCurrent: boolean };

describe('/api/auth/sessions', () => {
  let auth: AuthInstance;
  before(async () => {
    auth = await startAuth();
  });
  after(() => auth.close());

  /** A person with three sessions; the first one asks. */
  const threeSessions = async () => {
    const email = freshEmail();
    const first = await signUpSomebody(auth.http, { email, deviceName: 'Phone' });
    const logIn = async (userAgent: string) => {
      const response = await auth.http.post<Tokens>('/api/auth/login', {
        body: { email, password },
        headers: { 'user-agent': userAgent, 'x-forwarded-for': '203.0.113.77' },
      });
      return response.body;
    };
    const second = await logIn('Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0');
    return [first, second, await logIn('curl/8.5.0')] as const;
  };
  const sidOf = ({ accessToken }: Tokens) => String(decodeJwt(accessToken).sid);
  const isIn = async ({ accessToken }: Tokens) =>
    (await auth.http.get('/api/users/me', { token: accessToken })).status === 200;
  const alive = async (sessions: readonly Tokens[]) => await Promise.all(sessions.map(isIn));

  describe('GET 200', () => {
    test('lists the devices of the person, says which one asks, and shows neither tokens nor full addresses', async () => {
      const [first, second, third] = await threeSessions();
      const response = await auth.http.get<{ items: Device[] }>('/api/auth/sessions', {
        token: first.accessToken,
      });
      assert.equal(response.status, 200);
      const { items } = response.body;
      assert.deepEqual(items.map((item) => item.id).sort(), [first, second, third].map(sidOf).sort());
      const byId = new Map(items.map((item) => [item.id, item]));
      assert.equal(byId.get(sidOf(first))?.isCurrent, true);
      assert.equal(byId.get(sidOf(second))?.isCurrent, false);
      assert.equal(byId.get(sidOf(first))?.deviceLabel, 'Phone');
      assert.equal(byId.get(sidOf(second))?.deviceLabel, 'Firefox on Linux');
      assert.equal(byId.get(sidOf(third))?.network, '203.0.113.0/24');
      for (const secret of [first.refreshToken, second.refreshToken, '203.0.113.77', 'hash']) {
        assert.ok(!response.text.includes(secret), secret);
      }
    });
  });

  describe('DELETE one 204', () => {
    test('ends exactly that session, and ending it again is no error', async () => {
      const sessions = await threeSessions();
      const [first, second] = sessions;
      for (const _time of [1, 2]) {
        const response = await auth.http.delete(`/api/auth/sessions/${sidOf(second)}`, {
          token: first.accessToken,
        });
        assert.equal(response.status, 204);
      }
      assert.deepEqual(await alive(sessions), [true, false, true]);
      const refreshed = await auth.http.post('/api/auth/refresh', {
        body: { refreshToken: second.refreshToken },
      });
      assert.equal(refreshed.status, 401);
    });
  });

  describe('DELETE one 404', () => {
    test('the session of another person does not exist, and is not ended', async () => {
      const [mine] = await threeSessions();
      const [theirs] = await threeSessions();
      const foreign = await auth.http.delete(`/api/auth/sessions/${sidOf(theirs)}`, {
        token: mine.accessToken,
      });
      const missing = await auth.http.delete('/api/auth/sessions/01890000-0000-7000-8000-000000000000', {
        token: mine.accessToken,
      });
      assert.equal(foreign.status, 404);
      const withoutId = ({ requestId: _id, ...body }: Record<string, unknown>) => body;
      assert.deepEqual(withoutId(foreign.body), withoutId(missing.body));
      assert.equal(await isIn(theirs), true);
    });
  });

  describe('DELETE one 400', () => {
    test('an id that is none is refused', async () => {
      const [mine] = await threeSessions();
      const response = await auth.http.delete("/api/auth/sessions/1' or '1'='1", { token: mine.accessToken });
      assert.equal(response.status, 400);
    });
  });

  describe('POST revoke-others 204', () => {
    test('ends all but the session that asks, twice without complaint', async () => {
      const sessions = await threeSessions();
      for (const _time of [1, 2]) {
        const response = await auth.http.post('/api/auth/sessions/revoke-others', {
          token: sessions[0].accessToken,
        });
        assert.equal(response.status, 204);
      }
      assert.deepEqual(await alive(sessions), [true, false, false]);
    });
  });

  describe('DELETE all 204', () => {
    test('ends every session of the person and nobody else’s', async () => {
      const sessions = await threeSessions();
      const [stranger] = await threeSessions();
      const response = await auth.http.delete('/api/auth/sessions', { token: sessions[1].accessToken });
      assert.equal(response.status, 204);
      assert.deepEqual(await alive([...sessions, stranger]), [false, false, false, true]);
    });
  });

  describe('401', () => {
    test('without a live session nothing is listed and nothing is ended', async () => {
      const [first] = await threeSessions();
      await auth.http.delete('/api/auth/sessions', { token: first.accessToken });
      for (const token of [undefined, first.accessToken]) {
        const options = token === undefined ? {} : { token };
        assert.equal((await auth.http.get('/api/auth/sessions', options)).status, 401);
        assert.equal((await auth.http.delete('/api/auth/sessions', options)).status, 401);
        assert.equal((await auth.http.post('/api/auth/sessions/revoke-others', options)).status, 401);
        assert.equal((await auth.http.delete(`/api/auth/sessions/${sidOf(first)}`, options)).status, 401);
      }
    });
  });
});
