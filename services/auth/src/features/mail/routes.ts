import type { HttpServer } from '@linguamate/shared/http/server';
import type { AuthDependencies } from '../../dependencies.ts';
import { escapeHtml } from './render.ts';
import { type OutgoingMail, readMailFolder } from './transport.ts';

const shownMails = 50;

/** GET /internal/mails: the mails of a machine that has no mail server. It exists only there. */
export function getMails(server: HttpServer, { config }: AuthDependencies): void {
  if (config.mail.smtpUrl !== undefined) return;
  server.get('/internal/mails', { schema: { hide: true } }, async (_request, reply) => {
    const mails = await readMailFolder(config.mail.folder, shownMails);
    // The mails themselves stand in frames that may do nothing at all.
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'");
    return renderPage(mails);
  });
}

function renderPage(mails: readonly OutgoingMail[]): string {
  const items = mails.map(
    ({ to, subject, html }) =>
      `<h2>${escapeHtml(subject)}</h2><p>to ${escapeHtml(to)}</p>` +
      `<iframe sandbox srcdoc="${escapeHtml(html)}" style="width:100%;height:16em;border:1px solid #ccc"></iframe>`,
  );
  const body = items.length > 0 ? items.join('\n') : '<p>No mails yet.</p>';
  return `<!doctype html><meta charset="utf-8"><title>Mails</title><h1>Mails of this machine</h1>${body}`;
}

export const mailRoutes = [getMails];
