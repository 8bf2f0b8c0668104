import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  AnswerGrammarError,
  expandAnswer,
  literalAnswer,
  usesGrammar,
} from '../../../src/features/content/answer-grammar.ts';

describe('the grammar of accepted answers', () => {
  const cases: [pattern: string, answers: string[]][] = [
    ['hola', ['hola']],
    ['[the] dog', ['the dog', 'dog']],
    ['(he|she) goes', ['he goes', 'she goes']],
    ['in the fall/autumn', ['in the fall', 'in the autumn']],
    ['hi | hello there', ['hi', 'hello there']],
    ['[Yo] (soy|me llamo) Ana', ['Yo soy Ana', 'Yo me llamo Ana', 'soy Ana', 'me llamo Ana']],
    ['[[very] big] house', ['very big house', 'big house', 'house']],
    ['bye[-bye]', ['bye-bye', 'bye']],
    ['well[,] yes', ['well, yes', 'well yes']],
    ['24/7', ['24', '7']],
    ['this / that', ['this / that']],
    ['[a] a', ['a a', 'a']],
  ];
  for (const [pattern, answers] of cases) {
    it(`"${pattern}" stands for ${answers.length}`, () => assert.deepEqual(expandAnswer(pattern), answers));
  }

  for (const pattern of ['(a|b', '[a', 'a)', 'a]', '(a]', '[a]', '[a] [b]', '   ', '|']) {
    it(`"${pattern}" is refused with a sentence for the author`, () => {
      assert.throws(() => expandAnswer(pattern), AnswerGrammarError);
    });
  }

  it('a pattern that would explode is refused instead of expanded', () => {
    assert.throws(() => expandAnswer('(a|b)'.repeat(40)), /more than 200 answers/);
    assert.throws(() => expandAnswer(`${'['.repeat(2000)}`), AnswerGrammarError);
  });

  it('any text can be made literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab/\\[](|) '), minLength: 1 }), (text) => {
        fc.pre(text.trim() !== '');
        assert.deepEqual(expandAnswer(literalAnswer(text)), [text.replaceAll(/\s+/gu, ' ').trim()]);
      }),
    );
  });

  it('plain text stands for itself, and only text that says so uses the grammar', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'abc ,.!ñ'), minLength: 1 });
    fc.assert(
      fc.property(plain, (text) => {
        fc.pre(text.trim() !== '');
        assert.equal(usesGrammar(text), false);
        assert.equal(expandAnswer(text).length, 1);
      }),
    );
    for (const pattern of ['a/b', '[a] b', 'a|b', '(a)']) assert.ok(usesGrammar(pattern));
  });
});
