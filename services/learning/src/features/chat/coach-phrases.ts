/** Praise in the language that is learned: small rewards are worth most when they teach as well. */
const praise: Record<string, readonly string[]> = {
  es: ['¡Muy bien!', '¡Perfecto!', '¡Excelente!', '¡Eso es!'],
  fr: ['Très bien !', 'Parfait !', 'Bravo !', 'C’est ça !'],
  de: ['Sehr gut!', 'Perfekt!', 'Genau!', 'Prima!'],
  it: ['Molto bene!', 'Perfetto!', 'Bravissimo!', 'Esatto!'],
  pt: ['Muito bem!', 'Perfeito!', 'Ótimo!', 'Isso mesmo!'],
  ja: ['よくできました！', 'そのとおり！', 'すばらしい！', 'いいですね！'],
};
const defaultPraise = ['Well done!', 'Exactly right!', 'Great!', 'That is it!'];

/** A word of praise that changes from one answer to the next. */
export function praiseIn(language: string, turn: number): string {
  const phrases = praise[language.split('-')[0] ?? ''] ?? defaultPraise;
  return phrases[turn % phrases.length] ?? 'Well done!';
}

const onward: Record<string, readonly string[]> = {
  es: ['¿Puedes repetirlo?', 'No entiendo.', '¿Y tú?', 'Cuéntame más.'],
  fr: ['Vous pouvez répéter ?', 'Je ne comprends pas.', 'Et toi ?', 'Raconte-moi.'],
  de: ['Können Sie das wiederholen?', 'Ich verstehe nicht.', 'Und du?', 'Erzähl mir mehr.'],
  it: ['Puoi ripetere?', 'Non capisco.', 'E tu?', 'Raccontami di più.'],
  pt: ['Pode repetir?', 'Não entendo.', 'E você?', 'Conte mais.'],
  ja: ['もう一度お願いします。', 'わかりません。', 'あなたは？', 'もっと教えてください。'],
};

/** Things that can be said next in almost any conversation. */
export function fallbackSuggestions(language: string): string[] {
  const fallback = ['Can you repeat that?', 'I do not understand.', 'And you?'];
  return [...(onward[language.split('-')[0] ?? ''] ?? fallback)];
}

/** The name of a language in English, such as Spanish for es; the tag itself where there is no name. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export const coachSuggestions = ['Give me a hint', 'Skip this one', 'Show me the answer'];

export type CoachWish = 'hint' | 'skip' | 'solution' | undefined;

const wishes: readonly [RegExp, Exclude<CoachWish, undefined>][] = [
  [/^(give me |show me )?(a |another )?hint( please)?$|^help( me)?$|^\?+$/iu, 'hint'],
  [/^(skip|next|pass)( this one| it| please)?$/iu, 'skip'],
  [
    /^(show me |tell me |what is )?the (answer|solution)$|^i (do not|don't|dont) know$|^no idea$/iu,
    'solution',
  ],
];

/** What a learner wants when they do not answer the question. */
export function wishOf(text: string): CoachWish {
  const plain = text
    .trim()
    .replaceAll('’', "'")
    .replaceAll(/[.!]+$/gu, '');
  return wishes.find(([pattern]) => pattern.test(plain))?.[1];
}
