/** Rude words in the languages shipped, whole words only: a part of a harmless word (Scunthorpe) must not count. */
const rude: readonly string[] = [
  ...['fuck', 'fucking', 'shit', 'bitch', 'asshole', 'cunt', 'bastard', 'motherfucker'],
  ...['mierda', 'puta', 'puto', 'joder', 'coño', 'cabrón', 'cabron', 'gilipollas', 'pendejo', 'pendeja'],
  ...['merde', 'putain', 'connard', 'connasse', 'salope', 'enculé', 'encule'],
  ...['scheiße', 'scheisse', 'arschloch', 'fotze', 'wichser', 'hurensohn', 'schlampe'],
  ...['cazzo', 'merda', 'stronzo', 'stronza', 'vaffanculo', 'puttana', 'troia'],
  ...['caralho', 'porra', 'foda', 'foder', 'buceta', 'viado', 'cuzão'],
];
/** Scripts without spaces have no whole words to look for. */
const rudeUnspaced = ['くそったれ', 'クソ野郎', '死ね', 'ちくしょう', '畜生', 'ファック'];
const rudeWords = new Set(rude);

const personal: readonly RegExp[] = [
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu,
  // Thirteen to nineteen digits in groups are a payment card, seven to fifteen with a plus sign or separators a telephone number.
  /\b(?:\d[ -]?){13,19}\b/gu,
  /(?<![\p{L}\p{N}])\+?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,5}(?![\p{L}\p{N}])/gu,
];
const shortestNumber = 7;

/** True when a text holds a rude word of any language shipped: a learner of French may well swear in English. */
export function isRude(text: string): boolean {
  const lower = text.normalize('NFKC').toLowerCase();
  const words = lower.split(/[^\p{L}\p{M}]+/u);
  return words.some((word) => rudeWords.has(word)) || rudeUnspaced.some((word) => lower.includes(word));
}

/** The text without e-mail addresses, card and telephone numbers: they have no place in a transcript, or in a prompt. */
export function withoutPersonalData(text: string): string {
  return personal.reduce(
    (current, pattern) => current.replaceAll(pattern, (found) => (isLong(found) ? '[REDACTED]' : found)),
    text,
  );
}

// The year 1999 or a price is no telephone number.
function isLong(found: string): boolean {
  return found.includes('@') || found.replaceAll(/\D/gu, '').length >= shortestNumber;
}
