import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { RenderedMail } from './render.ts';

export type OutgoingMail = RenderedMail & { id: string; to: string };
export type MailTransport = { send(mail: OutgoingMail): Promise<void>; close(): void };
export type MailConfig = { smtpUrl: string | undefined; from: string; folder: string };

const socketTimeoutMs = 20_000;

/** Mails go to the configured server; on a machine without one, into a folder. */
export function createMailTransport(config: MailConfig): MailTransport {
  return config.smtpUrl === undefined
    ? folderTransport(config.folder)
    : smtpTransport(config.smtpUrl, config.from);
}

function smtpTransport(url: string, from: string): MailTransport {
  const transporter = createTransport({
    url,
    // A mail is made of our templates alone: nothing in it may make us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: socketTimeoutMs,
    greetingTimeout: socketTimeoutMs,
    socketTimeout: socketTimeoutMs,
  });
  return {
    send: async ({ id, to, subject, text, html }) => {
      // An address object and not a header text: whatever the address contains, it stays one recipient.
      const recipient = { name: '', address: to };
      const envelope = { from: addressOf(from), to: [to] };
      await transporter.sendMail({
        messageId: `<${id}@linguamate>`,
        from,
        to: recipient,
        envelope,
        subject,
        text,
        html,
      });
    },
    close: () => transporter.close(),
  };
}

function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

function folderTransport(folder: string): MailTransport {
  return {
    send: async (mail) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${mail.id}.json`);
      // Written aside first: a reader of the folder never sees half a mail.
      await writeFile(`${file}.part`, JSON.stringify(mail, null, 2), { mode: 0o600 });
      await rename(`${file}.part`, file);
    },
    close: () => undefined,
  };
}

/** The mails of the folder, the newest first. A folder that does not exist holds none. */
export async function readMailFolder(folder: string, limit: number): Promise<OutgoingMail[]> {
  const names = await readdir(folder).catch(() => []);
  // The ids begin with the time, so their order is that of the mails.
  const newest = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .reverse()
    .slice(0, limit);
  return await Promise.all(
    newest.map(async (name): Promise<OutgoingMail> => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
}
