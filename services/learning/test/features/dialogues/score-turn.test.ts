import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { combine, measureText, windowDistance } from '../../../src/features/dialogues/score-turn.ts';
import { isRude, withoutPersonalData } from '../../../src/features/dialogues/screen-text.ts';
import { gradingPolicy } from '../../../src/features/grading/policies.ts';

const inLanguage = (language: string, lexicon: string[] = []) => ({
  policy: gradingPolicy(language),
  lexicon: new Set(lexicon),
});
const measure = (said: string, keyPhrases: string[], language = 'es') =>
  measureText(said, { keyPhrases, targetCer: 0.25 }, inLanguage(language));

describe('the figures of a turn', () => {
  it('3.6 item 3: the word error rate counts words and not the letters of the joined text', () => {
    assert.equal(measure('quiero un te', ['quiero un café']).wer, 1 / 3);
    assert.equal(measure('quiero un café', ['quiero un café']).wer, 0);
    assert.ok(measure('quiero un cafx', ['quiero un café']).cer < 0.1);
  });
  it('3.6 item 4: a key phrase of several words is hit when its words follow each other', () => {
    assert.deepEqual(measure('Hola, me llamo Luis', ['me llamo']).keywordsHit, ['me llamo']);
    assert.deepEqual(measure('Hola, me llammo Luis', ['me llamo']).keywordsHit, ['me llamo']);
    assert.deepEqual(measure('llamo a Luis, me gusta', ['me llamo']).keywordsHit, []);
    assert.deepEqual(measure('Hola', ['me llamo']).keywordsHit, []);
  });
  it('3.6 item 5: a longer correct sentence scores as well as the bare phrase', () => {
    const long = measure('Buenas tardes, señora, pues yo quiero un café con leche, por favor', [
      'quiero un café',
    ]);
    assert.deepEqual([long.cer, long.accuracy, long.fluency], [0, 1, 1]);
  });
  it('works where words are not separated', () => {
    const said = measure('はい、水をください。', ['水をください'], 'ja');
    assert.deepEqual([said.cer, said.keywordsHit, said.coverage], [0, ['水をください'], 1]);
    assert.ok(measure('お茶です', ['水をください'], 'ja').accuracy === 0);
  });
  it('says nothing for nothing', () => {
    const silence = measure('...', ['hola']);
    assert.deepEqual([silence.accuracy, silence.fluency, silence.coverage], [0, 0, 0]);
  });
  it('the total weighs meaning half, accuracy three and fluency two tenths', () => {
    assert.equal(combine({ semantic: 1, accuracy: 0, fluency: 0 }), 0.5);
    assert.equal(combine({ semantic: 0, accuracy: 1, fluency: 1 }), 0.5);
  });
  it('stays between 0 and 1 whatever is said, and whatever stands around a phrase costs nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const said = measure(`${before} buenos días ${after}`, ['buenos días']);
        for (const figure of [said.accuracy, said.fluency, said.coverage, said.wer]) {
          assert.ok(figure >= 0 && figure <= 1);
        }
        assert.ok(windowDistance([...`${before}hola${after}`], [...'hola']) === 0);
      }),
    );
  });
});

describe('what is kept out of dialogues', () => {
  it('rude words of every language shipped, as whole words only', () => {
    for (const text of [
      '¡Mierda!',
      'Putain.',
      'So eine Scheiße',
      'CAZZO',
      'porra',
      '死ね',
      'what the fuck',
    ]) {
      assert.ok(isRude(text), text);
    }
    for (const text of ['Scunthorpe', 'un disputado partido', 'Merdeka', 'la ciudad', 'こんにちは']) {
      assert.ok(!isRude(text), text);
    }
  });
  it('addresses, telephone and card numbers; years, prices and times stay', () => {
    for (const text of [
      'ana@example.org',
      '+34 612 345 678',
      '4111 1111 1111 1111',
      '(030) 123 4567',
      '0612345678',
    ]) {
      assert.equal(withoutPersonalData(`Soy ${text}.`), 'Soy [REDACTED].', text);
    }
    for (const text of ['en 1999 y 2024', 'son 12,50 euros', 'a las 10 30', 'tengo 25 años']) {
      assert.equal(withoutPersonalData(text), text);
    }
  });
});
