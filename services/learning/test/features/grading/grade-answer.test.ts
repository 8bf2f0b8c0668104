import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Grade, gradeAnswer, type Verdict } from '../../../src/features/grading/grade-answer.ts';
import { gradingPolicy } from '../../../src/features/grading/policies.ts';

function grade(language: string, answer: string, accepted: string | string[], lexicon: string[] = []): Grade {
  const texts = Array.isArray(accepted) ? accepted : [accepted];
  return gradeAnswer(answer, texts, { policy: gradingPolicy(language), lexicon: new Set(lexicon) });
}

type Case = [
  language: string,
  answer: string,
  accepted: string | string[],
  verdict: Verdict,
  lexicon?: string[],
];
function table(title: string, cases: Case[]): void {
  describe(title, () => {
    for (const [language, answer, accepted, verdict, lexicon] of cases) {
      it(`${language}: "${answer}" for "${accepted}" is ${verdict}`, () => {
        assert.equal(grade(language, answer, accepted, lexicon).verdict, verdict);
      });
    }
  });
}

table('case, spaces and punctuation never matter', [
  ['es', 'hola', '¡Hola!', 'exact'],
  ['es', '  HOLA   maría ', '¡Hola, María!', 'exact'],
  ['fr', 'l’homme', "L'homme", 'exact'],
  ['fr', "qu'est-ce que c'est?", 'Qu’est‑ce que c’est ?', 'exact'],
  ['en', 'well – no', 'Well, no.', 'exact'],
  ['ja', 'こんにちは', 'こんにちは。', 'exact'],
  ['ja', 'ｺﾝﾆﾁﾊ', 'コンニチハ', 'exact'],
]);

table('an empty answer is never right', [
  ['es', '', 'no', 'wrong'],
  ['es', ' ?! ', 'no', 'wrong'],
  ['ja', '。', 'はい', 'wrong'],
]);

table('accents are corrected, not punished, unless they make another word', [
  ['es', 'adios', 'adiós', 'accent'],
  ['es', 'si', 'sí', 'accent'],
  ['es', 'si', 'sí', 'wrong_word', ['si', 'sí']],
  ['es', 'ano', 'año', 'typo'],
  ['es', 'ano', 'año', 'wrong_word', ['ano']],
  ['fr', 'ecole', 'école', 'accent'],
  ['fr', 'soeur', 'sœur', 'exact'],
  ['it', 'perche', 'perché', 'accent'],
  ['pt', 'pao', 'pão', 'accent'],
  ['pl', 'dziekuje', 'dziękuję', 'accent'],
  ['pl', 'slonce', 'słońce', 'accent'],
  ['vi', 'cam on', 'cảm ơn', 'accent'],
  ['ro', 'bunã şi ţara', 'bunã și țara', 'exact'],
]);

table('among other words a missing accent is never taken for another word that the course teaches', [
  ['es', 'que hora es', '¿Qué hora es?', 'accent', ['que', 'qué', 'hora', 'es']],
  ['es', 'el es alto', 'Él es alto.', 'accent', ['el', 'él', 'es', 'alto']],
  ['es', 'donde esta el bano', '¿Dónde está el baño?', 'typo', ['donde', 'esta', 'está', 'el', 'baño']],
  ['fr', 'a bientot', 'à bientôt', 'accent', ['a', 'à']],
  ['pt', 'como voce esta', 'Como você está?', 'accent', ['esta', 'está', 'como']],
  ['es', 'el perro', 'él perdió', 'wrong_word', ['el', 'él', 'perro', 'perdió']],
]);

table('German may be typed without umlauts', [
  ['de', 'Maedchen', 'Mädchen', 'exact'],
  ['de', 'Strasse', 'Straße', 'exact'],
  ['de', 'Madchen', 'Mädchen', 'accent'],
  ['de', 'ich heisse anna', 'Ich heiße Anna.', 'exact'],
]);

table('Nordic and Turkish letters are letters', [
  ['sv', 'har', 'här', 'typo'],
  ['da', 'ol', 'øl', 'wrong'],
  ['tr', 'IŞIK', 'ışık', 'exact'],
  ['tr', 'İSTANBUL', 'istanbul', 'exact'],
  ['tr', 'kiz', 'kız', 'typo'],
]);

