import type { MailContent } from './templates.ts';

export type RenderedMail = { subject: string; text: string; html: string };

/** Brings a mail into both forms that mail programs want. Everything from outside is escaped in the HTML one. */
export function renderMail(content: MailContent): RenderedMail {
  // A line break in a subject would begin another header.
  const subject = content.subject.replace(/\s+/g, ' ').trim();
  return { subject, text: renderText(content), html: renderHtml(subject, content) };
}

function renderText({ paragraphs, code, action }: MailContent): string {
  const parts = [...paragraphs];
  if (code) parts.splice(1, 0, code);
  if (action) parts.push(`${action.label}:\n${action.url}`);
  return `${parts.join('\n\n')}\n\nLinguamate\n`;
}

function renderHtml(subject: string, { paragraphs, code, action }: MailContent): string {
  const parts = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`);
  if (code) parts.splice(1, 0, `<p style="font-size:28px;letter-spacing:6px">${escapeHtml(code)}</p>`);
  if (action) parts.push(`<p><a href="${escapeHtml(action.url)}">${escapeHtml(action.label)}</a></p>`);
  return `<!doctype html><meta charset="utf-8"><title>${escapeHtml(subject)}</title>
<body style="font-family:sans-serif;max-width:36em;margin:2em auto">${parts.join('\n')}<p>Linguamate</p></body>`;
}

/** Takes the meaning from characters that HTML gives one. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? '');
}
