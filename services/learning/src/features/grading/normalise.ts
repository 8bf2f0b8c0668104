import type { GradingPolicy, Replacement } from './policies.ts';

const quotes = /[’‘ʼ`´＇]/gu;
const dashes = /[‐‑‒–—―−]/gu;
// An apostrophe or hyphen between letters or digits belongs to its word; every other mark separates words.
const marks = /(?<![\p{L}\p{N}\p{M}])['-]|['-](?![\p{L}\p{N}])|(?!['-])[\p{P}\p{S}]/gu;

/** The comparison form of a text: Unicode form, lower case, unified quotes and dashes, no punctuation, single spaces. */
export function normalise(text: string, policy: GradingPolicy): string {
  const lower = lowerCase(text.normalize(policy.form), policy.locale);
  const unified = lower.replaceAll(quotes, "'").replaceAll(dashes, '-');
  // Long vowels and iteration marks of kana are letters (Lm); only the middle dot and real punctuation go.
  const plain = apply(unified, policy.silent).normalize(policy.form).replaceAll(marks, ' ');
  const spaced = plain.replaceAll(/\s+/gu, ' ').trim();
  return policy.spaced ? spaced : spaced.replaceAll(' ', '');
}

/** The form under which differences of accents (or of kana script, alef forms...) disappear; made from text before `silent`. */
export function foldAccents(text: string, policy: GradingPolicy): string {
  const lower = lowerCase(text.normalize(policy.form), policy.locale);
  const replaced = apply(lower, policy.folds);
  const folded = policy.foldsMarks ? stripMarks(replaced, policy.letters) : hiragana(replaced);
  return normalise(folded, policy);
}

/** The words of a normalised text: by spaces, or by the segmenter where the script has none. */
export function words(normalised: string, policy: GradingPolicy): string[] {
  if (normalised === '') return [];
  if (policy.spaced) return normalised.split(' ');
  const segmenter = new Intl.Segmenter(policy.locale, { granularity: 'word' });
  return Array.from(segmenter.segment(normalised), (part) => part.segment);
}

function lowerCase(text: string, locale: string): string {
  return locale === 'tr' || locale === 'az' ? text.toLocaleLowerCase(locale) : text.toLowerCase();
}

function apply(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce(
    (current, [pattern, replacement]) => current.replaceAll(pattern, replacement),
    text,
  );
}

function stripMarks(text: string, letters: string): string {
  return Array.from(text.normalize('NFC'), (letter) =>
    letters.includes(letter) ? letter : letter.normalize('NFD').replaceAll(/\p{M}/gu, ''),
  ).join('');
}

/** Katakana and hiragana lie 0x60 apart; other scripts have no characters in this range. */
function hiragana(text: string): string {
  return text.replaceAll(/[\u30A1-\u30F6]/gu, (kana) =>
    String.fromCodePoint((kana.codePointAt(0) ?? 0) - 0x60),
  );
}
