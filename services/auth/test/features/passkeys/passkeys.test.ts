import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { Authenticator, type Tampering } from '../../authenticator.ts';
import {
  type AuthWithMail,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuthWithMail,
  type Tokens,
} from '../../support.ts';

const origin = 'https://app.example';
type Options = {
  challenge: string;
  rp: { id: string };
  user: { id: string };
  excludeCredentials: { id: string }[];
};

describe('passkeys', () => {
  let auth: AuthWithMail;
  before(async () => {
    auth = await startAuthWithMail((config) => ({
      ...config,
      passkeys: { rpId: 'app.example', origins: [origin] },
    }));
  });
  after(() => auth.close());

  const post = <Body>(path: string, token: string | undefined, body?: unknown) =>
    auth.http.post<Body & Problem>(`/api/auth/passkeys/${path}`, {
      ...(token === undefined ? {} : { token }),
      ...(body === undefined ? {} : { body }),
    });
  const options = async (token: string) =>
    (await post<Options>('register/options', token, { password })).body;
  const register = async (token: string, device: Authenticator, tampering: Tampering = {}) =>
    post<{ id: string }>('register', token, {
      response: device.create(await options(token), tampering),
      label: 'Phone',
    });
  const loginOptions = async () => (await post<Options>('login/options', undefined)).body;
  const logIn = async (device: Authenticator, tampering: Tampering = {}) =>
    post<Tokens>('login', undefined, { response: device.get(await loginOptions(), tampering) });
  const somebody = async () => {
    const email = freshEmail();
    const tokens = await signUpSomebody(auth.http, { email });
    const device = new Authenticator(origin);
    const registered = await register(tokens.accessToken, device);
    assert.equal(registered.status, 201, registered.text);
    return { email, device, ...tokens };
  };

  test('a registered passkey logs in without a password and without saying who one is, and the owner is told', async () => {
    const person = await somebody();
    const response = await logIn(person.device);
    assert.equal(response.status, 200, response.text);
    assert.equal(response.body.user.id, person.user.id);
    assert.deepEqual(decodeJwt(response.body.accessToken).amr, ['swk', 'mfa']);
    assert.match((await auth.mail.next(person.email)).text, /new passkey/);
  });

  test('adding a passkey takes the password, and one authenticator is added once', async () => {
    const { accessToken, device } = await somebody();
    assert.equal((await post('register/options', accessToken, {})).body.code, 'step_up_required');
    assert.equal((await post('register/options', accessToken, { password: 'a wrong guess' })).status, 401);
    const again = await options(accessToken);
    assert.deepEqual(
      again.excludeCredentials.map(({ id }) => id),
      [device.id.toString('base64url')],
    );
    assert.equal((await register(accessToken, device)).body.code, 'passkey_refused');
  });

  const lies: [string, Tampering][] = [
    ['from another origin', { origin: 'https://evil.example' }],
    ['for another domain', { rpId: 'evil.example' }],
    ['without a finger, face or PIN', { flags: 0x01 }],
    ['without anybody present', { flags: 0x04 }],
    ['of another kind', { type: 'webauthn.other' }],
  ];
  for (const [what, tampering] of lies) {
    test(`an answer ${what} is refused, when a passkey is added and when it logs in`, async () => {
      const { accessToken, device } = await somebody();
      assert.equal(
        (await register(accessToken, new Authenticator(origin), tampering)).body.code,
        'passkey_refused',
      );
      assert.equal((await logIn(device, tampering)).body.code, 'passkey_refused');
      assert.equal((await logIn(device)).status, 200);
    });
  }

  test('an answer counts once, and only for five minutes', async () => {
    const { device } = await somebody();
    const response = device.get(await loginOptions());
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post('login', undefined, { response })),
    );
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
    const late = device.get(await loginOptions());
    auth.backing.clock.advance(5 * 60_000);
    assert.equal((await post('login', undefined, { response: late })).status, 401);
  });

  test('the challenge of one person’s registration is nothing for another, and nothing for a login', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const device = new Authenticator(origin);
    const stolen = device.create(await options(one.accessToken));
    assert.equal((await post('register', other.accessToken, { response: stolen, label: 'x' })).status, 401);
    const crossed = one.device.get(await options(one.accessToken));
    assert.equal((await post('login', undefined, { response: crossed })).status, 401);
  });

  test('a counter that goes back gives a copied authenticator away', async () => {
    const { device } = await somebody();
    assert.equal((await logIn(device)).status, 200);
    assert.equal((await logIn(device)).status, 200);
    assert.equal((await logIn(device, { counter: 1 })).body.code, 'passkey_refused');
  });

  test('a lock of the password does not lock the passkey; a disabled account stays shut', async () => {
    const { email, device, user } = await somebody();
    for (let time = 0; time < 6; time += 1) {
      await auth.http.post('/api/auth/login', { body: { email, password: 'a wrong guess' } });
    }
    assert.equal((await logIn(device)).status, 200);
    await auth.dependencies.db
      .updateTable('users')
      .set({ disabled_at: new Date() })
      .where('id', '=', user.id)
      .execute();
    assert.equal((await logIn(device)).status, 401);
  });

  test('a removed passkey logs in no more; nobody can remove that of another', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const id = one.device.id.toString('base64url');
    assert.equal((await post('remove', other.accessToken, { id, password })).status, 404);
    assert.equal((await post('remove', one.accessToken, { id })).status, 403);
    const listed = await auth.http.get<{ items: { id: string; label: string }[] }>('/api/auth/passkeys', {
      token: one.accessToken,
    });
    assert.deepEqual(
      listed.body.items.map((item) => [item.id, item.label]),
      [[id, 'Phone']],
    );
    assert.equal((await post('remove', one.accessToken, { id, password })).status, 204);
    assert.equal((await logIn(one.device)).status, 401);
  });

  test('400: what is no answer of an authenticator is refused', async () => {
    for (const body of [{}, { response: 'x' }, { response: { id: 'x' } }, { response: null }]) {
      assert.equal((await post('login', undefined, body)).status, 400);
    }
    const garbage = { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' };
    const { device } = await somebody();
    const id = device.id.toString('base64url');
    const response = { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: garbage };
    assert.equal((await post('login', undefined, { response })).status, 401);
  });
});