table('Cyrillic, Arabic and Hebrew', [
  ['ru', 'еще', 'ещё', 'exact'],
  ['ru', 'замок', 'за́мок', 'exact'],
  ['ru', 'мои', 'мой', 'typo'],
  ['ar', 'مرحبا', 'مَرْحَبًا', 'exact'],
  ['ar', 'انا', 'أنا', 'accent'],
  ['fa', 'كتاب', 'کتاب', 'exact'],
  ['he', 'שלום', 'שָׁלוֹם', 'exact'],
]);

table('scripts without spaces', [
  ['ja', 'アリガトウ', 'ありがとう', 'accent'],
  ['ja', 'ありがとお', 'ありがとう', 'typo'],
  ['ja', '私は先生です', '私は学生です', 'wrong'],
  ['ja', '私は先生です', '私は学生です', 'wrong_word', ['先生']],
  ['ja', 'わたしはがくせいです', ['私は学生です', 'わたしはがくせいです'], 'exact'],
  ['zh', '你号', '你好', 'wrong'],
  ['th', 'สวัสดี', 'สวัสดี', 'exact'],
]);

table('English contractions', [
  ['en', "I don't know", 'I do not know', 'exact'],
  ['en', 'I cannot come', "I can't come", 'exact'],
  ['en', 'It is late', "It's late.", 'exact'],
  ['en', "They're here", 'They are here', 'exact'],
]);

table('typos have a budget per word and per answer', [
  ['es', 'graciasx', 'gracias', 'typo'],
  ['es', 'garcias', 'gracias', 'typo'],
  ['es', 'biblitoeac', 'biblioteca', 'wrong'],
  ['es', 'on', 'no', 'wrong'],
  ['es', 'noo', 'no', 'typo'],
  ['es', 'd enada', 'de nada', 'typo'],
  ['en', 'a cup fo coffee', 'a cup of coffee', 'typo'],
  ['fr', 'bla table', 'la table', 'typo'],
  ['es', 'buenosdías', 'buenos días', 'typo'],
  ['es', 'El gto bebe leche', 'El gato bebe leche.', 'typo'],
  ['es', 'El gto bebe lche', 'El gato bebe leche.', 'wrong'],
  ['en', 'I am 21', 'I am 20', 'wrong'],
]);

table('a word that the course teaches is another word, however close', [
  ['es', 'pato', 'gato', 'wrong_word', ['gato', 'pato']],
  ['es', 'mi madre', 'mi padre', 'wrong_word', ['padre', 'madre', 'mi']],
  ['es', 'ella es alto', 'ella es alta', 'wrong_word', ['alto', 'alta']],
]);

table('another form of a word is a mistake in grammar, also where the course does not teach it', [
  ['en', 'the houses', 'the house', 'wrong_word'],
  ['es', 'ella es alto', 'ella es alta', 'wrong_word'],
  ['es', 'los perro', 'los perros', 'wrong_word'],
  ['it', 'signora', 'signore', 'wrong_word'],
  ['de', 'ein Katze', 'eine Katze', 'wrong_word'],
  ['fr', 'vous parler', 'vous parlez', 'wrong_word'],
]);

describe('neither a part nor more than the answer is the answer', () => {
  it('refuses "el perro" for "perro" and one letter for a word (grading by substring)', () => {
    assert.equal(grade('es', 'el perro', 'perro').correct, false);
    assert.equal(grade('es', 'a', 'casa').correct, false);
    assert.equal(grade('es', 'yo so una mujer', 'una mujer').correct, false);
  });
});

describe('what the learner is shown', () => {
  it('names the nearest accepted answer, not the first', () => {
    const result = grade('es', 'me llamo anna', ['Yo soy Ana', 'Me llamo Ana', 'Mi nombre es Ana']);
    assert.equal(result.expected, 'Me llamo Ana');
    assert.equal(result.verdict, 'typo');
  });
  it('aligns words and tells missing, extra, typo, accent and wrong apart', () => {
    const result = grade('es', 'el gto beve mucha leche fria', 'El gato bebe leche fría hoy', ['beve']);
    assert.deepEqual(
      result.diff.map((part) => part.kind),
      ['same', 'typo', 'wrong', 'extra', 'same', 'accent', 'missing'],
    );
    assert.deepEqual(result.diff[1], { kind: 'typo', given: 'gto', expected: 'gato' });
  });
  it('prefers the answer with the better verdict over the nearer one', () => {
    const result = grade('es', 'sí', ['si', 'sí señor', 'Sí.']);
    assert.deepEqual([result.verdict, result.expected], ['exact', 'Sí.']);
  });
});
