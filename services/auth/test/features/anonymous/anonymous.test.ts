import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { codeIn, tokenIn } from '../../mailbox.ts';
import {
  type AuthInstance,
  type AuthWithMail,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuthWithMail,
  startInstance,
  type Tokens,
} from '../../support.ts';

type Person = Tokens & { user: { isAnonymous: boolean; targetLanguage: string | null } };

describe('anonymous learners', () => {
  let auth: AuthWithMail;
  let verified: AuthInstance;
  before(async () => {
    auth = await startAuthWithMail();
    verified = await startInstance(auth.backing, (config) => ({ ...config, signupMode: 'verified' }));
  });
  after(async () => {
    await verified.close();
    await auth.close();
  });

  const begin = async (body?: unknown) =>
    auth.http.post<Person & Problem>('/api/auth/anonymous', body === undefined ? {} : { body });
  const upgrade = (token: string, body: Record<string, unknown>, http = auth.http) =>
    http.post<Person & Problem & { signupId: string }>('/api/auth/upgrade', {
      token,
      body: { password, name: 'Ana', ...body },
    });
  const me = (token: string) => auth.http.get<Person['user']>('/api/users/me', { token });

  test('POST /api/auth/anonymous 201: somebody can learn at once, and the other services hear of them', async () => {
    for (const body of [undefined, { targetLanguage: 'fr' }]) {
      const response = await begin(body);
      assert.equal(response.status, 201);
      assert.equal(response.body.user.isAnonymous, true);
      assert.equal(response.body.user.email, null);
      assert.deepEqual(decodeJwt(response.body.accessToken).amr, ['anon']);
      assert.equal((await me(response.body.accessToken)).status, 200);
      const { refreshToken } = response.body;
      assert.equal((await auth.http.post('/api/auth/refresh', { body: { refreshToken } })).status, 200);
    }
    const events = await auth.dependencies.db
      .selectFrom('outbox')
      .select('payload')
      .where('name', '=', 'user.registered')
      .execute();
    assert.ok(events.every((event) => (event.payload as { isAnonymous: boolean }).isAnonymous));
  });

  test('POST /api/auth/anonymous 400: unknown fields are refused', async () => {
    assert.equal((await begin({ isPremium: true })).status, 400);
  });

  test('POST /api/auth/upgrade 200: the same user keeps everything, under a session with a new id', async () => {
    const { body: anonymous } = await begin({ targetLanguage: 'fr' });
    const email = freshEmail();
    const response = await upgrade(anonymous.accessToken, { email });
    assert.equal(response.status, 200);
    assert.equal(response.body.user.id, anonymous.user.id);
    assert.equal(response.body.user.isAnonymous, false);
    assert.equal(response.body.user.targetLanguage, 'fr');
    assert.notEqual(decodeJwt(response.body.accessToken).sid, decodeJwt(anonymous.accessToken).sid);
    assert.equal((await me(anonymous.accessToken)).status, 401);
    assert.equal((await auth.http.post('/api/auth/login', { body: { email, password } })).status, 200);
  });

  test('POST /api/auth/upgrade 409: a known address is not taken over, and a full account has nothing to upgrade', async () => {
    const email = freshEmail();
    const full = await signUpSomebody(auth.http, { email });
    const { body: anonymous } = await begin();
    const taken = await upgrade(anonymous.accessToken, { email });
    assert.equal(taken.body.code, 'email_taken');
    assert.equal((await me(anonymous.accessToken)).body.isAnonymous, true);
    const again = await upgrade(full.accessToken, { email: freshEmail() });
    assert.equal(again.status, 409);
    assert.equal(again.body.code, 'not_anonymous');
  });

  test('POST /api/auth/upgrade 202: where addresses must be proven, the code upgrades the same user', async () => {
    const { body: anonymous } = await begin({ targetLanguage: 'fr' });
    const email = freshEmail();
    const response = await upgrade(anonymous.accessToken, { email }, verified.http);
    assert.equal(response.status, 202);
    assert.equal((await me(anonymous.accessToken)).body.isAnonymous, true);
    const code = codeIn(await auth.mail.next(email));
    const proof = { signupId: response.body.signupId, code };
    const proven = await auth.http.post<Person>('/api/auth/email/verify', { body: proof });
    assert.equal(proven.body.user.id, anonymous.user.id);
    assert.equal(proven.body.user.targetLanguage, 'fr');
    assert.equal((await me(anonymous.accessToken)).status, 401);
  });

  test('a stranger who upgrades with the address of somebody else gets nothing when the owner follows the link', async () => {
    const { body: stranger } = await begin();
    const email = freshEmail();
    await upgrade(stranger.accessToken, { email, password: 'the password of a stranger' }, verified.http);
    const token = tokenIn(await auth.mail.next(email));
    const body = { token, password: 'the owner chooses this' };
    const owner = await auth.http.post<Person>('/api/auth/email/verify', { body });
    assert.equal(owner.status, 200);
    assert.notEqual(owner.body.user.id, stranger.user.id);
    assert.equal((await me(stranger.accessToken)).body.isAnonymous, true);
  });

  test('an anonymous learner can be deleted with a login that is fresh, but not with an old session alone', async () => {
    const { body: fresh } = await begin();
    const remove = (token: string) =>
      auth.http.post<Problem>('/api/auth/account/delete', { token, body: {} });
    assert.equal((await remove(fresh.accessToken)).status, 202);
    const { body: old } = await begin();
    auth.backing.clock.advance(11 * 60_000);
    const { refreshToken } = old;
    const { body } = await auth.http.post<Tokens>('/api/auth/refresh', { body: { refreshToken } });
    assert.equal((await remove(body.accessToken)).body.code, 'step_up_required');
  });
});
