/** What the coach can say and understand in a language, besides what courses teach. */
type Talk = {
  readonly greetings: RegExp;
  readonly greeting: (name: string) => string;
  readonly names: RegExp;
  readonly thanks: RegExp;
  readonly welcome: string;
  readonly goodbyes: RegExp;
  readonly goodbye: string;
  readonly howAreYou: RegExp;
  readonly fine: string;
};

const name = "(?<name>\\p{Lu}[\\p{L}’'-]{1,29})";
const talks: Record<string, Talk> = {
  es: {
    greetings: /^(hola|buen[oa]s|buen d[ií]a|saludos)(?![\p{L}])/iu,
    greeting: (who) => `¡Hola${who && `, ${who}`}! ¡Qué bueno verte!`,
    names: new RegExp(`\\b(?:[Yy]o soy|[Ss]oy|[Mm]e llamo|[Mm]i nombre es) ${name}`, 'u'),
    thanks: /^(muchas )?gracias(?![\p{L}])/iu,
    welcome: '¡De nada!',
    goodbyes: /^(adi[oó]s|hasta (luego|pronto|ma[nñ]ana)|chao)(?![\p{L}])/iu,
    goodbye: '¡Hasta luego!',
    howAreYou: /(qu[eé] tal|c[oó]mo est[aá]s?)/iu,
    fine: 'Muy bien, gracias.',
  },
  fr: {
    greetings: /^(bonjour|salut|bonsoir|coucou)(?![\p{L}])/iu,
    greeting: (who) => `Bonjour${who && ` ${who}`} ! Ravi de te voir !`,
    names: new RegExp(`(?:[Jj]e suis|[Jj]e m[’']appelle|[Mm]oi,? c[’']est|[Mm]on nom est) ${name}`, 'u'),
    thanks: /^merci(?![\p{L}])/iu,
    welcome: 'De rien !',
    goodbyes: /^(au revoir|[àa] bient[oô]t|[àa] demain)(?![\p{L}])/iu,
    goodbye: 'À bientôt !',
    howAreYou: /([cç]a va|comment (vas|allez|[cç]a))/iu,
    fine: 'Ça va très bien, merci.',
  },
  de: {
    greetings: /^(hallo|guten (tag|morgen|abend)|servus|moin)(?![\p{L}])/iu,
    greeting: (who) => `Hallo${who && `, ${who}`}! Schön, dass du da bist!`,
    names: new RegExp(`(?:[Ii]ch bin|[Ii]ch hei(?:ß|ss)e|[Mm]ein Name ist) (?:die |der )?${name}`, 'u'),
    thanks: /^(vielen dank|danke)(?![\p{L}])/iu,
    welcome: 'Gern geschehen!',
    goodbyes: /^(tsch[uü](ss|ß)|auf wiedersehen|bis (bald|morgen|sp[aä]ter))(?![\p{L}])/iu,
    goodbye: 'Bis bald!',
    howAreYou: /wie geht/iu,
    fine: 'Mir geht es gut, danke.',
  },
  it: {
    greetings: /^(ciao|buongiorno|buonasera|salve|buon giorno|buona sera)(?![\p{L}])/iu,
    greeting: (who) => `Ciao${who && `, ${who}`}! Che bello vederti!`,
    names: new RegExp(`(?:[Ii]o sono|[Ss]ono|[Mm]i chiamo|[Ii]l mio nome [èe]) ${name}`, 'u'),
    thanks: /^(molte )?grazie(?![\p{L}])/iu,
    welcome: 'Prego!',
    goodbyes: /^(arrivederci|a (presto|domani|dopo))(?![\p{L}])/iu,
    goodbye: 'A presto!',
    howAreYou: /come (stai|sta|va)/iu,
    fine: 'Sto molto bene, grazie.',
  },
  pt: {
    greetings: /^(ol[aá]|oi|bom dia|boa (tarde|noite))(?![\p{L}])/iu,
    greeting: (who) => `Olá${who && `, ${who}`}! Que bom ver você!`,
    names: new RegExp(`(?:[Ee]u sou|[Ss]ou|[Mm]e chamo|[Cc]hamo-me|[Mm]eu nome [ée]) (?:o |a )?${name}`, 'u'),
    thanks: /^(muito )?obrigad[oa](?![\p{L}])/iu,
    welcome: 'De nada!',
    goodbyes: /^(tchau|adeus|at[eé] (logo|amanh[aã]|breve))(?![\p{L}])/iu,
    goodbye: 'Até logo!',
    howAreYou: /(tudo bem|como (vai|est[aá]))/iu,
    fine: 'Tudo bem, obrigado.',
  },
  ja: {
    greetings: /^(こんにち[はわ]|おはよう|こんばん[はわ]|はじめまして|konnichiwa|ohayou?)/iu,
    greeting: (who) => `${who && `${who}さん、`}こんにちは！会えてうれしいです。`,
    names:
      /(?:(?:私|わたし|ぼく|僕)は|(?:はじめまして|こんにちは)[、。！!\s]*)(?<name>[\p{Script=Katakana}ー]{2,15}|\p{Lu}\p{L}{1,29})(?:です|と(?:言|い)います)/u,
    thanks: /^(ありがとう|どうも|arigatou?)/iu,
    welcome: 'どういたしまして！',
    goodbyes: /^(さようなら|さよなら|じゃあね|また(ね|明日|あした)|バイバイ|sayou?nara)/iu,
    goodbye: 'またね！',
    howAreYou: /元気(です)?か|お?げんき/u,
    fine: 'はい、元気です。',
  },
};
const english: Talk = {
  greetings: /^(hello|hi|hey|good (morning|afternoon|evening))(?![\p{L}])/iu,
  greeting: (who) => `Hello${who && `, ${who}`}! Good to see you!`,
  names: new RegExp(`(?:[Ii] am|[Ii][’']m|[Mm]y name is) ${name}`, 'u'),
  thanks: /^(thank you|thanks|thank u|ty)(?![\p{L}])/iu,
  welcome: 'You are welcome!',
  goodbyes: /^(bye|goodbye|see you|good night)(?![\p{L}])/iu,
  goodbye: 'See you soon!',
  howAreYou: /how are you|how('s| is) it going/iu,
  fine: 'I am fine, thank you.',
};

/**
 * What one says to a learner who greets, thanks, takes leave or asks how one is, in the language that is learned; undefined when
 * they did none of these. A name that they gave is used.
 */
export function smallTalk(text: string, language: string): { text: string; isGoodbye: boolean } | undefined {
  const own = talks[language.split('-')[0] ?? ''] ?? english;
  const plain = text.trim().replace(/^[¡¿"“«\s]+/u, '');
  const said = (part: 'greetings' | 'thanks' | 'goodbyes' | 'howAreYou') =>
    own[part].test(plain) || english[part].test(plain);
  if (said('goodbyes')) return { text: own.goodbye, isGoodbye: true };
  const who = own.names.exec(plain)?.groups?.name ?? english.names.exec(plain)?.groups?.name ?? '';
  const parts = [
    ...(said('greetings') || who !== '' ? [own.greeting(who)] : []),
    ...(said('thanks') ? [own.welcome] : []),
    ...(said('howAreYou') ? [own.fine] : []),
  ];
  return parts.length === 0 ? undefined : { text: parts.join(' '), isGoodbye: false };
}
