import type { MailData } from './mails.table.ts';

/** What a mail says, before it takes the form of text or HTML. */
export type MailContent = {
  subject: string;
  paragraphs: string[];
  /** Shown large. */
  code?: string;
  action?: { label: string; url: string };
};

type Template = (data: MailData) => MailContent;

const text = (value: MailData[string] | undefined): string => String(value ?? '');

const english = {
  'verify-email': (data) => ({
    subject: `${text(data.code)} is your Linguamate code`,
    paragraphs: [
      `Hello ${text(data.name)}, welcome to Linguamate! Enter this code to confirm your address. It is valid for 10 minutes.`,
      'If you did not sign up, ignore this mail: without it the account does not come into being.',
    ],
    code: text(data.code),
    action: { label: 'Confirm by link instead', url: text(data.link) },
  }),
  'account-exists': () => ({
    subject: 'You already have a Linguamate account',
    paragraphs: [
      'Somebody, probably you, tried to sign up with this address. It already has an account: log in as usual, or reset the password if you have forgotten it.',
      'If it was not you, there is nothing to do. Nothing has changed.',
    ],
  }),
  'password-reset': (data) => ({
    subject: 'Reset your Linguamate password',
    paragraphs: [
      'Use this link to choose a new password. It works once, for 20 minutes, and ends all your sessions.',
      'If you did not ask for it, ignore this mail. Your password stays as it is.',
    ],
    action: { label: 'Choose a new password', url: text(data.link) },
  }),
  'password-changed': () => ({
    subject: 'Your Linguamate password was changed',
    paragraphs: [
      'Your password was changed. If this was not you, reset it at once and look at your list of sessions.',
    ],
  }),
  'account-locked': (data) => ({
    subject: 'Attempts to log in to your Linguamate account',
    paragraphs: [
      `There were several failed attempts to log in to your account from ${text(data.source)}. Logging in from there is blocked for 30 minutes.`,
      'If you have forgotten your password, reset it; that ends the block. If it was not you, there is nothing to do.',
    ],
  }),
  'session-reuse': () => ({
    subject: 'A Linguamate session was ended for your safety',
    paragraphs: [
      'A token of one of your sessions was used twice, which may mean that somebody has copied it. The session was ended; please log in again.',
    ],
  }),
  'deletion-requested': (data) => ({
    subject: 'Your Linguamate account will be deleted',
    paragraphs: [
      `As you wished, your account and everything you have learnt will be deleted on ${text(data.date)}. Until then, simply log in to keep it.`,
    ],
  }),
  'email-change': (data) => ({
    subject: 'Confirm your new Linguamate address',
    paragraphs: [
      'Use this link to move your account to this address. It works once, for one hour.',
      'If you did not ask for it, ignore this mail.',
    ],
    action: { label: 'Confirm the address', url: text(data.link) },
  }),
  'email-change-requested': () => ({
    subject: 'Your Linguamate account is to get another address',
    paragraphs: [
      'Somebody who knows your password has asked to move your account to another address. If this was not you, change your password at once: that stops it.',
    ],
  }),
  'email-changed': () => ({
    subject: 'Your Linguamate account has another address now',
    paragraphs: ['Your account was moved to another address. Mails to this one end here.'],
  }),
  'login-linked': () => ({
    subject: 'A new way to log in to your Linguamate account',
    paragraphs: [
      'Your account can now also be entered by way of another provider that has verified your address. If this was not you, reset your password.',
    ],
  }),
  'export-ready': (data) => ({
    subject: 'Your Linguamate data is ready',
    paragraphs: ['Everything we know about you is in one archive. The link works once, for one day.'],
    action: { label: 'Fetch the archive', url: text(data.link) },
  }),
  'mfa-changed': (data) => ({
    subject: 'Two-step login of your Linguamate account was changed',
    paragraphs: [
      `Two-step login was ${text(data.change)}. If this was not you, reset your password at once.`,
    ],
  }),
} satisfies Record<string, Template>;

export type TemplateName = keyof typeof english;

const spanish: Partial<Record<TemplateName, Template>> = {
  'verify-email': (data) => ({
    subject: `${text(data.code)} es tu código de Linguamate`,
    paragraphs: [
      `Hola ${text(data.name)}, ¡te damos la bienvenida a Linguamate! Escribe este código para confirmar tu dirección. Vale durante 10 minutos.`,
      'Si no te has registrado, ignora este correo: sin él la cuenta no llega a existir.',
    ],
    code: text(data.code),
    action: { label: 'Confirmar con un enlace', url: text(data.link) },
  }),
  'password-reset': (data) => ({
    subject: 'Restablece tu contraseña de Linguamate',
    paragraphs: [
      'Con este enlace puedes elegir una contraseña nueva. Funciona una sola vez, durante 20 minutos, y cierra todas tus sesiones.',
      'Si no lo has pedido, ignora este correo. Tu contraseña no cambia.',
    ],
    action: { label: 'Elegir una contraseña nueva', url: text(data.link) },
  }),
  'password-changed': () => ({
    subject: 'Tu contraseña de Linguamate ha cambiado',
    paragraphs: [
      'Tu contraseña ha cambiado. Si no has sido tú, restablécela ahora mismo y revisa tus sesiones.',
    ],
  }),
};

const languages: Record<string, Partial<Record<TemplateName, Template>>> = { es: spanish };

/** Whether there is a template of this name. */
export function isTemplate(name: string): name is TemplateName {
  return Object.hasOwn(english, name);
}

/**
 * Writes a mail in the language of its reader, in English where there is no translation.
 *
 * @param locale a language tag; only its first part counts
 */
export function writeMail(name: TemplateName, locale: string, data: MailData): MailContent {
  const language = locale.split('-')[0]?.toLowerCase() ?? '';
  const template = languages[language]?.[name] ?? english[name];
  return template(data);
}
