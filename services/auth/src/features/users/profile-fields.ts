import { commonErrors, type FieldError } from '@linguamate/shared/errors';
import type { Profile } from './user.ts';

/**
 * Checks and tidies what a schema cannot: blank names, time zones and languages that do not exist.
 *
 * @param fields what the person sent
 * @returns the same fields in canonical spelling
 * @throws validation_failed with one entry per wrong field
 */
export function tidyProfile(fields: Partial<Profile>): Partial<Profile> {
  const errors: FieldError[] = [];
  const tidy: Partial<Profile> = { ...fields };
  if (fields.name !== undefined) tidy.name = tidyName(fields.name, errors);
  for (const field of ['nativeLanguage', 'targetLanguage'] as const) {
    const language = fields[field];
    if (language) tidy[field] = canonicalLanguage(language, `/${field}`, errors);
  }
  if (fields.timeZone !== undefined && !isTimeZone(fields.timeZone)) {
    errors.push({ pointer: '/timeZone', detail: 'This is not a time zone of the IANA database.' });
  }
  if (errors.length > 0) throw commonErrors.validation_failed({ fieldErrors: errors });
  return tidy;
}

// Names are shown to other learners: invisible characters and direction marks would let one name pass for another.
function tidyName(name: string, errors: FieldError[]): string {
  const tidy = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (tidy === '')
    errors.push({ pointer: '/name', detail: 'The name needs at least one visible character.' });
  if (/[<>]/.test(tidy)) errors.push({ pointer: '/name', detail: 'The name may not contain < or >.' });
  return tidy;
}

function canonicalLanguage(tag: string, pointer: string, errors: FieldError[]): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    errors.push({ pointer, detail: 'This is not a language tag (BCP 47).' });
    return tag;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
