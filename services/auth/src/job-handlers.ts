import { createHttpClient } from '@linguamate/shared/http/client';
import { signAccessToken } from '@linguamate/shared/identity/tokens';
import type { JobHandlers } from '@linguamate/shared/jobs';
import type { AuthCore } from './dependencies.ts';
import { prepareEmailChange } from './features/email-change/change-email.ts';
import { buildArchive, type ExportSource } from './features/export/build-archive.ts';
import { httpExportSource } from './features/export/export-sources.ts';
import { prepareExportMail } from './features/export/request-export.ts';
import { type MailSender, sendMail } from './features/mail/send-mail.ts';
import { createMailTransport } from './features/mail/transport.ts';
import { prepareReset } from './features/password-reset/forgot-password.ts';
import { serviceTokenTtlSeconds } from './features/service-tokens/issue-service-token.ts';
import { createKeyRing } from './features/signing-keys/key-ring.ts';
import { prepareVerification } from './features/verification/request-signup.ts';
import type { AuthJobs } from './jobs.ts';

/** The id under which this service itself calls others. */
const ownClientId = '00000000-0000-7000-8000-00000000a074';
const sourceTimeoutMs = 30_000;

export type JobWork = { handlers: JobHandlers<AuthJobs>; close(): Promise<void> };

/** What the jobs do, and how to end it. */
export function createJobWork(core: AuthCore): JobWork {
  const sender = createMailSender(core);
  const { sources, close } = createExportSources(core);
  return {
    handlers: {
      'mail.send': async ({ mailId }) => await sendMail(sender, mailId),
      'account.export': async ({ userId }, { signal }) =>
        await buildArchive({ ...core, sources }, userId, signal),
    },
    close: async () => {
      sender.transport.close();
      await close();
    },
  };
}

/** Puts together what sends mails: the way out, and how the secrets of each kind of mail are made. */
export function createMailSender({ db, clock, config, mailBox, codeKey }: AuthCore): MailSender {
  const { appUrl } = config;
  return {
    db,
    box: mailBox,
    transport: createMailTransport(config.mail),
    preparations: {
      'verify-email': prepareVerification({ clock, key: codeKey, appUrl }),
      'password-reset': prepareReset({ clock, appUrl }),
      'email-change': prepareEmailChange({ clock, appUrl }),
      'export-ready': prepareExportMail({ clock, appUrl }),
    },
  };
}

function createExportSources(core: AuthCore): { sources: ExportSource[]; close(): Promise<void> } {
  const { config, logger, metrics } = core;
  const clients = config.exportSources.map(({ name, url }) => ({
    name,
    client: createHttpClient({ name, baseUrl: url, timeoutMs: sourceTimeoutMs, logger, metrics }),
  }));
  return {
    sources: clients.map(({ name, client }) =>
      httpExportSource({ name, client, token: () => signOwnToken(core, name) }),
    ),
    close: async () => {
      await Promise.all(clients.map(({ client }) => client.close()));
    },
  };
}

// This service holds the keys, so it need not ask itself for a token.
async function signOwnToken({ db, clock, config }: AuthCore, audience: string): Promise<string> {
  const keyRing = createKeyRing({ db, clock, encryptionKeys: config.encryptionKeys });
  const authTime = Math.floor(clock.now() / 1000);
  return await signAccessToken({
    key: await keyRing.signingKey(),
    issuer: config.token.issuer,
    audience,
    ttlSeconds: serviceTokenTtlSeconds,
    clock,
    claims: { sub: ownClientId, sid: ownClientId, roles: [], auth_time: authTime, amr: ['client'] },
  });
}
