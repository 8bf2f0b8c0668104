import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { totpCode } from '../src/features/mfa/totp.ts';
import { putServiceClient } from '../src/features/service-tokens/issue-service-token.ts';
import { codeIn, tokenIn } from './mailbox.ts';
import { type AuthWithMail, freshEmail, password, startAuthWithMail, type Tokens } from './support.ts';

type Row = Record<string, unknown>;
let auth: AuthWithMail;
before(async () => {
  auth = await startAuthWithMail((config) => ({ ...config, signupMode: 'verified' }));
});
after(() => auth.close());

/** Every value of every table of the schema, bytes as Latin-1, so that nothing hides in an encoding. */
async function dumpSchema(): Promise<string> {
  const { db } = auth.dependencies;
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(
    db,
  );
  assert.ok(tables.rows.length > 10, 'the schema was found');
  const dump: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<Row>`select * from ${sql.table(name)}`.execute(db);
    for (const value of rows.flatMap(Object.values)) {
      dump.push(Buffer.isBuffer(value) ? value.toString('latin1') : (JSON.stringify(value) ?? ''));
    }
  }
  return dump.join('\n');
}

/** How a secret could stand in a dump: as it is, or as the bytes that it spells, in any of the usual forms. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret.split('_').at(-1) ?? secret, 'base64url');
  if (bytes.length < 12) return [secret];
  return [secret, bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64')];
}

const fromBase32 = (text: string) => {
  const bits = [...text].map((c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** Uses everything that makes a secret, and returns all of them by what they are. */
async function makeSecrets(): Promise<Record<string, string>> {
  const email = freshEmail();
  const post = <Body>(path: string, body: unknown, token?: string) =>
    auth.http.post<Body>(path, { body, ...(token && { token }) });
  const pending = await post<{ signupId: string }>('/api/auth/signup', { email, password, name: 'Ana' });
  const mail = await auth.mail.next(email);
  const proof = { signupId: pending.body.signupId, code: codeIn(mail) };
  const tokens = await post<Tokens & { deviceToken: string }>('/api/auth/email/verify', proof);
  assert.equal(tokens.status, 200, tokens.text);
  const { accessToken, refreshToken, deviceToken } = tokens.body;
  await post('/api/auth/password/forgot', { email });
  const resetToken = tokenIn(await auth.mail.next(email, { known: 1 }));
  const factor = await post<{ secret: string }>('/api/auth/mfa/totp/enroll', { password }, accessToken);
  const seed = fromBase32(factor.body.secret);
  const code = totpCode(seed, Math.floor(auth.backing.clock.now() / 30_000));
  const active = await post<{ recoveryCodes: string[] }>(
    '/api/auth/mfa/totp/activate',
    { code },
    accessToken,
  );
  const challenge = await post<{ challengeToken: string }>('/api/auth/login', { email, password });
  const client = await putServiceClient(auth.dependencies, 'learning', ['toolkit-proxy']);
  return {
    password,
    accessToken,
    refreshToken,
    deviceToken,
    linkToken: tokenIn(mail),
    resetToken,
    seed: seed.toString('latin1'),
    seedAsText: factor.body.secret,
    recoveryCode: active.body.recoveryCodes[0] ?? '',
    challengeToken: challenge.body.challengeToken,
    clientSecret: client.clientSecret,
    privateKey: '"d"',
    pepper: auth.config.passwords.peppers.current.key.toString('latin1'),
    encryptionKey: auth.config.encryptionKeys[0].toString('latin1'),
  };
}

test('a dump of the schema holds no usable secret', async () => {
  const secrets = await makeSecrets();
  const dump = await dumpSchema();
  assert.ok(dump.includes('learning'), 'what is no secret is found');
  for (const [what, secret] of Object.entries(secrets)) {
    assert.ok(secret.length > 2, `there is a ${what}`);
    for (const form of formsOf(secret)) assert.ok(!dump.includes(form), `${what} is in the dump`);
  }
});
