import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { totpCode } from '../../../src/features/mfa/totp.ts';
import { Authenticator } from '../../authenticator.ts';
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

type Step = Tokens & Problem & { status: string; challengeToken: string; methods: string[] };
type Enrolled = Problem & { secret: string; url: string; recoveryCodes: string[] };

const fromBase32 = (text: string) => {
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

describe('second factor', () => {
  let auth: AuthWithMail;
  before(async () => {
    auth = await startAuthWithMail((config) => ({
      ...config,
      passkeys: { rpId: 'app.example', origins: [origin] },
    }));
  });
  after(() => auth.close());

  const post = (path: string, token: string, body: unknown) =>
    auth.http.post<Enrolled>(`/api/auth/mfa/${path}`, { token, body });
  const logIn = (email: string, from = '192.0.2.1') =>
    auth.http.post<Step>('/api/auth/login', {
      body: { email, password },
      headers: { 'x-forwarded-for': from },
    });
  const verify = (body: Record<string, unknown>) => auth.http.post<Step>('/api/auth/mfa/verify', { body });
  const nowStep = () => Math.floor(auth.backing.clock.now() / 30_000);
  /** The code of a step that nobody has used yet. */
  const nextCode = (secret: string) => {
    auth.backing.clock.advance(60_000);
    return totpCode(fromBase32(secret), nowStep());
  };
  const wrongCode = (secret: string) => {
    const near = [-1, 0, 1].map((offset) => totpCode(fromBase32(secret), nowStep() + offset));
    return ['000000', '000001', '000002', '000003'].find((code) => !near.includes(code)) ?? '';
  };
  const somebody = async () => {
    const email = freshEmail();
    const { accessToken, user } = await signUpSomebody(auth.http, { email });
    const { body } = await post('totp/enroll', accessToken, { password });
    const activated = await post('totp/activate', accessToken, { code: nextCode(body.secret) });
    assert.equal(activated.status, 200, activated.text);
    return { email, accessToken, user, secret: body.secret, recoveryCodes: activated.body.recoveryCodes };
  };

  test('enrolment takes the password, switches on with a first code only, and is told by mail', async () => {
    const email = freshEmail();
    const { accessToken } = await signUpSomebody(auth.http, { email });
    assert.equal((await post('totp/enroll', accessToken, {})).body.code, 'step_up_required');
    assert.equal((await post('totp/enroll', accessToken, { password: 'a wrong guess' })).status, 401);
    const enrolled = await post('totp/enroll', accessToken, { password });
    assert.match(enrolled.body.url, /^otpauth:\/\/totp\//);
    assert.equal((await logIn(email)).status, 200);
    assert.equal(
      (await post('totp/activate', accessToken, { code: wrongCode(enrolled.body.secret) })).body.code,
      'code_invalid',
    );
    assert.equal((await logIn(email)).status, 200);
    const code = nextCode(enrolled.body.secret);
    const activated = await post('totp/activate', accessToken, { code });
    assert.equal(activated.body.recoveryCodes.length, 10);
    assert.equal((await logIn(email)).status, 202);
    assert.match((await auth.mail.next(email)).text, /switched on/);
    assert.equal((await post('totp/enroll', accessToken, { password })).body.code, 'mfa_already_active');
  });

  test('a login takes both steps; only then there are tokens, and they say how it was done', async () => {
    const { email, secret } = await somebody();
    const first = await logIn(email);
    assert.equal(first.status, 202);
    assert.equal(first.body.status, 'mfa_required');
    assert.equal('accessToken' in first.body, false);
    const second = await verify({ challengeToken: first.body.challengeToken, code: nextCode(secret) });
    assert.equal(second.status, 200);
    assert.deepEqual(decodeJwt(second.body.accessToken).amr, ['pwd', 'otp', 'mfa']);
    assert.equal((await auth.http.get('/api/users/me', { token: second.body.accessToken })).status, 200);
  });

  test('a passkey takes the second step in place of a code, once, and only for the challenge of its owner', async () => {
    const { email, accessToken } = await somebody();
    const device = new Authenticator(origin);
    const passkeys = <Body>(path: string, body: unknown, token?: string) =>
      auth.http.post<Body>(`/api/auth/passkeys/${path}`, { body, ...(token && { token }) });
    const options = await passkeys<{ challenge: string }>('register/options', { password }, accessToken);
    const added = { response: device.create(options.body), label: 'Phone' };
    assert.equal((await passkeys('register', added, accessToken)).status, 201);
    const respond = async () => device.get((await passkeys<{ challenge: string }>('login/options', {})).body);

    const first = await logIn(email);
    assert.ok(first.body.methods.includes('passkey'));
    const stranger = await logIn((await somebody()).email, '192.0.2.2');
    const { challengeToken } = first.body;
    const foreign = { challengeToken: stranger.body.challengeToken, passkey: await respond() };
    assert.equal((await verify(foreign)).body.code, 'passkey_refused');
    const passkey = await respond();
    const second = await verify({ challengeToken, passkey });
    assert.equal(second.status, 200, second.text);
    assert.deepEqual(decodeJwt(second.body.accessToken).amr, ['pwd', 'swk', 'mfa']);
    const again = (await logIn(email)).body.challengeToken;
    assert.equal((await verify({ challengeToken: again, passkey })).body.code, 'passkey_refused');
  });

  test('a code works once: not again in its step, not in a second login, not in ten at once', async () => {
    const { email, secret } = await somebody();
    const challenges = await Promise.all(Array.from({ length: 10 }, () => logIn(email)));
    const tokens = challenges
      .map((response) => response.body.challengeToken)
      .filter((token) => token !== undefined);
    assert.ok(tokens.length >= 5);
    const code = nextCode(secret);
    const answers = await Promise.all(tokens.map((challengeToken) => verify({ challengeToken, code })));
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
  });

  test('a challenge has five tries, ends after five minutes, and is used up by success', async () => {
    const { email, secret } = await somebody();
    const tried = (await logIn(email)).body.challengeToken;
    for (let time = 0; time < 5; time += 1) {
      assert.equal(
        (await verify({ challengeToken: tried, code: wrongCode(secret) })).body.code,
        'code_invalid',
      );
    }
    assert.equal(
      (await verify({ challengeToken: tried, code: nextCode(secret) })).body.code,
      'token_invalid',
    );
    const late = (await logIn(email)).body.challengeToken;
    auth.backing.clock.advance(300_000);
    assert.equal((await verify({ challengeToken: late, code: nextCode(secret) })).body.code, 'token_invalid');
    const used = (await logIn(email)).body.challengeToken;
    assert.equal((await verify({ challengeToken: used, code: nextCode(secret) })).status, 200);
    assert.equal((await verify({ challengeToken: used, code: nextCode(secret) })).body.code, 'token_invalid');
  });

  test('guessing over many challenges locks the codes of the account for 15 minutes, and not its password', async () => {
    const { email, secret } = await somebody();
    const statuses: number[] = [];
    for (let login = 0; login < 3; login += 1) {
      const { challengeToken } = (await logIn(email)).body;
      const code = wrongCode(secret);
      const tries = await Promise.all(Array.from({ length: 5 }, () => verify({ challengeToken, code })));
      statuses.push(...tries.map((answer) => answer.status));
    }
    assert.ok(statuses.filter((status) => status === 401).length <= 10);
    assert.equal(statuses.at(-1), 429);
    const { challengeToken } = (await logIn(email)).body;
    assert.equal((await verify({ challengeToken, code: nextCode(secret) })).body.code, 'account_locked');
    auth.backing.clock.advance(15 * 60_000);
    const later = (await logIn(email)).body.challengeToken;
    assert.equal((await verify({ challengeToken: later, code: nextCode(secret) })).status, 200);
  });

  test('a recovery code replaces the phone once, however it is written', async () => {
    const { email, recoveryCodes } = await somebody();
    const [code = ''] = recoveryCodes;
    const attempt = async (recoveryCode: string) => {
      const { challengeToken } = (await logIn(email)).body;
      return await verify({ challengeToken, recoveryCode });
    };
    assert.equal((await attempt(code.toUpperCase().replaceAll('-', ' '))).status, 200);
    assert.equal((await attempt(code)).body.code, 'code_invalid');
  });

  test('new recovery codes void the old ones', async () => {
    const { email, accessToken, recoveryCodes } = await somebody();
    assert.equal((await post('recovery-codes', accessToken, {})).status, 403);
    const renewed = await post('recovery-codes', accessToken, { password });
    assert.equal(renewed.body.recoveryCodes.length, 10);
    const { challengeToken } = (await logIn(email)).body;
    assert.equal((await verify({ challengeToken, recoveryCode: recoveryCodes[0] })).status, 401);
    assert.equal((await verify({ challengeToken, recoveryCode: renewed.body.recoveryCodes[0] })).status, 200);
  });

  test('switching off takes the password and the factor', async () => {
    const { email, accessToken, secret } = await somebody();
    const code = nextCode(secret);
    assert.equal((await post('totp/disable', accessToken, { code })).status, 403);
    assert.equal((await post('totp/disable', accessToken, { password: 'a wrong guess', code })).status, 401);
    assert.equal(
      (await post('totp/disable', accessToken, { password, code: wrongCode(secret) })).status,
      401,
    );
    assert.equal((await logIn(email)).status, 202);
    assert.equal((await post('totp/disable', accessToken, { password, code })).status, 204);
    assert.equal((await logIn(email)).status, 200);
    assert.equal((await post('recovery-codes', accessToken, { password })).body.code, 'mfa_not_active');
  });

  test('a challenge ends with the password that it was given for', async () => {
    const { email, secret, accessToken } = await somebody();
    const { challengeToken } = (await logIn(email)).body;
    const change = { currentPassword: password, newPassword: 'another good sentence' };
    assert.equal(
      (await auth.http.post('/api/auth/password/change', { token: accessToken, body: change })).status,
      204,
    );
    assert.equal((await verify({ challengeToken, code: nextCode(secret) })).body.code, 'token_invalid');
  });

  test('the database holds no secret and no code in the clear', async () => {
    const { secret, recoveryCodes } = await somebody();
    const { db } = auth.dependencies;
    const dump = JSON.stringify(
      [
        await db.selectFrom('totp_factors').selectAll().execute(),
        await db.selectFrom('recovery_codes').selectAll().execute(),
      ],
      (_key, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value),
    );
    for (const text of [fromBase32(secret).toString('latin1'), secret, ...recoveryCodes])
      assert.ok(!dump.includes(text));
  });
});
