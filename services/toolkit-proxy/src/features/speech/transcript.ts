/** A recording in words. */
export type Transcript = {
  text: string;
  /** ISO 639 code as far as the upstream told it; null when it did not. */
  language: string | null;
  /** Length of the recording in seconds, where the upstream measured it. */
  durationSeconds: number | null;
};

/** OpenAI names languages in English; clients of both surfaces expect codes. */
const codesByName: Readonly<Record<string, string>> = {
  arabic: 'ar',
  chinese: 'zh',
  dutch: 'nl',
  english: 'en',
  french: 'fr',
  german: 'de',
  hindi: 'hi',
  italian: 'it',
  japanese: 'ja',
  korean: 'ko',
  polish: 'pl',
  portuguese: 'pt',
  punjabi: 'pa',
  russian: 'ru',
  spanish: 'es',
  swedish: 'sv',
  turkish: 'tr',
  ukrainian: 'uk',
};

/**
 * Makes a code of what an upstream calls a language.
 * @returns null when there is nothing to go by.
 */
export function languageCode(name: unknown): string | null {
  if (typeof name !== 'string' || name === '') return null;
  const known = Object.hasOwn(codesByName, name.toLowerCase()) ? codesByName[name.toLowerCase()] : undefined;
  return known ?? name;
}
