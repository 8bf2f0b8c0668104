/** A dictionary that knows words. */
export type Speller = { correct(word: string): boolean; suggest(word: string): string[] };

/** A word that the dictionary does not know. */
export type Misspelling = {
  word: string;
  /** Where it begins, counted in UTF-16 units as JavaScript does. */
  offset: number;
  suggestions: string[];
};

const maxSuggestions = 5;

/** Suggestions cost milliseconds each; a text in another language would be wrong in every word. */
const maxMisspellings = 50;

/** Letters with their marks; an apostrophe or hyphen belongs to a word only between letters. */
const wordPattern = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;

/**
 * Finds the words of a text that a dictionary does not know. Words with digits and all capitals are left alone.
 * @param text any text.
 * @param speller the dictionary.
 */
export function checkSpelling(text: string, speller: Speller): Misspelling[] {
  const found: Misspelling[] = [];
  for (const match of text.matchAll(wordPattern)) {
    const [word] = match;
    if (found.length >= maxMisspellings) break;
    if (isKnown(word, speller)) continue;
    const suggestions = speller.suggest(word).slice(0, maxSuggestions);
    found.push({ word, offset: match.index, suggestions });
  }
  return found;
}

function isKnown(word: string, speller: Speller): boolean {
  const plain = word.normalize('NFC').replaceAll('’', "'");
  const isAcronym = plain.length > 1 && plain === plain.toUpperCase();
  if (isAcronym || speller.correct(plain)) return true;
  // French and compound words are in dictionaries by their parts: l'école, grand-père.
  const parts = plain.split(/(?<=')|-/);
  return parts.length > 1 && parts.every((part) => part.endsWith("'") || speller.correct(part));
}
