import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { tokenIn } from '../../mailbox.ts';
import {
  type AuthWithMail,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuthWithMail,
} from '../../support.ts';

type Archive = {
  format: string;
  account: { profile: { id: string; email: string }; sessions: unknown[]; securityLog: { userId: string }[] };
  learning: { progress: string; userId: string };
};

describe('/api/auth/account/export', () => {
  let auth: AuthWithMail;
  let learning: Server;
  let isAway = false;
  const shown: string[] = [];
  before(async () => {
    // Another service, as far as an export sees it.
    learning = createServer((request, response) => {
      shown.push(request.headers.authorization ?? '');
      response.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ progress: 'everything learnt', userId: request.url?.split('/').at(-1) }));
    });
    await new Promise<void>((resolve) => learning.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(learning.address() as AddressInfo).port}`;
    auth = await startAuthWithMail((config) => ({ ...config, exportSources: [{ name: 'learning', url }] }));
  });
  after(async () => {
    await auth.close();
    learning.closeAllConnections();
    learning.close();
  });

  const request = (token: string, body: Record<string, unknown> = { password }) =>
    auth.http.post<Problem>('/api/auth/account/export', { token, body });
  const download = (token: string) =>
    auth.http.post<Archive & Problem>('/api/auth/account/export/download', { body: { token } });
  const somebody = async () => {
    const email = freshEmail();
    return { email, ...(await signUpSomebody(auth.http, { email })) };
  };

  test('202 and 200: one archive with the parts of every service, and nobody else’s data, by a link that works once', async () => {
    const person = await somebody();
    await somebody();
    assert.equal((await request(person.accessToken)).status, 202);
    const mail = await auth.mail.next(person.email);
    const responses = await Promise.all(Array.from({ length: 5 }, () => download(tokenIn(mail))));
    assert.deepEqual(responses.map((response) => response.status).sort(), [200, 400, 400, 400, 400]);
    const { body, headers } = responses.find((response) => response.status === 200) ?? assert.fail();
    assert.match(headers.get('content-disposition') ?? '', /attachment/);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(body.account.profile.email, person.email);
    assert.equal(body.account.sessions.length, 1);
    assert.ok(body.account.securityLog.every((entry) => entry.userId === person.user.id));
    assert.deepEqual(body.learning, { progress: 'everything learnt', userId: person.user.id });
    assert.ok(!/\$2b\$|lmr_|refresh/.test(JSON.stringify(body)));
    const claims = decodeJwt(shown[0]?.replace('Bearer ', '') ?? '');
    assert.equal(claims.aud, 'learning');
    const rows = await auth.dependencies.db
      .selectFrom('exports')
      .selectAll()
      .where('user_id', '=', person.user.id)
      .execute();
    assert.equal(rows[0]?.archive_sealed, null);
  });

  test('400: a link is good for one day, and no other token opens an archive', async () => {
    const person = await somebody();
    await request(person.accessToken);
    const token = tokenIn(await auth.mail.next(person.email));
    assert.equal((await download('x')).body.code, 'token_invalid');
    assert.equal(
      (await auth.http.post('/api/auth/password/reset', { body: { token, newPassword: 'another good one' } }))
        .status,
      400,
    );
    auth.backing.clock.advance(86_400_000);
    assert.equal((await download(token)).body.code, 'token_invalid');
  });

  test('an archive is not made while a service cannot give its part', async () => {
    isAway = true;
    const person = await somebody();
    const known = shown.length;
    await request(person.accessToken);
    const { waitFor } = await import('@linguamate/shared/testing/wait-for');
    await waitFor(
      () => shown.length > known && auth.log.text().includes('job failed and will be tried again'),
      { message: 'a failed attempt' },
    );
    isAway = false;
    assert.equal(auth.mail.countTo(person.email), 0);
  });

  test('401 and 403: a session alone, or a wrong password, gets no data', async () => {
    const { accessToken } = await somebody();
    assert.equal((await request(accessToken, {})).body.code, 'step_up_required');
    assert.equal((await request(accessToken, { password: 'a wrong guess' })).status, 401);
  });

  test('429: once a day is enough', async () => {
    const { email, accessToken } = await somebody();
    assert.equal((await request(accessToken)).status, 202);
    const again = await request(accessToken);
    assert.equal(again.status, 429);
    assert.ok(Number(again.headers.get('retry-after')) > 0);
    assert.ok(email);
  });
});
