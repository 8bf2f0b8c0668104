import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import {
  type AuthBacking,
  type AuthInstance,
  createBacking,
  type Problem,
  signUpSomebody,
  startInstance,
  type Tokens,
} from '../../support.ts';

const secondMs = 1000;
const dayMs = 86_400_000;

describe('POST /api/auth/refresh', () => {
  let backing: AuthBacking;
  let auth: AuthInstance;
  let other: AuthInstance;
  before(async () => {
    backing = await createBacking();
    auth = await startInstance(backing);
    other = await startInstance(backing);
  });
  after(async () => {
    await auth.close();
    await other.close();
    await backing.close();
  });

  const refresh = (refreshToken: unknown, instance = auth) =>
    instance.http.post<Tokens & Problem>('/api/auth/refresh', { body: { refreshToken } });
  const me = (token: string) => auth.http.get('/api/users/me', { token });

  describe('200', () => {
    test('yields a new pair of tokens for the same session, and the old refresh token is replaced', async () => {
      const first = await signUpSomebody(auth.http);
      const response = await refresh(first.refreshToken);
      assert.equal(response.status, 200);
      assert.notEqual(response.body.refreshToken, first.refreshToken);
      assert.equal(decodeJwt(response.body.accessToken).sid, decodeJwt(first.accessToken).sid);
      assert.equal((await me(response.body.accessToken)).status, 200);
      assert.equal((await refresh(response.body.refreshToken)).status, 200);
    });

    test('30 racers over two instances all get one and the same successor, and the session lives on', async () => {
      const { refreshToken } = await signUpSomebody(auth.http);
      const responses = await Promise.all(
        Array.from({ length: 30 }, (_, index) => refresh(refreshToken, index % 2 ? auth : other)),
      );
      assert.deepEqual([...new Set(responses.map((response) => response.status))], [200]);
      const successors = new Set(responses.map((response) => response.body.refreshToken));
      assert.equal(successors.size, 1);
      assert.equal((await refresh([...successors][0])).status, 200);
    });

    test('repeating after a lost answer works until the grace is over', async () => {
      const { refreshToken } = await signUpSomebody(auth.http);
      const first = await refresh(refreshToken);
      backing.clock.advance(59 * secondMs);
      const repeated = await refresh(refreshToken);
      assert.equal(repeated.status, 200);
      assert.equal(repeated.body.refreshToken, first.body.refreshToken);
    });

    test('an instance whose clock is a few seconds behind gives a racer the same successor', async () => {
      const { refreshToken } = await signUpSomebody(auth.http);
      const first = await refresh(refreshToken);
      backing.clock.advance(-5 * secondMs);
      const repeated = await refresh(refreshToken, other);
      backing.clock.advance(5 * secondMs);
      assert.equal(repeated.body.refreshToken, first.body.refreshToken);
    });

    test('a changed role shows in the next access token', async () => {
      const { refreshToken, user } = await signUpSomebody(auth.http);
      const roles = ['learner', 'author'];
      await auth.dependencies.db
        .updateTable('users')
        .set({ roles, is_premium: true })
        .where('id', '=', user.id)
        .execute();
      const { body } = await refresh(refreshToken);
      assert.deepEqual(decodeJwt(body.accessToken).roles, roles);
      assert.equal((body.user as Record<string, unknown>).isPremium, true);
    });

    test('a session that is used lives past 30 days, but not past 90', async () => {
      let { refreshToken } = await signUpSomebody(auth.http);
      for (const days of [29, 29, 29]) {
        backing.clock.advance(days * dayMs);
        const { status, body } = await refresh(refreshToken);
        assert.equal(status, 200);
        refreshToken = body.refreshToken;
      }
      backing.clock.advance(4 * dayMs);
      const late = await refresh(refreshToken);
      assert.equal(late.status, 401);
      assert.equal(late.body.code, 'session_expired');
    });
  });

  describe('400', () => {
    for (const [what, value] of [
      ['no token', undefined],
      ['a number', 5],
      ['a list', ['x']],
      ['a huge text', 'x'.repeat(5000)],
      ['NUL', 'lmr_\0'],
    ] as const) {
      test(`refuses ${what}`, async () => {
        assert.equal((await refresh(value)).status, 400);
      });
    }
  });

  describe('401', () => {
    test('a replaced token after the grace ends the session, and its successor with it', async () => {
      const { refreshToken, accessToken } = await signUpSomebody(auth.http);
      const { body } = await refresh(refreshToken);
      backing.clock.advance(61 * secondMs);
      const reused = await refresh(refreshToken);
      assert.equal(reused.status, 401);
      assert.equal(reused.body.code, 'refresh_token_reused');
      const successor = await refresh(body.refreshToken);
      assert.equal(successor.status, 401);
      assert.equal(successor.body.code, 'session_ended');
      assert.equal((await me(accessToken)).status, 401);
      assert.equal((await me(body.accessToken)).status, 401);
    });

    test('the grace covers one generation: the token before the previous one ends the session at once', async () => {
      const { refreshToken } = await signUpSomebody(auth.http);
      const second = await refresh(refreshToken);
      const third = await refresh(second.body.refreshToken);
      assert.equal((await refresh(refreshToken)).body.code, 'refresh_token_reused');
      assert.equal((await refresh(third.body.refreshToken)).status, 401);
    });

    test('a session that was idle for 30 days is over, and a clock set back does not revive it', async () => {
      const { refreshToken } = await signUpSomebody(auth.http);
      backing.clock.advance(31 * dayMs);
      assert.equal((await refresh(refreshToken)).body.code, 'session_expired');
      backing.clock.advance(-20 * dayMs);
      assert.equal((await refresh(refreshToken)).body.code, 'session_ended');
    });

    test('what is no refresh token of ours is refused alike, without a look into the database', async () => {
      const { accessToken, refreshToken } = await signUpSomebody(auth.http);
      const texts = [
        accessToken.slice(0, 256),
        `lmr_${'A'.repeat(86)}`,
        refreshToken.slice(0, -1),
        `${refreshToken}=`,
        ` ${refreshToken}`,
        refreshToken.toLowerCase(),
        'x',
      ];
      const before = auth.log.lines.filter((line) => line.msg === 'query').length;
      for (const text of texts) {
        const response = await refresh(text);
        assert.equal(response.status, 401, text);
        assert.equal(response.body.code, 'refresh_token_invalid');
      }
      assert.equal(auth.log.lines.filter((line) => line.msg === 'query').length, before);
      assert.equal((await refresh(refreshToken)).status, 200);
    });

    test('a refresh that races a logout leaves no usable token, in any of 40 rounds', async () => {
      for (let round = 0; round < 40; round += 1) {
        const { refreshToken, accessToken } = await signUpSomebody(auth.http);
        const [refreshed] = await Promise.all([
          refresh(refreshToken, round % 2 ? auth : other),
          auth.http.post('/api/auth/logout', { token: accessToken }),
        ]);
        const tokens = [accessToken, refreshed.body.accessToken].filter((token) => token !== undefined);
        for (const token of tokens) assert.equal((await me(token)).status, 401);
        assert.equal((await refresh(refreshed.body.refreshToken ?? refreshToken)).status, 401);
      }
    });
  });

  test('the database holds nothing that would open a session', async () => {
    const { refreshToken } = await signUpSomebody(auth.http);
    const { body } = await refresh(refreshToken);
    const rows = await auth.dependencies.db.selectFrom('sessions').selectAll().execute();
    const keys = await auth.dependencies.db.selectFrom('signing_keys').selectAll().execute();
    const dump = JSON.stringify([rows, keys], (_key, value) => {
      const isBuffer = typeof value === 'object' && value !== null && value.type === 'Buffer';
      return isBuffer ? Buffer.from(value.data).toString('latin1') : value;
    });
    for (const token of [refreshToken, body.refreshToken]) {
      assert.ok(!dump.includes(token.slice(4)));
      assert.ok(
        !dump.includes(Buffer.from(token.slice(4), 'base64url').subarray(16).toString('latin1').slice(0, 8)),
      );
    }
    assert.ok(!dump.includes('"d":'));
  });
});
