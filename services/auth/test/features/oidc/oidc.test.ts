import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { Provider } from 'oidc-provider';
import { parseProviders } from '../../../src/features/oidc/provider-config.ts';
import {
  type AuthWithMail,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuthWithMail,
  type Tokens,
} from '../../support.ts';

type Begun = { authorizationUrl: string; flowToken: string };
type Person = { email: string; email_verified: boolean | string; name?: string };
type Answer = { flowToken: string; code: string; state: string; iss?: string };

const redirectUri = 'https://app.example/oidc/callback';

describe('login by way of a real OpenID provider', () => {
  let auth: AuthWithMail;
  let server: Server;
  let issuer = '';
  const people = new Map<string, Person>();
  before(async () => {
    server = createServer((request, response) => provider.callback()(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [{ client_id: 'linguamate', client_secret: 'shared-secret', redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      conformIdTokenClaims: false,
      cookies: { keys: ['test'] },
      pkce: { required: () => true },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({
          sub: id,
          ...people.get(id),
          email_verified: people.get(id)?.email_verified as boolean,
        }),
      }),
    });
    const providers = [{ name: 'school', issuer, clientId: 'linguamate', clientSecret: 'shared-secret' }];
    auth = await startAuthWithMail((config) => ({
      ...config,
      oidc: { providers, redirectUris: [redirectUri] },
    }));
  });
  after(async () => {
    await auth.close();
    server.closeAllConnections();
    server.close();
  });

  const start = (uri = redirectUri, name = 'school') =>
    auth.http.post<Begun & Problem>(`/api/auth/oidc/${name}/start`, { body: { redirectUri: uri } });
  const finish = (answer: Record<string, unknown>, name = 'school') =>
    auth.http.post<Tokens & Problem>(`/api/auth/oidc/${name}/finish`, { body: answer });
  /** What a person does in the browser: logs in at the provider, agrees, and is sent back. */
  const visit = async (begun: Begun, login: string): Promise<Answer> => {
    const cookies = new Map<string, string>();
    let next = begun.authorizationUrl;
    for (let hop = 0; hop < 12; hop += 1) {
      if (next.startsWith(redirectUri)) {
        const { code = '', state = '', iss } = Object.fromEntries(new URL(next).searchParams);
        return { flowToken: begun.flowToken, code, state, ...(iss && { iss }) };
      }
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      let response = await fetch(next, { redirect: 'manual', headers: { cookie } });
      if (response.status === 200) {
        const page = await response.text();
        const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
        const form = new URLSearchParams({ prompt, login, password: 'x' });
        response = await fetch(next, { method: 'POST', body: form, redirect: 'manual', headers: { cookie } });
      }
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const [name = '', value = ''] = pair.split('=');
        cookies.set(name, value);
      }
      next = new URL(response.headers.get('location') ?? '', next).href;
    }
    throw new Error('the provider did not send the person back');
  };
  const logIn = async (login: string) => finish(await visit((await start()).body, login));

  test('a new person gets an account, and comes back to it by the provider’s id even under another address', async () => {
    const email = freshEmail();
    people.set('ana', { email, email_verified: true, name: 'Ana <b>García</b>' });
    const first = await logIn('ana');
    assert.equal(first.status, 200, first.text);
    assert.equal(first.body.user.email, email);
    assert.equal(first.body.user.name, 'Ana bGarcía/b');
    assert.deepEqual(decodeJwt(first.body.accessToken).amr, ['fed']);
    people.set('ana', { email: freshEmail(), email_verified: false });
    const second = await logIn('ana');
    assert.equal(second.body.user.id, first.body.user.id);
    const events = await auth.dependencies.db
      .selectFrom('outbox')
      .select('payload')
      .where('name', '=', 'user.registered')
      .execute();
    assert.equal(
      events.filter((event) => JSON.stringify(event.payload).includes(first.body.user.id)).length,
      1,
    );
  });

  test('an address that the provider has not verified opens nothing', async () => {
    const email = freshEmail();
    await signUpSomebody(auth.http, { email });
    for (const verified of [false, 'false']) {
      people.set('liar', { email, email_verified: verified });
      const response = await logIn('liar');
      assert.equal(response.status, 403);
      assert.equal(response.body.code, 'oidc_email_unverified');
    }
  });

  test('an account whose address was never proven is handed to the owner, without the password and sessions of whoever made it', async () => {
    const email = freshEmail();
    const stranger = await signUpSomebody(auth.http, { email });
    people.set('owner', { email, email_verified: true });
    const owner = await logIn('owner');
    assert.equal(owner.status, 200);
    assert.equal((await auth.http.get('/api/users/me', { token: stranger.accessToken })).status, 401);
    assert.equal((await auth.http.post('/api/auth/login', { body: { email, password } })).status, 401);
  });

  test('an account whose address was proven keeps its password, and its owner is told', async () => {
    const email = freshEmail();
    const { user } = await signUpSomebody(auth.http, { email });
    await auth.dependencies.db
      .updateTable('users')
      .set({ email_verified_at: new Date() })
      .where('id', '=', user.id)
      .execute();
    people.set('linked', { email, email_verified: true });
    assert.equal((await logIn('linked')).body.user.id, user.id);
    assert.equal((await auth.http.post('/api/auth/login', { body: { email, password } })).status, 200);
    assert.match((await auth.mail.next(email)).subject, /new way to log in/);
  });

  test('a disabled account stays shut', async () => {
    const email = freshEmail();
    people.set('banned', { email, email_verified: true });
    const { body } = await logIn('banned');
    await auth.dependencies.db
      .updateTable('users')
      .set({ disabled_at: new Date() })
      .where('id', '=', body.user.id)
      .execute();
    assert.equal((await logIn('banned')).status, 401);
  });

  test('an answer works once, also when it comes twenty times at once', async () => {
    people.set('eager', { email: freshEmail(), email_verified: true });
    const answer = await visit((await start()).body, 'eager');
    const responses = await Promise.all(Array.from({ length: 20 }, () => finish(answer)));
    assert.equal(responses.filter((response) => response.status === 200).length, 1);
    for (const response of responses.filter((other) => other.status !== 200)) {
      assert.equal(response.body.code, 'oidc_refused');
    }
  });

  test('an answer is refused in another app, with another state, code or issuer, and after ten minutes', async () => {
    people.set('victim', { email: freshEmail(), email_verified: true });
    const fresh = async () => visit((await start()).body, 'victim');
    const other = (await start()).body;
    for (const change of [
      { flowToken: other.flowToken },
      { state: 'another-state' },
      { code: 'another-code' },
      { iss: 'https://evil.example' },
    ]) {
      const response = await finish({ ...(await fresh()), ...change });
      assert.equal(response.status, 401, JSON.stringify(change));
      assert.equal(response.body.code, 'oidc_refused');
    }
    const late = await fresh();
    auth.backing.clock.advance(10 * 60_000);
    assert.equal((await finish(late)).status, 401);
  });

  test('people are sent back only to the configured addresses, to the letter', async () => {
    for (const uri of [
      `${redirectUri}/`,
      `${redirectUri}?x=1`,
      'https://app.example.evil.com/oidc/callback',
      'https://app.example/oidc/../oidc/callback',
      'javascript:alert(1)',
    ]) {
      const response = await start(uri);
      assert.equal(response.status, 400, uri);
    }
    assert.equal((await start(redirectUri, 'unknown')).status, 404);
  });

  test('the request to the provider carries PKCE (S256), state and nonce', async () => {
    const { authorizationUrl } = (await start()).body;
    const { searchParams } = new URL(authorizationUrl);
    assert.equal(searchParams.get('code_challenge_method'), 'S256');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      assert.ok((searchParams.get(name) ?? '').length >= 43, name);
    }
  });
});

test('a provider needs a name, an issuer and credentials; the well-known ones have their issuer already', () => {
  const [google] = parseProviders('[{"name":"google","clientId":"x","clientSecret":"y"}]');
  assert.equal(google?.issuer, 'https://accounts.google.com');
  for (const text of [
    'no json',
    '{}',
    '[{"name":"x"}]',
    '[{"name":"x","clientId":"secret-id","clientSecret":"y"}]',
  ]) {
    assert.throws(
      () => parseProviders(text),
      (error: Error) => !error.message.includes('secret-id'),
    );
  }
});
