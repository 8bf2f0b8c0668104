/**
 * What counts as the same text in a language, as data: adding a language is adding a line here, never code.
 * `silent` replacements are applied to both sides and leave the answer exact; a difference that disappears under `folds`
 * (or under stripping of combining marks) is accepted with an accent note; everything else is left to the edit budget.
 */
export type GradingPolicy = {
  /** Unicode normalisation of the base form; NFKC unless compatibility forms carry meaning. */
  readonly form: 'NFC' | 'NFKC';
  /** Locale for lower-casing: Turkish dotted and dotless i must stay apart. */
  readonly locale: string;
  /** False where words are not separated by spaces. */
  readonly spaced: boolean;
  readonly rightToLeft: boolean;
  readonly silent: readonly Replacement[];
  readonly folds: readonly Replacement[];
  /** Whether an answer that differs only by combining marks is right with a note. */
  readonly foldsMarks: boolean;
  /** Letters with marks that are letters of their own and never folded, such as Spanish ñ. */
  readonly letters: string;
  /**
   * Endings that turn a word into another form of itself, as `one/other`: gato and gata, house and houses. Getting one wrong is a
   * mistake in grammar and never a slip of the finger.
   */
  readonly inflections: readonly string[];
};
/** What stands for what; patterns are global, or only the first place would be replaced. */
export type Replacement = readonly [pattern: RegExp, replacement: string];

const base: GradingPolicy = {
  form: 'NFKC',
  locale: 'und',
  spaced: true,
  rightToLeft: false,
  silent: [],
  folds: [],
  foldsMarks: true,
  letters: '',
  inflections: [],
};

const contractions: readonly Replacement[] = [
  [/\bcan't\b|\bcannot\b/gu, 'can not'],
  [/\bwon't\b/gu, 'will not'],
  [/\bshan't\b/gu, 'shall not'],
  [/\blet's\b/gu, 'let us'],
  [/\b(\p{L}+)n't\b/gu, '$1 not'],
  [/\bi'm\b/gu, 'i am'],
  [/\b(you|we|they)'re\b/gu, '$1 are'],
  [/\b(i|you|he|she|it|we|they)'ll\b/gu, '$1 will'],
  [/\b(i|you|we|they)'ve\b/gu, '$1 have'],
  [/\b(he|she|it|that|there|here|what|where|who|how|when)'s\b/gu, '$1 is'],
];
// Harakat, superscript alef, Quranic marks and tatweel; Hebrew cantillation and niqqud.
const arabicMarks: Replacement = [/[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED\u0640]/gu, ''];
const hebrewMarks: Replacement = [/[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7]/gu, ''];
const arabicLetters: readonly Replacement[] = [
  arabicMarks,
  [/[\u06CC\u0649]/gu, '\u064A'],
  [/\u06A9/gu, '\u0643'],
];
const alefForms: readonly Replacement[] = [
  [/[\u0623\u0625\u0622\u0671]/gu, '\u0627'],
  [/\u0629/gu, '\u0647'],
];
const stressMarks: Replacement = [/[\u0300\u0301]/gu, ''];

const numberS = ['/s', '/es'];
const finalVowels = ['a/o', 'a/e', 'e/o', 'as/os', 'as/es', 'es/os'];
const spanish = { letters: 'ñ', inflections: [...numberS, ...finalVowels, '/n', 'n/s'] };
const portuguese = { inflections: [...numberS, ...finalVowels, '/m', 'm/s', '/a'] };
const italian = { inflections: [...finalVowels, 'a/i', 'e/i', 'i/o', '/a'] };
const french = ['/s', '/e', '/x', '/t', 's/t', '/r', 'r/z', 'er/ez', 's/x'];
const german = ['/e', '/n', '/s', '/r', '/t', 'n/r', 'm/n', 'm/r', 'r/s', 'n/s', 'e/t', 'st/t', '/m'];
const nordic = { foldsMarks: true, letters: 'åäöøæõü' } as const;
const slavicCyrillic = { silent: [[/ё/gu, 'е'], stressMarks], foldsMarks: false } as const;
const unspaced = { spaced: false, foldsMarks: false } as const;
const arabicScript = {
  rightToLeft: true,
  silent: arabicLetters,
  folds: alefForms,
  foldsMarks: false,
} as const;

const table: Record<string, Partial<GradingPolicy>> = {
  en: { silent: contractions, inflections: ['/s', '/es', '/d', 'd/s'] },
  es: spanish,
  fr: {
    inflections: french,
    silent: [
      [/œ/gu, 'oe'],
      [/æ/gu, 'ae'],
    ],
  },
  it: italian,
  pt: portuguese,
  ca: { inflections: numberS, silent: [[/l·l/gu, 'll']] },
  gl: spanish,
  de: {
    inflections: german,
    silent: [
      [/ä/gu, 'ae'],
      [/ö/gu, 'oe'],
      [/ü/gu, 'ue'],
      [/ß/gu, 'ss'],
    ],
  },
  nl: {},
  sv: nordic,
  da: nordic,
  no: nordic,
  nb: nordic,
  fi: nordic,
  et: nordic,
  tr: { locale: 'tr', letters: 'ıi' },
  az: { locale: 'az', letters: 'ıi' },
  pl: { folds: [[/ł/gu, 'l']] },
  cs: {},
  sk: {},
  hr: { folds: [[/đ/gu, 'd']] },
  hu: {},
  ro: {
    silent: [
      [/ş/gu, 'ș'],
      [/ţ/gu, 'ț'],
    ],
  },
  lt: {},
  lv: {},
  vi: { folds: [[/đ/gu, 'd']] },
  ru: slavicCyrillic,
  uk: { ...slavicCyrillic, silent: [stressMarks] },
  ar: arabicScript,
  fa: arabicScript,
  ur: arabicScript,
  he: { rightToLeft: true, silent: [hebrewMarks], foldsMarks: false },
  lad: {},
  // Katakana for hiragana is the right word in the other script: foldAccents accepts it with a note.
  ja: unspaced,
  zh: unspaced,
  th: unspaced,
  km: unspaced,
  lo: unspaced,
  my: unspaced,
};

/** The policy for a BCP 47 tag: by its primary subtag, with a careful default for languages without an entry. */
export function gradingPolicy(language: string): GradingPolicy {
  const primary = language.toLowerCase().split('-')[0] ?? '';
  return { ...base, locale: primary || base.locale, ...table[primary] };
}
