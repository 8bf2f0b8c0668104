import { waitFor } from '@linguamate/shared/testing/wait-for';
import { SMTPServer } from 'smtp-server';

export type ReceivedMail = { to: string[]; from: string; raw: string; text: string; subject: string };

export type TestMailServer = {
  url: string;
  mails: ReceivedMail[];
  /** Waits for a mail to somebody (the newest one), counted from a number of mails that are known already. */
  next(to: string, options?: { known?: number; containing?: string }): Promise<ReceivedMail>;
  countTo(to: string): number;
  /** Makes the server refuse mails, or not. */
  setBroken(broken: boolean): void;
  close(): Promise<void>;
};

/** A real mail server in this process. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  let broken = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (broken) return done(new Error('try again later'));
        const raw = Buffer.concat(chunks).toString();
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        mails.push({ to, from, raw, text: textPart(raw), subject: /^Subject: (.*)$/m.exec(raw)?.[1] ?? '' });
        done();
      });
    },
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', () => resolve());
  await promise;
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const mailsTo = (to: string) => mails.filter((mail) => mail.to.includes(to));
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    next: async (to, { known = 0, containing = '' } = {}) =>
      await waitFor(
        () =>
          mailsTo(to)
            .slice(known)
            .findLast((mail) => mail.raw.includes(containing)),
        {
          timeoutMs: 8000,
          message: `a mail to ${to}`,
        },
      ),
    countTo: (to) => mailsTo(to).length,
    setBroken: (value) => {
      broken = value;
    },
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

/** The text part of a mail, with quoted-printable undone. */
function textPart(raw: string): string {
  const part =
    raw.split(/\r?\n--[^\r\n]+\r?\n/).find((section) => /^Content-Type: text\/plain/im.test(section)) ?? raw;
  const body = part.slice(part.search(/\r?\n\r?\n/));
  if (/^Content-Transfer-Encoding: base64/im.test(part)) return Buffer.from(body, 'base64').toString();
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_all, hex) => `%${hex}`);
  return /%[0-9A-F]{2}/.test(bytes) ? decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25')) : bytes;
}

export const codeIn = (mail: ReceivedMail): string => /\b(\d{6})\b/.exec(mail.text)?.[1] ?? '';
export const tokenIn = (mail: ReceivedMail): string => /#token=([A-Za-z0-9_-]+)/.exec(mail.text)?.[1] ?? '';
