import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { transact } from '@linguamate/shared/database';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { createBackgroundWork } from '../../../src/background-work.ts';
import { authEventHandlers } from '../../../src/event-handlers.ts';
import { renderMail } from '../../../src/features/mail/render.ts';
import { notifyUser } from '../../../src/features/mail/request-mail.ts';
import { sendMail } from '../../../src/features/mail/send-mail.ts';
import { isTemplate, writeMail } from '../../../src/features/mail/templates.ts';
import { readMailFolder } from '../../../src/features/mail/transport.ts';
import { createMailSender } from '../../../src/job-handlers.ts';
import {
  type AuthWithMail,
  freshEmail,
  password,
  signUpSomebody,
  startAuth,
  startAuthWithMail,
} from '../../support.ts';

describe('mail', () => {
  let auth: AuthWithMail;
  before(async () => {
    auth = await startAuthWithMail();
  });
  after(() => auth.close());

  const changePassword = (token: string) =>
    auth.http.post('/api/auth/password/change', {
      token,
      body: { currentPassword: password, newPassword: 'another good sentence' },
    });

  test('a mail server that is away for a while loses no mail', async () => {
    const email = freshEmail();
    const { accessToken } = await signUpSomebody(auth.http, { email });
    auth.mail.setBroken(true);
    await changePassword(accessToken);
    await waitFor(() => auth.log.text().includes('job failed and will be tried again'), {
      message: 'a failed attempt',
    });
    assert.equal(auth.mail.countTo(email), 0);
    auth.mail.setBroken(false);
    await auth.mail.next(email, { containing: 'was changed' });
  });

  test('a mail whose transaction did not commit is never sent, and one job for two sends once', async () => {
    const email = freshEmail();
    const { user } = await signUpSomebody(auth.http, { email });
    const { db, mailBox } = auth.dependencies;
    await assert.rejects(
      transact(db, async (trx) => {
        await notifyUser(trx, mailBox, user.id, 'session-reuse');
        throw new Error('no');
      }),
    );
    await transact(db, (trx) => notifyUser(trx, mailBox, user.id, 'password-changed'));
    const sent = await auth.mail.next(email);
    assert.match(sent.subject, /was changed/);
    const [row] = await waitFor(async () => {
      const rows = await db
        .selectFrom('mails')
        .selectAll()
        .where('user_id', '=', user.id)
        .where('done_at', 'is not', null)
        .execute();
      return rows.length === 1 && rows;
    });
    const sender = createMailSender(auth.dependencies);
    await sendMail(sender, row?.id ?? '');
    sender.transport.close();
    assert.equal(auth.mail.countTo(email), 1);
    assert.equal(row?.address_sealed, null);
  });

  test('a lock is told to the owner once an hour, however often somebody provokes it', async () => {
    const email = freshEmail();
    await signUpSomebody(auth.http, { email });
    const attack = async (from: string) => {
      for (let time = 0; time < 5; time += 1) {
        await auth.http.post('/api/auth/login', {
          body: { email, password: 'wrong guess' },
          headers: { 'x-forwarded-for': from },
        });
      }
    };
    await attack('192.0.2.1');
    await attack('198.51.100.1');
    const mail = await auth.mail.next(email);
    assert.match(mail.text, /192\.0\.2\.0\/24/);
    const rows = await auth.dependencies.db
      .selectFrom('mails')
      .select('id')
      .where('template', '=', 'account-locked')
      .execute();
    assert.equal(rows.length, 1);
  });

  test('other services may ask for mails to people whose addresses they do not know', async () => {
    const email = freshEmail();
    const { user } = await signUpSomebody(auth.http, { email });
    const handlers = authEventHandlers(auth.dependencies);
    const request = (template: string) =>
      transact(auth.dependencies.db, (trx) =>
        handlers['mail.requested'](trx, {
          id: '01890000-0000-7000-8000-000000000001',
          name: 'mail.requested',
          version: 1,
          occurredAt: new Date().toISOString(),
          payload: { userId: user.id, template, data: { change: 'switched on' } },
        }),
      );
    await request('no-such-template');
    await request('mfa-changed');
    assert.match((await auth.mail.next(email)).text, /switched on/);
  });

  test('what people write about themselves is text in every part of a mail, never markup and never a header', () => {
    const content = writeMail('verify-email', 'en', {
      code: '123456\r\nBcc: x@example.com',
      name: '<img src=x onerror=alert(1)>',
      link: 'https://app.example/verify#token="><script>',
    });
    const { subject, html } = renderMail(content);
    assert.ok(!/[\r\n]/.test(subject));
    assert.ok(!/<img|<script/.test(html));
  });

  test('mails are written in the language of the reader, in English where there is no translation', () => {
    assert.match(writeMail('password-reset', 'es-MX', { link: 'x' }).subject, /contraseña/);
    assert.match(writeMail('password-reset', 'xx', { link: 'x' }).subject, /password/);
    assert.match(writeMail('account-locked', 'es', { source: 'x' }).subject, /account/);
    assert.ok(isTemplate('password-reset') && !isTemplate('constructor') && !isTemplate('toString'));
  });
});

test('on a machine without a mail server mails land in a folder and on a page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mails-'));
  const auth = await startAuth((config) => ({ ...config, mail: { ...config.mail, folder } }));
  const work = createBackgroundWork(auth.dependencies);
  work.start();
  try {
    assert.match((await auth.http.get('/internal/mails')).text, /No mails yet/);
    const email = freshEmail();
    await signUpSomebody(auth.http, { email });
    await auth.http.post('/api/auth/password/forgot', { body: { email } });
    const [mail] = await waitFor(async () => {
      const mails = await readMailFolder(folder, 10);
      return mails.length > 0 && mails;
    });
    assert.equal(mail?.to, email);
    assert.match(mail?.text ?? '', /#token=/);
    const page = await auth.http.get('/internal/mails');
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    assert.ok(page.text.includes(email));
  } finally {
    await work.stop();
    await auth.close();
    await rm(folder, { recursive: true });
  }
});

test('with a mail server there is no page of mails', async () => {
  const auth = await startAuthWithMail();
  try {
    assert.equal((await auth.http.get('/internal/mails')).status, 404);
  } finally {
    await auth.close();
  }
});
